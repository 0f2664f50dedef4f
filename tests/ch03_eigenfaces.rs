//! Chapter 3: its claims, and its exercises. `cargo test --test ch03_eigenfaces -- --ignored` grades yours.

#[path = "checks/ch03_eigenfaces.rs"]
mod checks;
#[path = "claims/ch03_eigenfaces.rs"]
mod claims;
mod common;
#[path = "checks/ch03_distances.rs"]
mod distances;
#[path = "exercises/ch03_eigenfaces.rs"]
#[allow(unused_variables)]
mod exercises;
mod graded;
#[path = "mistakes/ch03_eigenfaces.rs"]
mod mistakes;
#[path = "solutions/ch03_eigenfaces.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch03_eigenfaces.rs");
const PAGE: &str = include_str!("../book/src/ch03_eigenfaces.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_3_1() {
    checks::lift(solutions::lift);
}

#[test]
#[ignore = "yours: cargo test --test ch03_eigenfaces exercise_3_1 -- --ignored"]
fn exercise_3_1() {
    checks::lift(exercises::lift);
}

#[test]
fn check_3_1_bites() {
    use mistakes::lift as wrong;
    stub_fails(STUBS, "3.1", || checks::lift(exercises::lift));
    caught("transpose X", || checks::lift(wrong::wrong_transpose));
    caught("combinations of samples", || checks::lift(wrong::not_lifted));
    caught("one eigenvector a column", || checks::lift(wrong::rows));
}

#[test]
fn solution_3_2() {
    checks::eigenfaces(solutions::eigenfaces);
}

#[test]
#[ignore = "yours: cargo test --test ch03_eigenfaces exercise_3_2 -- --ignored"]
fn exercise_3_2() {
    checks::eigenfaces(exercises::eigenfaces);
}

#[test]
fn check_3_2_bites() {
    use mistakes::eigenfaces as wrong;
    stub_fails(STUBS, "3.2", || checks::eigenfaces(exercises::eigenfaces));
    caught("not centred", || checks::eigenfaces(wrong::uncentred));
    caught("n − 1 directions", || checks::eigenfaces(wrong::keeps_nothing));
    caught("not of length 1", || checks::eigenfaces(wrong::not_unit));
    caught("divide by n − 1", || checks::eigenfaces(wrong::eigenvalues));
    caught("divisor is n", || checks::eigenfaces(wrong::divisor_n));
    caught("largest variance first", || checks::eigenfaces(wrong::smallest_first));
}

#[test]
fn solution_3_3() {
    distances::distances_and_threshold(&solutions::distances_and_threshold);
}

#[test]
#[ignore = "yours: cargo test --test ch03_eigenfaces exercise_3_3 -- --ignored"]
fn exercise_3_3() {
    distances::distances_and_threshold(&exercises::distances_and_threshold);
}

#[test]
fn check_3_3_bites() {
    use mistakes::distances_and_threshold as wrong;
    stub_fails(STUBS, "3.3", || {
        distances::distances_and_threshold(&exercises::distances_and_threshold)
    });
    caught("in face space", || distances::distances_and_threshold(&wrong::in_space));
    caught("not subtracted", || distances::distances_and_threshold(&wrong::uncentred));
    caught("root mean squares", || {
        distances::distances_and_threshold(&wrong::mean_for_sum)
    });
    caught("images to be judged", || {
        distances::distances_and_threshold(&wrong::fit_on_test)
    });
    caught("1 − pass", || distances::distances_and_threshold(&wrong::wrong_tail));
    caught("every held-out face", || {
        distances::distances_and_threshold(&wrong::passes_all)
    });
}

#[test]
fn solution_3_4() {
    checks::merge(solutions::merge);
}

#[test]
#[ignore = "yours: cargo test --test ch03_eigenfaces exercise_3_4 -- --ignored"]
fn exercise_3_4() {
    checks::merge(exercises::merge);
}

#[test]
fn check_3_4_bites() {
    use mistakes::merge as wrong;
    stub_fails(STUBS, "3.4", || checks::merge(exercises::merge));
    caught("weigh each", || checks::merge(wrong::plain_mean));
    caught("nothing else", || checks::merge(wrong::only_added));
    caught("ab/(a + b)", || checks::merge(wrong::unweighted));
    caught("not yet divided", || checks::merge(wrong::covariance));
}

#[test]
fn solution_3_5() {
    checks::sketch(solutions::sketch);
}

#[test]
#[ignore = "yours: cargo test --test ch03_eigenfaces exercise_3_5 -- --ignored"]
fn exercise_3_5() {
    checks::sketch(exercises::sketch);
}

#[test]
fn check_3_5_bites() {
    use mistakes::sketch as wrong;
    stub_fails(STUBS, "3.5", || checks::sketch(exercises::sketch));
    caught("sharpen", || checks::sketch(wrong::no_iterations));
    caught("after every product", || checks::sketch(wrong::orthonormal_once));
    caught("as long as a sample", || checks::sketch(wrong::wrong_side));
    caught("not orthonormal", || checks::sketch(wrong::not_orthonormal));
    caught("small SVD", || checks::sketch(wrong::not_turned));
}

#[test]
fn solution_3_6() {
    distances::recognise(&solutions::recognise);
}

#[test]
#[ignore = "yours: cargo test --test ch03_eigenfaces exercise_3_6 -- --ignored"]
fn exercise_3_6() {
    distances::recognise(&exercises::recognise);
}

#[test]
fn check_3_6_bites() {
    use mistakes::recognise as wrong;
    stub_fails(STUBS, "3.6", || distances::recognise(&exercises::recognise));
    caught("stranger", || distances::recognise(&wrong::never_rejects));
    caught("far from face space", || distances::recognise(&wrong::ignores_face_space));
    caught("first", || distances::recognise(&wrong::stranger_first));
    caught("light outweighs", || distances::recognise(&wrong::raw_distances));
}
