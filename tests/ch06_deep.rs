//! Chapter 6: its claims, and its exercises. `cargo test --test ch06_deep -- --ignored` grades yours.

#[path = "checks/ch06_deep.rs"]
mod checks;
#[path = "claims/ch06_deep.rs"]
mod claims;
#[path = "checks/ch06_codes.rs"]
mod codes;
mod common;
#[path = "exercises/ch06_deep.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch06_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch06_deep.rs"]
mod mistakes;
#[path = "solutions/ch06_deep.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch06_deep.rs");
const PAGE: &str = include_str!("../book/src/ch06_deep.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_6_1() {
    checks::parameters(solutions::parameters);
}

#[test]
#[ignore = "yours: cargo test --test ch06_deep exercise_6_1 -- --ignored"]
fn exercise_6_1() {
    checks::parameters(exercises::parameters);
}

#[test]
fn check_6_1_bites() {
    use mistakes::parameters as wrong;
    stub_fails(STUBS, "6.1", || checks::parameters(exercises::parameters));
    caught("biases are missing", || checks::parameters(wrong::no_biases));
    caught("the encoder alone", || checks::parameters(wrong::encoder_alone));
    caught("belong to its own outputs", || checks::parameters(wrong::twice_the_encoder));
    caught("weights of its own", || checks::parameters(wrong::tied));
    caught("a bias too many", || checks::parameters(wrong::every_unit_twice));
    caught("counted twice", || checks::parameters(wrong::code_twice));
}

#[test]
fn solution_6_2() {
    checks::zigzag(solutions::zigzag);
}

#[test]
#[ignore = "yours: cargo test --test ch06_deep exercise_6_2 -- --ignored"]
fn exercise_6_2() {
    checks::zigzag(exercises::zigzag);
}

#[test]
fn check_6_2_bites() {
    use mistakes::zigzag as wrong;
    stub_fails(STUBS, "6.2", || checks::zigzag(exercises::zigzag));
    caught("goes up and stays", || checks::zigzag(wrong::plateau));
    caught("½ high", || checks::zigzag(wrong::half_as_high));
    caught("no fold at all", || checks::zigzag(wrong::always_open));
    caught("one hidden layer for each tent", || checks::zigzag(wrong::one_layer_less));
    caught("one tent is missing", || checks::zigzag(wrong::one_tent_less));
    caught("do not fit together", || checks::zigzag(wrong::transposed));
    caught("more than two units", || checks::zigzag(wrong::three_units));
}

#[test]
fn solution_6_3() {
    checks::same_class(solutions::same_class);
}

#[test]
#[ignore = "yours: cargo test --test ch06_deep exercise_6_3 -- --ignored"]
fn exercise_6_3() {
    checks::same_class(exercises::same_class);
}

#[test]
fn check_6_3_bites() {
    use mistakes::same_class as wrong;
    stub_fails(STUBS, "6.3", || checks::same_class(exercises::same_class));
    caught("its own nearest neighbour", || checks::same_class(wrong::counts_itself));
    caught("one of the places", || checks::same_class(wrong::gives_itself_a_place));
    caught("not their squares", || checks::same_class(wrong::not_squared));
    caught("by the angle", || checks::same_class(wrong::by_angle));
    caught("the farthest", || checks::same_class(wrong::farthest));
    caught("loses its digits", || checks::same_class(wrong::expanded));
    caught("divide by their number", || checks::same_class(wrong::sum));
    caught("the commonest label", || checks::same_class(wrong::majority));
}

#[test]
fn solution_6_4() {
    codes::cost(solutions::cost);
}

#[test]
#[ignore = "yours: cargo test --test ch06_deep exercise_6_4 -- --ignored"]
fn exercise_6_4() {
    codes::cost(exercises::cost);
}

#[test]
fn check_6_4_bites() {
    use mistakes::cost as wrong;
    stub_fails(STUBS, "6.4", || codes::cost(exercises::cost));
    caught("twice as wide", || codes::cost(wrong::truncates));
    caught("rounded down", || codes::cost(wrong::rounds_down));
    caught("lower edge", || codes::cost(wrong::lower_edge));
    caught("these are nats", || codes::cost(wrong::nats));
    caught("averaged over the units", || codes::cost(wrong::mean_over_units));
    caught("counted in one table", || codes::cost(wrong::one_table));
    caught("in units of the step", || codes::cost(wrong::in_steps));
    caught("what these codes really lose", || codes::cost(wrong::by_the_rule));
    caught("summed over the samples", || codes::cost(wrong::sum_over_samples));
}

#[test]
fn solution_6_5() {
    codes::best_code(solutions::best_code);
}

#[test]
#[ignore = "yours: cargo test --test ch06_deep exercise_6_5 -- --ignored"]
fn exercise_6_5() {
    codes::best_code(exercises::best_code);
}

#[test]
fn check_6_5_bites() {
    use mistakes::best_code as wrong;
    stub_fails(STUBS, "6.5", || codes::best_code(exercises::best_code));
    caught("left out of the logits", || codes::best_code(wrong::no_bias));
    caught("nearest to the logits of x", || codes::best_code(wrong::of_the_logits));
    caught("PCA's code", || codes::best_code(wrong::of_pca));
    caught("not at the minimum", || codes::best_code(wrong::too_few_steps));
    caught("sign is turned", || codes::best_code(wrong::turned));
    caught("zero is the start", || codes::best_code(wrong::nothing));
    caught("uphill", || codes::best_code(wrong::climbs));
}

#[test]
fn solution_6_6() {
    codes::rates(solutions::rates);
}

#[test]
#[ignore = "yours: cargo test --test ch06_deep exercise_6_6 -- --ignored"]
fn exercise_6_6() {
    codes::rates(exercises::rates);
}

#[test]
fn check_6_6_bites() {
    use mistakes::rates as wrong;
    stub_fails(STUBS, "6.6", || codes::rates(exercises::rates));
    caught("these are nats", || codes::rates(wrong::nats));
    caught("the ½ is missing", || codes::rates(wrong::no_half));
    caught("a negative number of bits", || codes::rates(wrong::negative));
    caught("divided evenly", || codes::rates(wrong::even));
    caught("not equal bits", || codes::rates(wrong::same_for_all));
    caught("not sorted", || codes::rates(wrong::sorted));
    caught("fewer bits", || codes::rates(wrong::wasteful));
    caught("more than allowed", || codes::rates(wrong::too_little));
}
