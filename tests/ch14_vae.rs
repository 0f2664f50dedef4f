//! Chapter 14: its exercises. `cargo test --test ch14_vae -- --ignored` grades yours.

#[path = "checks/ch14_vae.rs"]
mod checks;
mod common;
#[path = "checks/ch14_exact.rs"]
mod exact;
#[path = "exercises/ch14_vae.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch14_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch14_vae.rs"]
mod mistakes;
#[path = "solutions/ch14_vae.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch14_vae.rs");
const PAGE: &str = include_str!("../book/src/ch14_vae.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_14_1() {
    checks::price(solutions::price);
}

#[test]
#[ignore = "yours: cargo test --test ch14_vae exercise_14_1 -- --ignored"]
fn exercise_14_1() {
    checks::price(exercises::price);
}

#[test]
fn check_14_1_bites() {
    use mistakes::price as wrong;
    stub_fails(STUBS, "14.1", || checks::price(exercises::price));
    caught("a mean over units", || checks::price(wrong::mean_over_units));
    caught("a sum over samples", || checks::price(wrong::sum_over_samples));
    caught("the half is missing", || checks::price(wrong::no_half));
    caught("never is", || checks::price(wrong::wrong_sign));
    caught("taken for ln σ", || checks::price(wrong::log_of_sigma));
    caught("σ in place of σ²", || checks::price(wrong::sigma_for_variance));
    caught("−1 is missing", || checks::price(wrong::no_one));
    caught("not squared", || checks::price(wrong::mean_not_squared));
}

#[test]
fn solution_14_2() {
    checks::loss(solutions::loss);
}

#[test]
#[ignore = "yours: cargo test --test ch14_vae exercise_14_2 -- --ignored"]
fn exercise_14_2() {
    checks::loss(exercises::loss);
}

#[test]
fn check_14_2_bites() {
    use mistakes::loss as wrong;
    stub_fails(STUBS, "14.2", || checks::loss(exercises::loss));
    caught("β = d, and a collapse", || checks::loss(wrong::mean_over_pixels));
    caught("β = 1/k", || checks::loss(wrong::mean_over_units));
    caught("β = d/k", || checks::loss(wrong::both_means));
    caught("β = 1/n", || checks::loss(wrong::batch_summed));
    caught("with σ² = 1", || checks::loss(wrong::squared));
    caught("not paid for", || checks::loss(wrong::no_price));
    caught("taken for ln σ", || checks::loss(wrong::log_of_sigma));
    caught("minus it", || checks::loss(wrong::bound_itself));
    caught("take ln(1 + eᵃ) apart", || {
        checks::loss(|a, x, mu, s| {
            let softplus = a.mapv(|a| (1.0 + a.exp()).ln());
            (softplus - x * a).sum() / a.nrows() as f64 + solutions::price(mu, s)
        });
    });
}

#[test]
fn solution_14_3() {
    checks::slopes(solutions::slopes);
}

#[test]
#[ignore = "yours: cargo test --test ch14_vae exercise_14_3 -- --ignored"]
fn exercise_14_3() {
    checks::slopes(exercises::slopes);
}

#[test]
fn check_14_3_bites() {
    use mistakes::slopes as wrong;
    stub_fails(STUBS, "14.3", || checks::slopes(exercises::slopes));
    caught("own slopes are missing", || checks::slopes(wrong::no_price));
    caught("not averaged", || checks::slopes(wrong::price_not_averaged));
    caught("a half is missing", || checks::slopes(wrong::no_half));
    caught("the throw is missing", || checks::slopes(wrong::throw_forgotten));
    caught("σ² stands where", || checks::slopes(wrong::variance_for_sigma));
    caught("slope by σ", || checks::slopes(wrong::by_sigma));
    caught("only the price", || checks::slopes(wrong::price_only));
}

#[test]
fn solution_14_4() {
    checks::score(solutions::score);
}

#[test]
#[ignore = "yours: cargo test --test ch14_vae exercise_14_4 -- --ignored"]
fn exercise_14_4() {
    checks::score(exercises::score);
}

#[test]
fn check_14_4_bites() {
    use mistakes::score as wrong;
    stub_fails(STUBS, "14.4", || checks::score(exercises::score));
    caught("no baseline", || checks::score(wrong::no_baseline));
    caught("in its own baseline", || checks::score(wrong::own_mean));
    caught("a sum over the throws", || checks::score(wrong::sum));
    caught("division by σ", || checks::score(wrong::no_sigma));
    caught("one σ too many", || checks::score(wrong::variance));
    caught("the sign", || checks::score(wrong::wrong_sign));
}

#[test]
fn solution_14_5() {
    exact::bound(solutions::bound);
}

#[test]
#[ignore = "yours: cargo test --test ch14_vae exercise_14_5 -- --ignored"]
fn exercise_14_5() {
    exact::bound(exercises::bound);
}

#[test]
fn check_14_5_bites() {
    use mistakes::bound as wrong;
    stub_fails(STUBS, "14.5", || exact::bound(exercises::bound));
    caught("that is L₁", || exact::bound(wrong::mean_of_logs));
    caught("−ln k is missing", || exact::bound(wrong::sum_of_weights));
    caught("0 to a computer", || exact::bound(wrong::underflows));
    caught("in one group", || exact::bound(wrong::all_in_one_group));
    caught("one logarithm", || exact::bound(wrong::one_logarithm));
    caught("only the largest", || exact::bound(wrong::largest_only));
    caught("a sum over pictures", || exact::bound(wrong::summed_over_pictures));
    caught("only the first k", || exact::bound(wrong::first_group));
}

#[test]
fn solution_14_6() {
    exact::one_code(solutions::one_code);
}

#[test]
#[ignore = "yours: cargo test --test ch14_vae exercise_14_6 -- --ignored"]
fn exercise_14_6() {
    exact::one_code(exercises::one_code);
}

#[test]
fn check_14_6_bites() {
    use mistakes::one_code as wrong;
    stub_fails(STUBS, "14.6", || exact::one_code(exercises::one_code));
    caught("missing in M", || exact::one_code(wrong::noise_left_out_of_m));
    caught("d − 1 times", || exact::one_code(wrong::all_directions_noise));
    caught("ln 2π", || exact::one_code(wrong::no_constant));
    caught("half is missing", || exact::one_code(wrong::no_half));
    caught("a wide Gaussian", || exact::one_code(wrong::no_determinant));
    caught("likeliest code", || exact::one_code(wrong::at_the_best_code));
    caught("not independent", || exact::one_code(wrong::pixels_apart));
    caught("at z = 0", || exact::one_code(wrong::code_at_zero));
}
