//! Chapter 9: its exercises. `cargo test --test ch09_sparse -- --ignored` grades yours.

#[path = "checks/ch09_sparse.rs"]
mod checks;
mod common;
#[path = "exercises/ch09_sparse.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch09_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch09_sparse.rs"]
mod mistakes;
#[path = "solutions/ch09_sparse.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch09_sparse.rs");
const PAGE: &str = include_str!("../book/src/ch09_sparse.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_9_1() {
    checks::cheapest(solutions::cheapest);
}

#[test]
#[ignore = "yours: cargo test --test ch09_sparse exercise_9_1 -- --ignored"]
fn exercise_9_1() {
    checks::cheapest(exercises::cheapest);
}

#[test]
fn check_9_1_bites() {
    use mistakes::cheapest as wrong;
    stub_fails(STUBS, "9.1", || checks::cheapest(exercises::cheapest));
    caught("half of it is right", || checks::cheapest(wrong::whole_lambda));
    caught("a hard threshold", || checks::cheapest(wrong::hard));
    caught("only rectified codes", || checks::cheapest(wrong::positive));
    caught("not what is left", || checks::cheapest(wrong::clamps));
    caught("the sign of c is lost", || checks::cheapest(wrong::loses_the_sign));
    caught("goes past zero", || checks::cheapest(wrong::never_zero));
    caught("takes the same from all", || checks::cheapest(wrong::ridge));
}

#[test]
fn solution_9_2() {
    checks::largest(solutions::largest);
}

#[test]
#[ignore = "yours: cargo test --test ch09_sparse exercise_9_2 -- --ignored"]
fn exercise_9_2() {
    checks::largest(exercises::largest);
}

#[test]
fn check_9_2_bites() {
    use mistakes::largest as wrong;
    stub_fails(STUBS, "9.2", || checks::largest(exercises::largest));
    caught("by value", || checks::largest(wrong::by_size));
    caught("more than k", || checks::largest(wrong::all_equal));
    caught("k-th largest itself", || checks::largest(wrong::strictly));
    caught("the smallest", || checks::largest(wrong::smallest));
    caught("of each column", || checks::largest(wrong::by_columns));
    caught("the units are linear", || checks::largest(wrong::rectified));
    caught("left their places", || checks::largest(wrong::sorted));
}

#[test]
fn solution_9_3() {
    checks::normalised(solutions::normalised);
}

#[test]
#[ignore = "yours: cargo test --test ch09_sparse exercise_9_3 -- --ignored"]
fn exercise_9_3() {
    checks::normalised(exercises::normalised);
}

#[test]
fn check_9_3_bites() {
    use mistakes::normalised as wrong;
    stub_fails(STUBS, "9.3", || checks::normalised(exercises::normalised));
    caught("the lengths they had", || checks::normalised(wrong::nothing));
    caught("only D was changed", || checks::normalised(wrong::decoder_only));
    caught("wants a larger code", || checks::normalised(wrong::divides));
    caught("the bias is part", || checks::normalised(wrong::forgets_the_bias));
    caught("squares of the lengths", || checks::normalised(wrong::squares));
    caught("belong to pixels", || checks::normalised(wrong::columns));
    caught("has no direction", || checks::normalised(wrong::no_guard));
}

#[test]
fn solution_9_4() {
    checks::slope(solutions::slope);
}

#[test]
#[ignore = "yours: cargo test --test ch09_sparse exercise_9_4 -- --ignored"]
fn exercise_9_4() {
    checks::slope(exercises::slope);
}

#[test]
fn check_9_4_bites() {
    use mistakes::slope as wrong;
    stub_fails(STUBS, "9.4", || checks::slope(exercises::slope));
    caught("an n-th of the mean", || checks::slope(wrong::no_share));
    caught("h(1 − h) more", || checks::slope(wrong::by_unit));
    caught("by itself", || checks::slope(wrong::each_alone));
    caught("the sign", || checks::slope(wrong::uphill));
    caught("the other way round", || checks::slope(wrong::other_way_round));
    caught("β is missing", || checks::slope(wrong::no_beta));
    caught("units that are off", || checks::slope(wrong::half_of_it));
}

#[test]
fn solution_9_5() {
    checks::exact(solutions::exact);
}

#[test]
#[ignore = "yours: cargo test --test ch09_sparse exercise_9_5 -- --ignored"]
fn exercise_9_5() {
    checks::exact(exercises::exact);
}

#[test]
fn check_9_5_bites() {
    use mistakes::exact as wrong;
    stub_fails(STUBS, "9.5", || checks::exact(exercises::exact));
    caught("orthonormal features", || checks::exact(wrong::threshold_once));
    caught("half the price", || checks::exact(wrong::half_price));
    caught("twice the price", || checks::exact(wrong::double_price));
    caught("least squares", || checks::exact(wrong::no_price));
    caught("ran away", || checks::exact(wrong::too_far));
    caught("too few steps", || checks::exact(wrong::too_few));
    caught("may be negative", || checks::exact(wrong::positive));
}
