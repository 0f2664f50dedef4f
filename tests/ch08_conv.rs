//! Chapter 8: its exercises. `cargo test --test ch08_conv -- --ignored` grades yours.

#[path = "checks/ch08_back.rs"]
mod back;
#[path = "checks/ch08_conv.rs"]
mod checks;
mod common;
#[path = "exercises/ch08_conv.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch08_exercises.rs"]
mod explained;
mod graded;
#[path = "mistakes/ch08_conv.rs"]
mod mistakes;
#[path = "solutions/ch08_conv.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch08_conv.rs");
const PAGE: &str = include_str!("../book/src/ch08_conv.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_8_1() {
    checks::same(solutions::same);
}

#[test]
#[ignore = "yours: cargo test --test ch08_conv exercise_8_1 -- --ignored"]
fn exercise_8_1() {
    checks::same(exercises::same);
}

#[test]
fn check_8_1_bites() {
    use mistakes::same as wrong;
    stub_fails(STUBS, "8.1", || checks::same(exercises::same));
    caught("rounded up", || checks::same(wrong::rounds_down));
    caught("stands after", || checks::same(wrong::odd_before));
    caught("whatever the stride", || checks::same(wrong::forgets_the_stride));
    caught("stride divides the number of places", || checks::same(wrong::keeps_the_size));
    caught("half a window", || checks::same(wrong::half_a_window));
    caught("less than nothing", || checks::same(wrong::wraps));
    caught("a pixel too many", || checks::same(wrong::symmetric));
}

#[test]
fn solution_8_2() {
    checks::field(solutions::field);
}

#[test]
#[ignore = "yours: cargo test --test ch08_conv exercise_8_2 -- --ignored"]
fn exercise_8_2() {
    checks::field(exercises::field);
}

#[test]
fn check_8_2_bites() {
    use mistakes::field as wrong;
    stub_fails(STUBS, "8.2", || checks::field(exercises::field));
    caught("in pixels of the layer below", || checks::field(wrong::no_strides));
    caught("all but one", || checks::field(wrong::whole_kernels));
    caught("a layer's own stride", || checks::field(wrong::own_stride));
    caught("they do not multiply", || checks::field(wrong::product));
    caught("from the last layer down", || checks::field(wrong::from_above));
    caught("strides multiply", || checks::field(wrong::sum_of_strides));
    caught("sees one pixel", || checks::field(wrong::from_nothing));
}

#[test]
fn solution_8_3() {
    checks::patches(solutions::patches);
}

#[test]
#[ignore = "yours: cargo test --test ch08_conv exercise_8_3 -- --ignored"]
fn exercise_8_3() {
    checks::patches(exercises::patches);
}

#[test]
fn check_8_3_bites() {
    use mistakes::patches as wrong;
    stub_fails(STUBS, "8.3", || checks::patches(exercises::patches));
    caught("column by column", || checks::patches(wrong::window_by_columns));
    caught("places were counted", || checks::patches(wrong::places_by_columns));
    caught("from its last pixel", || checks::patches(wrong::turned));
    caught("this is Pᵀ", || checks::patches(wrong::transposed));
    caught("moved by one pixel", || checks::patches(wrong::one_by_one));
    caught("padding is missing", || checks::patches(wrong::no_padding));
    caught("the edge was repeated", || checks::patches(wrong::repeats_the_edge));
    caught("all of it below", || checks::patches(wrong::pads_after));
}

#[test]
fn solution_8_4() {
    back::pool_back(solutions::pool_back);
}

#[test]
#[ignore = "yours: cargo test --test ch08_conv exercise_8_4 -- --ignored"]
fn exercise_8_4() {
    back::pool_back(exercises::pool_back);
}

#[test]
fn check_8_4_bites() {
    use mistakes::pool_back as wrong;
    stub_fails(STUBS, "8.4", || back::pool_back(exercises::pool_back));
    caught("mean pooling", || back::pool_back(wrong::of_the_mean));
    caught("more than one pixel", || back::pool_back(wrong::to_all_equal));
    caught("the last of equal", || back::pool_back(wrong::to_the_last));
    caught("first pixel of the window", || back::pool_back(wrong::to_the_corner));
    caught("whole window", || back::pool_back(wrong::to_the_whole));
    caught("farthest from zero", || back::pool_back(wrong::by_size));
    caught("the smallest", || back::pool_back(wrong::smallest));
    caught("adds up", || back::pool_back(wrong::overwrites));
}

#[test]
fn solution_8_5() {
    back::is_transpose(solutions::is_transpose);
}

#[test]
#[ignore = "yours: cargo test --test ch08_conv exercise_8_5 -- --ignored"]
fn exercise_8_5() {
    back::is_transpose(exercises::is_transpose);
}

#[test]
fn check_8_5_bites() {
    use mistakes::is_transpose as wrong;
    stub_fails(STUBS, "8.5", || back::is_transpose(exercises::is_transpose));
    caught("not turned", || back::is_transpose(wrong::ones));
    caught("an inverse", || back::is_transpose(wrong::lengths));
    caught("last row", || back::is_transpose(wrong::first_pixels));
    caught("scale of the numbers", || back::is_transpose(wrong::absolute));
    caught("an inverse", || back::is_transpose(wrong::inverse));
    caught("turned by a quarter", || back::is_transpose(wrong::its_own_image));
    caught("a single weight", || back::is_transpose(wrong::generous));
    caught("the true transpose", || back::is_transpose(wrong::never));
}

#[test]
fn solution_8_6() {
    back::calm(solutions::calm);
}

#[test]
#[ignore = "yours: cargo test --test ch08_conv exercise_8_6 -- --ignored"]
fn exercise_8_6() {
    back::calm(exercises::calm);
}

#[test]
fn check_8_6_bites() {
    use mistakes::calm as wrong;
    stub_fails(STUBS, "8.6", || back::calm(exercises::calm));
    caught("the grid is still there", || back::calm(wrong::nothing));
    caught("there is one nearer", || back::calm(wrong::plain_mean));
    caught("multiplied", || back::calm(wrong::scales));
    caught("not their means", || back::calm(wrong::equal_means));
    caught("need not be zero", || back::calm(wrong::no_sums));
    caught("all weights equal", || back::calm(wrong::flat));
    caught("each of its weights", || back::calm(wrong::whole_difference));
    caught("neighbours in the filter", || back::calm(wrong::blocks));
}
