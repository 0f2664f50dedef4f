//! Chapter 4: its claims, and its exercises. `cargo test --test ch04_linear -- --ignored` grades yours.

#[path = "checks/ch04_linear.rs"]
mod checks;
#[path = "claims/ch04_linear.rs"]
mod claims;
mod common;
#[path = "exercises/ch04_linear.rs"]
#[allow(unused_variables)]
mod exercises;
mod graded;
#[path = "mistakes/ch04_linear.rs"]
mod mistakes;
#[path = "checks/ch04_penalty.rs"]
mod penalty;
#[path = "solutions/ch04_linear.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch04_linear.rs");
const PAGE: &str = include_str!("../book/src/ch04_linear.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_4_1() {
    penalty::run_lengths(solutions::pack, solutions::unpack);
}

#[test]
#[ignore = "yours: cargo test --test ch04_linear exercise_4_1 -- --ignored"]
fn exercise_4_1() {
    penalty::run_lengths(exercises::pack, exercises::unpack);
}

#[test]
fn check_4_1_bites() {
    use mistakes::run_lengths as wrong;
    stub_fails(STUBS, "4.1", || penalty::run_lengths(exercises::pack, exercises::unpack));
    caught("the last run", || {
        penalty::run_lengths(wrong::without_the_last, solutions::unpack)
    });
    caught("cut the run", || penalty::run_lengths(wrong::wraps, solutions::unpack));
    caught("before the count", || {
        penalty::run_lengths(wrong::value_first, solutions::unpack)
    });
    caught("ABA", || penalty::run_lengths(wrong::adds_up, solutions::unpack));
    caught("one too small", || penalty::run_lengths(wrong::repeats, solutions::unpack));
    caught("more pairs", || penalty::run_lengths(wrong::singles, solutions::unpack));
    caught("the count comes first", || {
        penalty::run_lengths(solutions::pack, wrong::count_last)
    });
}

#[test]
fn solution_4_2() {
    checks::gradients(&solutions::gradients);
}

#[test]
#[ignore = "yours: cargo test --test ch04_linear exercise_4_2 -- --ignored"]
fn exercise_4_2() {
    checks::gradients(&exercises::gradients);
}

#[test]
fn check_4_2_bites() {
    use mistakes::gradients as wrong;
    stub_fails(STUBS, "4.2", || checks::gradients(&exercises::gradients));
    caught("factor 2 of the square", || checks::gradients(&wrong::no_two));
    caught("divided by n", || checks::gradients(&wrong::no_mean));
    caught("descent climbs", || checks::gradients(&wrong::climbs));
    caught("penalty is missing", || checks::gradients(&wrong::no_penalty));
    caught("penalty's factor 2", || checks::gradients(&wrong::half_penalty));
    caught("through U", || checks::gradients(&wrong::twins));
}

#[test]
fn solution_4_3() {
    checks::best_encoder(solutions::best_encoder);
}

#[test]
#[ignore = "yours: cargo test --test ch04_linear exercise_4_3 -- --ignored"]
fn exercise_4_3() {
    checks::best_encoder(exercises::best_encoder);
}

#[test]
fn check_4_3_bites() {
    use mistakes::best_encoder as wrong;
    stub_fails(STUBS, "4.3", || checks::best_encoder(exercises::best_encoder));
    caught("that is Uᵀ, ", || checks::best_encoder(wrong::transpose));
    caught("made unit length", || checks::best_encoder(wrong::unit_columns));
    caught("no projection", || checks::best_encoder(wrong::of_a_basis));
    caught("not its inverse", || checks::best_encoder(wrong::not_inverted));
    caught("was inverted", || checks::best_encoder(wrong::inverts_zero));
    caught("V encodes", || checks::best_encoder(wrong::decodes));
}

#[test]
fn solution_4_4() {
    penalty::lowest_loss(solutions::lowest_loss);
}

#[test]
#[ignore = "yours: cargo test --test ch04_linear exercise_4_4 -- --ignored"]
fn exercise_4_4() {
    penalty::lowest_loss(exercises::lowest_loss);
}

#[test]
fn check_4_4_bites() {
    use mistakes::lowest_loss as wrong;
    stub_fails(STUBS, "4.4", || penalty::lowest_loss(exercises::lowest_loss));
    caught("switched off", || penalty::lowest_loss(wrong::never_off));
    caught("part of the loss", || penalty::lowest_loss(wrong::error_alone));
    caught("without the penalty", || penalty::lowest_loss(wrong::no_penalty));
    caught("dearer of the two", || penalty::lowest_loss(wrong::equal_sizes));
    caught("of n times the loss", || penalty::lowest_loss(wrong::alpha_for_n_alpha));
    caught("divisor n − 1", || penalty::lowest_loss(wrong::divisor));
    caught("not centred", || penalty::lowest_loss(wrong::uncentred));
}

#[test]
fn solution_4_5() {
    penalty::read_off(solutions::read_off);
}

#[test]
#[ignore = "yours: cargo test --test ch04_linear exercise_4_5 -- --ignored"]
fn exercise_4_5() {
    penalty::read_off(exercises::read_off);
}

#[test]
fn check_4_5_bites() {
    use mistakes::read_off as wrong;
    stub_fails(STUBS, "4.5", || penalty::read_off(exercises::read_off));
    caught("columns of U", || penalty::read_off(wrong::columns));
    caught("switched off", || penalty::read_off(wrong::keeps_the_dead));
    caught("of the code", || penalty::read_off(wrong::of_the_code));
    caught("s²/(n − 1)", || penalty::read_off(wrong::divisor));
    caught("nα was taken", || penalty::read_off(wrong::alpha_for_n_alpha));
    caught("not squared", || penalty::read_off(wrong::not_squared));
}

#[test]
fn solution_4_6() {
    checks::ways_down(solutions::ways_down);
}

#[test]
#[ignore = "yours: cargo test --test ch04_linear exercise_4_6 -- --ignored"]
fn exercise_4_6() {
    checks::ways_down(exercises::ways_down);
}

#[test]
fn check_4_6_bites() {
    use mistakes::ways_down as wrong;
    stub_fails(STUBS, "4.6", || checks::ways_down(exercises::ways_down));
    caught("costs more", || checks::ways_down(wrong::every_pair));
    caught("at zero were forgotten", || checks::ways_down(wrong::forgets_idle_units));
    caught("move together", || checks::ways_down(wrong::one_matrix_at_a_time));
    caught("coefficient of ε²", || checks::ways_down(wrong::half));
    caught("equal amounts", || checks::ways_down(wrong::equal_steps));
    caught("no column and no row", || checks::ways_down(wrong::idle_holds_zero));
}
