//! Chapter 7: its claims, and its exercises. `cargo test --test ch07_rbm -- --ignored` grades yours.

#[path = "checks/ch07_rbm.rs"]
mod checks;
#[path = "claims/ch07_rbm.rs"]
mod claims;
mod common;
#[path = "claims/ch07_documents.rs"]
mod documents;
#[path = "exercises/ch07_rbm.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch07_exercises.rs"]
mod explained;
mod graded;
#[path = "checks/ch07_learning.rs"]
mod learning;
#[path = "mistakes/ch07_rbm.rs"]
mod mistakes;
#[path = "solutions/ch07_rbm.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch07_rbm.rs");
const PAGE: &str = include_str!("../book/src/ch07_rbm.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_7_1() {
    checks::joint(&solutions::joint);
}

#[test]
#[ignore = "yours: cargo test --test ch07_rbm exercise_7_1 -- --ignored"]
fn exercise_7_1() {
    checks::joint(&exercises::joint);
}

#[test]
fn check_7_1_bites() {
    use mistakes::joint as wrong;
    stub_fails(STUBS, "7.1", || checks::joint(&exercises::joint));
    caught("low energy means likely", || checks::joint(&wrong::energy_upside_down));
    caught("these are p(h | v)", || checks::joint(&wrong::each_row));
    caught("divide by Z", || checks::joint(&wrong::not_divided));
    caught("last binary digit", || checks::joint(&wrong::first_digit_first));
    caught("hidden biases are missing", || checks::joint(&wrong::no_hidden_biases));
    caught("half of each weight", || checks::joint(&wrong::half_the_weights));
    caught("a row for each picture", || checks::joint(&wrong::transposed));
}

#[test]
fn solution_7_2() {
    checks::spins(&solutions::spins);
}

#[test]
#[ignore = "yours: cargo test --test ch07_rbm exercise_7_2 -- --ignored"]
fn exercise_7_2() {
    checks::spins(&exercises::spins);
}

#[test]
fn check_7_2_bites() {
    use mistakes::spins as wrong;
    stub_fails(STUBS, "7.2", || checks::spins(&exercises::spins));
    caught("a spin that is down", || checks::spins(&wrong::of_bits));
    caught("eᵃ overflows", || checks::spins(&wrong::overflows));
    caught("twice the cosine", || checks::spins(&wrong::cosh));
    caught("the best hidden state", || checks::spins(&wrong::best_state));
    caught("sign is turned", || checks::spins(&wrong::sign));
    caught("changes by 2", || checks::spins(&wrong::conditional_of_bits));
    caught("the mean of the spin", || checks::spins(&wrong::mean_spin));
}

#[test]
fn solution_7_3() {
    checks::mean_picture(solutions::mean_picture);
}

#[test]
#[ignore = "yours: cargo test --test ch07_rbm exercise_7_3 -- --ignored"]
fn exercise_7_3() {
    checks::mean_picture(exercises::mean_picture);
}

#[test]
fn check_7_3_bites() {
    use mistakes::mean_picture as wrong;
    stub_fails(STUBS, "7.3", || checks::mean_picture(exercises::mean_picture));
    caught("add logarithms", || checks::mean_picture(wrong::overflows));
    caught("the same weight", || checks::mean_picture(wrong::all_alike));
    caught("allows many pictures", || checks::mean_picture(wrong::by_their_biases));
    caught("hidden biases are missing", || checks::mean_picture(wrong::no_hidden_biases));
    caught("passed to and fro", || checks::mean_picture(wrong::to_and_fro));
    caught("no hidden units in it", || checks::mean_picture(wrong::no_hidden_units));
    caught("likeliest hidden state", || checks::mean_picture(wrong::likeliest));
}

#[test]
fn solution_7_4() {
    learning::cd1(&solutions::cd1);
}

#[test]
#[ignore = "yours: cargo test --test ch07_rbm exercise_7_4 -- --ignored"]
fn exercise_7_4() {
    learning::cd1(&exercises::cd1);
}

#[test]
fn check_7_4_bites() {
    use mistakes::cd1 as wrong;
    stub_fails(STUBS, "7.4", || learning::cd1(&exercises::cd1));
    caught("the way up", || learning::cd1(&wrong::turned));
    caught("average over it", || learning::cd1(&wrong::sum));
    caught("draw h⁽⁰⁾ first", || learning::cd1(&wrong::led_by_means));
    caught("left as probabilities", || learning::cd1(&wrong::grey));
    caught("at both ends", || learning::cd1(&wrong::drawn_at_the_start));
    caught("not asked again", || learning::cd1(&wrong::not_asked_again));
    caught("larger than the probability", || learning::cd1(&wrong::larger));
}

#[test]
fn solution_7_5() {
    learning::within(solutions::within);
}

#[test]
#[ignore = "yours: cargo test --test ch07_rbm exercise_7_5 -- --ignored"]
fn exercise_7_5() {
    learning::within(exercises::within);
}

#[test]
fn check_7_5_bites() {
    use mistakes::within as wrong;
    stub_fails(STUBS, "7.5", || learning::within(exercises::within));
    caught("found itself", || learning::within(wrong::finds_itself));
    caught("exactly so many", || learning::within(wrong::shell));
    caught("the rim of the ball", || learning::within(wrong::no_rim));
    caught("subtracted as numbers", || learning::within(wrong::as_numbers));
    caught("bits that both have", || learning::within(wrong::common_bits));
    caught("are exchanged", || learning::within(wrong::exchanged));
    caught("divides by zero", || learning::within(wrong::divides_by_nothing));
}

#[test]
fn solution_7_6() {
    learning::centred_step(&solutions::centred_step);
}

#[test]
#[ignore = "yours: cargo test --test ch07_rbm exercise_7_6 -- --ignored"]
fn exercise_7_6() {
    learning::centred_step(&exercises::centred_step);
}

#[test]
fn check_7_6_bites() {
    use mistakes::centred_step as wrong;
    stub_fails(STUBS, "7.6", || learning::centred_step(&exercises::centred_step));
    caught("the offsets are not in it", || learning::centred_step(&wrong::plain));
    caught("changes the biases too", || learning::centred_step(&wrong::biases_left));
    caught("turned in the biases", || learning::centred_step(&wrong::wrong_way));
    caught("only the visible units", || learning::centred_step(&wrong::visible_only));
    caught("its own means", || learning::centred_step(&wrong::own_means));
    caught("the way up", || learning::centred_step(&wrong::turned));
}
