//! Chapter 5: its claims, and its exercises. `cargo test --test ch05_nonlinear -- --ignored` grades yours.

#[path = "checks/ch05_nonlinear.rs"]
mod checks;
#[path = "claims/ch05_nonlinear.rs"]
mod claims;
mod common;
#[path = "exercises/ch05_nonlinear.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch05_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch05_nonlinear.rs"]
mod mistakes;
#[path = "solutions/ch05_nonlinear.rs"]
mod solutions;
#[path = "checks/ch05_training.rs"]
mod training;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch05_nonlinear.rs");
const PAGE: &str = include_str!("../book/src/ch05_nonlinear.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_5_1() {
    checks::units(solutions::nats_an_image);
    checks::floor(solutions::floor);
}

#[test]
#[ignore = "yours: cargo test --test ch05_nonlinear exercise_5_1 -- --ignored"]
fn exercise_5_1() {
    checks::units(exercises::nats_an_image);
    checks::floor(exercises::floor);
}

#[test]
fn check_5_1_bites() {
    use mistakes::{floor, units};
    stub_fails(STUBS, "5.1", || checks::units(exercises::nats_an_image));
    caught("fewer nats than bits", || checks::units(units::more_nats_than_bits));
    caught("so many times larger", || checks::units(units::divides));
    caught("has to become a sum", || checks::units(units::keeps_the_mean));
    caught("still bits", || checks::units(units::keeps_the_bits));
    caught("summed already", || checks::units(units::always_sums));
    caught("0 · ln 0", || checks::floor(floor::zero_times_infinity));
    caught("turn out black", || checks::floor(floor::white_only));
    caught("average over them", || checks::floor(floor::sum_over_images));
    caught("sum over them", || checks::floor(floor::mean_over_pixels));
    caught("these are bits", || checks::floor(floor::bits));
    caught("an entropy of its own", || checks::floor(floor::none));
}

#[test]
fn solution_5_2() {
    checks::cross_entropy(solutions::cross_entropy);
}

#[test]
#[ignore = "yours: cargo test --test ch05_nonlinear exercise_5_2 -- --ignored"]
fn exercise_5_2() {
    checks::cross_entropy(exercises::cross_entropy);
}

#[test]
fn check_5_2_bites() {
    use mistakes::cross_entropy as wrong;
    stub_fails(STUBS, "5.2", || checks::cross_entropy(exercises::cross_entropy));
    caught("not a number at a large logit", || checks::cross_entropy(wrong::overflows));
    caught("is clipped", || checks::cross_entropy(wrong::clips));
    caught("averaged over the features", || {
        checks::cross_entropy(wrong::mean_over_features)
    });
    caught("summed over the samples", || checks::cross_entropy(wrong::sum_over_samples));
    caught("of the sum over samples", || checks::cross_entropy(wrong::gradient_of_the_sum));
    caught("the derivative by y", || checks::cross_entropy(wrong::by_the_output));
    caught("in it twice", || checks::cross_entropy(wrong::slope_twice));
    caught("descent climbs", || checks::cross_entropy(wrong::climbs));
    caught("a logit with a share", || checks::cross_entropy(wrong::logits_for_outputs));
    caught("turns out black", || checks::cross_entropy(wrong::white_only));
}

#[test]
fn solution_5_3() {
    checks::backward(&solutions::backward);
}

#[test]
#[ignore = "yours: cargo test --test ch05_nonlinear exercise_5_3 -- --ignored"]
fn exercise_5_3() {
    checks::backward(&exercises::backward);
}

#[test]
fn check_5_3_bites() {
    use mistakes::backward as wrong;
    stub_fails(STUBS, "5.3", || checks::backward(&exercises::backward));
    caught("slope of the bend is missing", || checks::backward(&wrong::no_bend));
    caught("once more", || checks::backward(&wrong::sigmoid_twice));
    caught("slope of tanh", || checks::backward(&wrong::slope_of_tanh));
    caught("has it already", || checks::backward(&wrong::mean_once_more));
    caught("slope of the bend is missing", || {
        checks::backward(&wrong::bias_before_the_bend)
    });
    caught("weights forwards", || checks::backward(&wrong::forwards_again));
    caught("has the shape of W", || checks::backward(&wrong::transposed));
}

#[test]
fn solution_5_4() {
    training::fastest(solutions::fastest);
}

#[test]
#[ignore = "yours: cargo test --test ch05_nonlinear exercise_5_4 -- --ignored"]
fn exercise_5_4() {
    training::fastest(exercises::fastest);
}

#[test]
fn check_5_4_bites() {
    use mistakes::fastest as wrong;
    stub_fails(STUBS, "5.4", || training::fastest(exercises::fastest));
    caught("without momentum", || training::fastest(wrong::plain_descent));
    caught("momentum is its square", || training::fastest(wrong::root_of_beta));
    caught("β stands under a root", || training::fastest(wrong::rate_without_roots));
    caught("a safe rate", || training::fastest(wrong::careful));
    caught("ends are crossed", || training::fastest(wrong::crossed));
    caught("R was not rooted", || training::fastest(wrong::no_root_of_the_ratio));
    caught("more slowly than it must", || training::fastest(wrong::habit));
    caught("the distance grows", || training::fastest(wrong::too_fast));
}

#[test]
fn solution_5_5() {
    training::scale(solutions::scale);
}

#[test]
#[ignore = "yours: cargo test --test ch05_nonlinear exercise_5_5 -- --ignored"]
fn exercise_5_5() {
    training::scale(exercises::scale);
}

#[test]
fn check_5_5_bites() {
    use mistakes::scale as wrong;
    stub_fails(STUBS, "5.5", || training::scale(exercises::scale));
    caught("mean included", || training::scale(wrong::variance));
    caught("standard deviation", || training::scale(wrong::deviation));
    caught("make up for it", || training::scale(wrong::what_is_left));
    caught("2 is for ReLU", || training::scale(wrong::he_for_all));
    caught("the way back", || training::scale(wrong::backwards));
    caught("evenly spread", || training::scale(wrong::even));
    caught("1/√(2π)", || training::scale(wrong::no_density));
}

#[test]
fn solution_5_6() {
    training::index_machine(solutions::index_machine);
}

#[test]
#[ignore = "yours: cargo test --test ch05_nonlinear exercise_5_6 -- --ignored"]
fn exercise_5_6() {
    training::index_machine(exercises::index_machine);
}

#[test]
fn check_5_6_bites() {
    use mistakes::index_machine as wrong;
    stub_fails(STUBS, "5.6", || training::index_machine(exercises::index_machine));
    caught("order of their rows", || training::index_machine(wrong::unsorted));
    caught("the change of slope", || training::index_machine(wrong::slopes));
    caught("the gap between them", || training::index_machine(wrong::one_apart));
    caught("has to be the bias", || training::index_machine(wrong::from_zero));
    caught("one sample too late", || training::index_machine(wrong::late));
    caught("more rectifiers than needed", || {
        training::index_machine(wrong::one_for_each_sample)
    });
}
