//! Chapter 12: its exercises. `cargo test --test ch12_stacked -- --ignored` grades yours.

#[path = "checks/ch12_stacked.rs"]
mod checks;
mod common;
#[path = "exercises/ch12_stacked.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch12_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch12_stacked.rs"]
mod mistakes;
#[path = "solutions/ch12_stacked.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch12_stacked.rs");
const PAGE: &str = include_str!("../book/src/ch12_stacked.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_12_1() {
    checks::hinge(solutions::hinge);
}

#[test]
#[ignore = "yours: cargo test --test ch12_stacked exercise_12_1 -- --ignored"]
fn exercise_12_1() {
    checks::hinge(exercises::hinge);
}

#[test]
fn check_12_1_bites() {
    use mistakes::hinge as wrong;
    stub_fails(STUBS, "12.1", || checks::hinge(exercises::hinge));
    caught("the 1 is missing", || checks::hinge(wrong::no_margin));
    caught("a sum over samples", || checks::hinge(wrong::sum));
    caught("every rival counts", || checks::hinge(wrong::every_rival));
    caught("among its own rivals", || checks::hinge(wrong::truth_among_rivals));
    caught("not below 0", || checks::hinge(wrong::below_zero));
    caught("squared hinge", || checks::hinge(wrong::squared));
    caught("the weakest rival", || checks::hinge(wrong::weakest));
}

#[test]
fn solution_12_2() {
    checks::hinge_slope(solutions::hinge_slope);
}

#[test]
#[ignore = "yours: cargo test --test ch12_stacked exercise_12_2 -- --ignored"]
fn exercise_12_2() {
    checks::hinge_slope(exercises::hinge_slope);
}

#[test]
fn check_12_2_bites() {
    use mistakes::hinge_slope as wrong;
    stub_fails(STUBS, "12.2", || checks::hinge_slope(exercises::hinge_slope));
    caught("other way round", || checks::hinge_slope(wrong::wrong_sign));
    caught("division by n", || checks::hinge_slope(wrong::no_n));
    caught("rival's output counts", || checks::hinge_slope(wrong::truth_only));
    caught("truth's output counts", || checks::hinge_slope(wrong::rival_only));
    caught("nothing is missing", || checks::hinge_slope(wrong::always));
    caught("lead below 1", || checks::hinge_slope(wrong::only_if_wrong));
    caught("strongest rival's output", || checks::hinge_slope(wrong::every_rival));
}

#[test]
fn solution_12_3() {
    checks::through(solutions::through);
}

#[test]
#[ignore = "yours: cargo test --test ch12_stacked exercise_12_3 -- --ignored"]
fn exercise_12_3() {
    checks::through(exercises::through);
}

#[test]
fn check_12_3_bites() {
    use mistakes::through as wrong;
    stub_fails(STUBS, "12.3", || checks::through(exercises::through));
    caught("no relu on x̃", || checks::through(wrong::relu_at_the_end));
    caught("needs its relu", || checks::through(wrong::no_relu_down));
    caught("on the way up", || checks::through(wrong::no_relu_up));
    caught("biases are missing", || checks::through(wrong::no_bias));
    caught("only the first layer", || checks::through(wrong::first_only));
    caught("top layer comes first", || checks::through(wrong::down_in_order));
}

#[test]
fn solution_12_4() {
    checks::grow(solutions::grow);
}

#[test]
#[ignore = "yours: cargo test --test ch12_stacked exercise_12_4 -- --ignored"]
fn exercise_12_4() {
    checks::grow(exercises::grow);
}

#[test]
fn check_12_4_bites() {
    use mistakes::grow as wrong;
    stub_fails(STUBS, "12.4", || checks::grow(exercises::grow));
    caught("not rectified", || checks::grow(wrong::no_relu));
    caught("biases c were", || checks::grow(wrong::no_bias));
    caught("last layer is missing", || checks::grow(wrong::one_too_few));
    caught("not on the codes below", || checks::grow(wrong::on_the_data));
    caught("count from x upwards", || checks::grow(wrong::order_reversed));
    caught("other numbers than", || checks::grow(wrong::on_centred));
}

#[test]
fn solution_12_5() {
    checks::reported(solutions::reported);
}

#[test]
#[ignore = "yours: cargo test --test ch12_stacked exercise_12_5 -- --ignored"]
fn exercise_12_5() {
    checks::reported(exercises::reported);
}

#[test]
fn check_12_5_bites() {
    use mistakes::reported as wrong;
    stub_fails(STUBS, "12.5", || checks::reported(exercises::reported));
    caught("by the test images", || checks::reported(wrong::by_the_test));
    caught("accuracy on the held-out", || checks::reported(wrong::held_out_itself));
    caught("the first is wanted", || checks::reported(wrong::the_last_of_equals));
    caught("only the last look", || checks::reported(wrong::at_the_end));
    caught("only the first rate", || checks::reported(wrong::first_rate));
    caught("before the first look", || checks::reported(wrong::looks_first));
}

#[test]
fn solution_12_6() {
    checks::linear_stack(solutions::linear_stack);
}

#[test]
#[ignore = "yours: cargo test --test ch12_stacked exercise_12_6 -- --ignored"]
fn exercise_12_6() {
    checks::linear_stack(exercises::linear_stack);
}

#[test]
fn check_12_6_bites() {
    use mistakes::linear_stack as wrong;
    stub_fails(STUBS, "12.6", || checks::linear_stack(exercises::linear_stack));
    caught("cannot bring back", || checks::linear_stack(wrong::last_width));
    caught("layers above drop", || checks::linear_stack(wrong::first_width));
    caught("not dropped again", || checks::linear_stack(wrong::every_layer));
    caught("not the widest", || checks::linear_stack(wrong::widest));
    caught("which is kept", || checks::linear_stack(wrong::kept));
    caught("that is a share", || checks::linear_stack(wrong::share));
}
