//! Chapter 11: its exercises. `cargo test --test ch11_contractive -- --ignored` grades yours.

#[path = "checks/ch11_contractive.rs"]
mod checks;
mod common;
#[path = "exercises/ch11_contractive.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch11_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch11_contractive.rs"]
mod mistakes;
#[path = "checks/ch11_products.rs"]
mod products;
#[path = "solutions/ch11_contractive.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch11_contractive.rs");
const PAGE: &str = include_str!("../book/src/ch11_contractive.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_11_1() {
    checks::penalty(solutions::penalty);
}

#[test]
#[ignore = "yours: cargo test --test ch11_contractive exercise_11_1 -- --ignored"]
fn exercise_11_1() {
    checks::penalty(exercises::penalty);
}

#[test]
fn check_11_1_bites() {
    use mistakes::penalty as wrong;
    stub_fails(STUBS, "11.1", || checks::penalty(exercises::penalty));
    caught("stands squared", || checks::penalty(wrong::slope_not_squared));
    caught("in place of the slope", || checks::penalty(wrong::codes_for_slopes));
    caught("slope is missing", || checks::penalty(wrong::no_slope));
    caught("a sum over samples", || checks::penalty(wrong::sum_over_samples));
    caught("a mean over units", || checks::penalty(wrong::mean_over_units));
    caught("in place of ‖wⱼ‖²", || checks::penalty(wrong::lengths));
    caught("mean code", || checks::penalty(wrong::mean_code));
    caught("without a root", || checks::penalty(wrong::root));
}

#[test]
fn solution_11_2() {
    checks::slope(solutions::slope);
}

#[test]
#[ignore = "yours: cargo test --test ch11_contractive exercise_11_2 -- --ignored"]
fn exercise_11_2() {
    checks::slope(exercises::slope);
}

#[test]
fn check_11_2_bites() {
    use mistakes::slope as wrong;
    stub_fails(STUBS, "11.2", || checks::slope(exercises::slope));
    caught("moves the codes as well", || checks::slope(wrong::lengths_only));
    caught("stands in ‖wⱼ‖² too", || checks::slope(wrong::codes_only));
    caught("division by n", || checks::slope(wrong::no_n));
    caught("a factor of 2", || checks::slope(wrong::half));
    caught("one more h(1 − h)", || checks::slope(wrong::by_h));
    caught("wrong sign", || checks::slope(wrong::wrong_sign));
    caught("bias was left out", || checks::slope(wrong::no_bias));
}

#[test]
fn solution_11_3() {
    checks::push(solutions::push);
}

#[test]
#[ignore = "yours: cargo test --test ch11_contractive exercise_11_3 -- --ignored"]
fn exercise_11_3() {
    checks::push(exercises::push);
}

#[test]
fn check_11_3_bites() {
    use mistakes::push as wrong;
    stub_fails(STUBS, "11.3", || checks::push(exercises::push));
    caught("does not move with x", || checks::push(wrong::moves_the_bias));
    caught("bends are missing", || checks::push(wrong::no_bends));
    caught("last layer's bend", || checks::push(wrong::last_bend_forgotten));
    caught("it belongs to x", || checks::push(wrong::slope_at_v));
    caught("bent itself", || checks::push(wrong::bends_v));
    caught("not a derivative", || checks::push(wrong::whole_step));
    caught("in place of the slope", || checks::push(wrong::codes_for_slopes));
}

#[test]
fn solution_11_4() {
    products::direction(solutions::direction);
}

#[test]
#[ignore = "yours: cargo test --test ch11_contractive exercise_11_4 -- --ignored"]
fn exercise_11_4() {
    products::direction(exercises::direction);
}

#[test]
fn check_11_4_bites() {
    use mistakes::direction as wrong;
    stub_fails(STUBS, "11.4", || products::direction(exercises::direction));
    caught("one round", || products::direction(wrong::one_step));
    caught("length is not 1", || products::direction(wrong::not_unit));
    caught("direction of the code", || products::direction(wrong::in_the_code));
    caught("that J makes nothing of", || products::direction(wrong::from_the_first));
    caught("best single pixel", || products::direction(wrong::best_pixel));
    caught("second direction", || products::direction(wrong::the_second));
    caught("divided by its length", || products::direction(wrong::never_divides));
}

#[test]
fn solution_11_5() {
    products::estimate(solutions::estimate);
}

#[test]
#[ignore = "yours: cargo test --test ch11_contractive exercise_11_5 -- --ignored"]
fn exercise_11_5() {
    products::estimate(exercises::estimate);
}

#[test]
fn check_11_5_bites() {
    use mistakes::estimate as wrong;
    stub_fails(STUBS, "11.5", || products::estimate(exercises::estimate));
    caught("a sum over the vectors", || products::estimate(wrong::sum));
    caught("divided by k", || products::estimate(wrong::by_units));
    caught("multiplied by k", || products::estimate(wrong::times_units));
    caught("mean of the squares", || products::estimate(wrong::of_the_mean));
    caught("brought to length 1", || products::estimate(wrong::unit_length));
    caught("lengths were averaged", || products::estimate(wrong::root));
}

#[test]
fn solution_11_6() {
    products::expansion(solutions::expansion);
}

#[test]
#[ignore = "yours: cargo test --test ch11_contractive exercise_11_6 -- --ignored"]
fn exercise_11_6() {
    products::expansion(exercises::expansion);
}

#[test]
fn check_11_6_bites() {
    use mistakes::expansion as wrong;
    stub_fails(STUBS, "11.6", || products::expansion(exercises::expansion));
    caught("third derivative", || products::expansion(wrong::no_third));
    caught("second derivative", || products::expansion(wrong::no_second));
    caught("is 3, not 1", || products::expansion(wrong::fourth_moment_of_one));
    caught("‖wⱼ‖⁴", || products::expansion(wrong::square_once));
    caught("a root was taken", || products::expansion(wrong::lengths_for_squares));
    caught("factorials", || products::expansion(wrong::no_factorials));
    caught("counts twice", || products::expansion(wrong::cross_term_once));
}
