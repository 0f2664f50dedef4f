//! Chapter 13: its exercises. `cargo test --test ch13_information -- --ignored` grades yours.

#[path = "checks/ch13_information.rs"]
mod checks;
mod common;
#[path = "exercises/ch13_information.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch13_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch13_information.rs"]
mod mistakes;
#[path = "solutions/ch13_information.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch13_information.rs");
const PAGE: &str = include_str!("../book/src/ch13_information.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_13_1() {
    checks::words(solutions::words);
}

#[test]
#[ignore = "yours: cargo test --test ch13_information exercise_13_1 -- --ignored"]
fn exercise_13_1() {
    checks::words(exercises::words);
}

#[test]
fn check_13_1_bites() {
    use mistakes::words as wrong;
    stub_fails(STUBS, "13.1", || checks::words(exercises::words));
    caught("have words", || checks::words(wrong::refuses_a_full_code));
    caught("no such words", || checks::words(wrong::never_refuses));
    caught("begins the word", || checks::words(wrong::as_they_come));
    caught("begins the word", || checks::words(wrong::counts_up));
    caught("not of the length", || checks::words(wrong::sorted_words));
    caught("not of the length", || checks::words(wrong::one_too_long));
}

#[test]
fn solution_13_2() {
    checks::divergence(solutions::divergence);
}

#[test]
#[ignore = "yours: cargo test --test ch13_information exercise_13_2 -- --ignored"]
fn exercise_13_2() {
    checks::divergence(exercises::divergence);
}

#[test]
fn check_13_2_bites() {
    use mistakes::divergence as wrong;
    stub_fails(STUBS, "13.2", || checks::divergence(exercises::divergence));
    caught("0 ln 0", || checks::divergence(wrong::nan_at_zero));
    caught("the other direction", || checks::divergence(wrong::turned_round));
    caught("in bits", || checks::divergence(wrong::bits));
    caught("cross-entropy", || checks::divergence(wrong::cross_entropy));
    caught("wrong sign", || checks::divergence(wrong::negative));
    caught("a mean over outcomes", || checks::divergence(wrong::mean));
    caught("infinite", || checks::divergence(wrong::skips_the_impossible));
}

#[test]
fn solution_13_3() {
    checks::diagonal(solutions::diagonal);
}

#[test]
#[ignore = "yours: cargo test --test ch13_information exercise_13_3 -- --ignored"]
fn exercise_13_3() {
    checks::diagonal(exercises::diagonal);
}

#[test]
fn check_13_3_bites() {
    use mistakes::diagonal as wrong;
    stub_fails(STUBS, "13.3", || checks::diagonal(exercises::diagonal));
    caught("½ is missing", || checks::diagonal(wrong::no_half));
    caught("logarithm of the variance", || checks::diagonal(wrong::deviation));
    caught("averaged over", || checks::diagonal(wrong::mean_over_numbers));
    caught("−1 is missing", || checks::diagonal(wrong::no_one));
    caught("opposite sign", || checks::diagonal(wrong::negative));
    caught("by the variance", || checks::diagonal(wrong::slope_by_variance));
}

#[test]
fn solution_13_4() {
    checks::mutual(solutions::mutual);
}

#[test]
#[ignore = "yours: cargo test --test ch13_information exercise_13_4 -- --ignored"]
fn exercise_13_4() {
    checks::mutual(exercises::mutual);
}

#[test]
fn check_13_4_bites() {
    use mistakes::mutual as wrong;
    stub_fails(STUBS, "13.4", || checks::mutual(exercises::mutual));
    caught("counts, not", || checks::mutual(wrong::not_normalised));
    caught("in bits", || checks::mutual(wrong::bits));
    caught("what is left to know", || checks::mutual(wrong::conditional));
    caught("other direction", || checks::mutual(wrong::turned_round));
    caught("entropy of the pair", || checks::mutual(wrong::pair));
    caught("0 ln 0", || checks::mutual(wrong::nan_at_zero));
}

#[test]
fn solution_13_5() {
    checks::slope(solutions::slope);
}

#[test]
#[ignore = "yours: cargo test --test ch13_information exercise_13_5 -- --ignored"]
fn exercise_13_5() {
    checks::slope(exercises::slope);
}

#[test]
fn check_13_5_bites() {
    use mistakes::slope as wrong;
    stub_fails(STUBS, "13.5", || checks::slope(exercises::slope));
    caught("upside down", || checks::slope(wrong::ratio_upside_down));
    caught("ln q is missing", || checks::slope(wrong::no_ln_q));
    caught("in units of s", || checks::slope(wrong::no_width));
    caught("by s, not by ln s", || checks::slope(wrong::by_s));
    caught("−1 is missing", || checks::slope(wrong::no_one));
    caught("a sum over the samples", || checks::slope(wrong::sum));
}
