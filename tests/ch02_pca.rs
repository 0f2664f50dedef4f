//! Chapter 2: its claims, and its exercises. `cargo test --test ch02_pca -- --ignored` grades yours.

#[path = "checks/ch02_pca.rs"]
mod checks;
#[path = "claims/ch02_pca.rs"]
mod claims;
mod common;
#[path = "exercises/ch02_pca.rs"]
#[allow(unused_variables)]
mod exercises;
mod graded;
#[path = "mistakes/ch02_pca.rs"]
mod mistakes;
#[path = "solutions/ch02_pca.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch02_pca.rs");
const PAGE: &str = include_str!("../book/src/ch02_pca.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_2_1() {
    checks::covariance(solutions::covariance);
}

#[test]
#[ignore = "yours: cargo test --test ch02_pca exercise_2_1 -- --ignored"]
fn exercise_2_1() {
    checks::covariance(exercises::covariance);
}

#[test]
fn check_2_1_bites() {
    use mistakes::covariance as wrong;
    stub_fails(STUBS, "2.1", || checks::covariance(exercises::covariance));
    caught("not centred", || checks::covariance(wrong::uncentred));
    caught("divisor is n", || checks::covariance(wrong::divisor_n));
    caught("not divided", || checks::covariance(wrong::no_divisor));
    caught("transpose", || checks::covariance(wrong::wrong_transpose));
    caught("its own mean", || checks::covariance(wrong::mean_of_rows));
}

#[test]
fn solution_2_2() {
    checks::leading_directions(solutions::leading_directions);
}

#[test]
#[ignore = "yours: cargo test --test ch02_pca exercise_2_2 -- --ignored"]
fn exercise_2_2() {
    checks::leading_directions(exercises::leading_directions);
}

#[test]
fn check_2_2_bites() {
    use mistakes::leading_directions as wrong;
    stub_fails(STUBS, "2.2", || checks::leading_directions(exercises::leading_directions));
    caught("direction 1 again", || checks::leading_directions(wrong::no_deflation));
    caught("with its λ₁", || checks::leading_directions(wrong::removes_one));
    caught("iterate until", || checks::leading_directions(wrong::one_round));
    caught("random start", || checks::leading_directions(wrong::starts_at_ones));
    caught("not of length 1", || checks::leading_directions(wrong::not_unit));
    caught("squares of the eigenvalues", || checks::leading_directions(wrong::squared));
}

#[test]
fn solution_2_3() {
    checks::components_for(solutions::components_for);
}

#[test]
#[ignore = "yours: cargo test --test ch02_pca exercise_2_3 -- --ignored"]
fn exercise_2_3() {
    checks::components_for(exercises::components_for);
}

#[test]
fn check_2_3_bites() {
    use mistakes::components_for as wrong;
    stub_fails(STUBS, "2.3", || checks::components_for(exercises::components_for));
    caught("counted from 0", || checks::components_for(wrong::index));
    caught("singular values", || checks::components_for(wrong::singular_values));
    caught("not centred", || checks::components_for(wrong::uncentred));
}

#[test]
fn solution_2_4() {
    checks::whiten(solutions::whiten);
}

#[test]
#[ignore = "yours: cargo test --test ch02_pca exercise_2_4 -- --ignored"]
fn exercise_2_4() {
    checks::whiten(exercises::whiten);
}

#[test]
fn check_2_4_bites() {
    use mistakes::whiten as wrong;
    stub_fails(STUBS, "2.4", || checks::whiten(exercises::whiten));
    caught("not scaled", || checks::whiten(wrong::unscaled));
    caught("divided by its variance", || checks::whiten(wrong::by_variance));
    caught("singular values", || checks::whiten(wrong::by_singular_value));
    caught("subtract μ", || checks::whiten(wrong::uncentred));
    caught("still correlated", || checks::whiten(wrong::standardised));
    caught("other directions", || checks::whiten(wrong::trailing));
}

#[test]
fn solution_2_5() {
    checks::held_out(solutions::held_out);
}

#[test]
#[ignore = "yours: cargo test --test ch02_pca exercise_2_5 -- --ignored"]
fn exercise_2_5() {
    checks::held_out(exercises::held_out);
}

#[test]
fn check_2_5_bites() {
    use mistakes::held_out as wrong;
    stub_fails(STUBS, "2.5", || checks::held_out(exercises::held_out));
    caught("judge on `test`", || checks::held_out(wrong::on_train));
    caught("own mean", || checks::held_out(wrong::own_mean));
    caught("averaged over features", || checks::held_out(wrong::mean_for_sum));
    caught("log det", || checks::held_out(wrong::no_determinant));
    caught("log 2π", || checks::held_out(wrong::no_constant));
}

#[test]
fn solution_2_6() {
    checks::fill_in(solutions::fill_in);
}

#[test]
#[ignore = "yours: cargo test --test ch02_pca exercise_2_6 -- --ignored"]
fn exercise_2_6() {
    checks::fill_in(exercises::fill_in);
}

#[test]
fn check_2_6_bites() {
    use mistakes::fill_in as wrong;
    stub_fails(STUBS, "2.6", || checks::fill_in(exercises::fill_in));
    caught("in every round", || checks::fill_in(wrong::means_only));
    caught("in every round", || checks::fill_in(wrong::one_round));
    caught("mean and directions", || checks::fill_in(wrong::frozen_mean));
    caught("observed has changed", || checks::fill_in(wrong::overwrites));
    caught("still NaN", || checks::fill_in(wrong::leaves_holes));
}
