//! Chapter 1: its claims, and its exercises. `cargo test --test ch01_manifold -- --ignored` grades yours.

#[path = "checks/ch01_manifold.rs"]
mod checks;
#[path = "claims/ch01_manifold.rs"]
mod claims;
mod common;
#[path = "checks/ch01_dimension.rs"]
mod dimension;
#[path = "exercises/ch01_manifold.rs"]
#[allow(unused_variables)]
mod exercises;
mod graded;
#[path = "mistakes/ch01_manifold.rs"]
mod mistakes;
#[path = "solutions/ch01_manifold.rs"]
mod solutions;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch01_manifold.rs");
const PAGE: &str = include_str!("../book/src/ch01_manifold.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_1_1() {
    checks::blends(solutions::blends);
}

#[test]
#[ignore = "yours: cargo test --test ch01_manifold exercise_1_1 -- --ignored"]
fn exercise_1_1() {
    checks::blends(exercises::blends);
}

#[test]
fn check_1_1_bites() {
    use mistakes::blends as wrong;
    stub_fails(STUBS, "1.1", || checks::blends(exercises::blends));
    caught("steps − 1 intervals", || checks::blends(wrong::short_of_the_end));
    caught("from `to` to `from`", || checks::blends(wrong::backwards));
    caught("grows brighter", || checks::blends(wrong::brighter));
    caught("squared distances", || checks::blends(wrong::squared));
    caught("only the two ends", || checks::blends(wrong::only_the_ends));
}

#[test]
fn solution_1_2() {
    checks::pair_distances(solutions::pair_distances);
}

#[test]
#[ignore = "yours: cargo test --test ch01_manifold exercise_1_2 -- --ignored"]
fn exercise_1_2() {
    checks::pair_distances(exercises::pair_distances);
}

#[test]
fn check_1_2_bites() {
    use mistakes::pair_distances as wrong;
    stub_fails(STUBS, "1.2", || checks::pair_distances(exercises::pair_distances));
    caught("from itself", || checks::pair_distances(wrong::with_itself));
    caught("lost in rounding", || checks::pair_distances(wrong::by_products));
    caught("divide it by the mean", || checks::pair_distances(wrong::absolute));
    caught("mean of the squared", || checks::pair_distances(wrong::squares));
    caught("one less", || checks::pair_distances(wrong::divisor));
}

#[test]
fn solution_1_3() {
    checks::ratios(solutions::ratios);
}

#[test]
#[ignore = "yours: cargo test --test ch01_manifold exercise_1_3 -- --ignored"]
fn exercise_1_3() {
    checks::ratios(exercises::ratios);
}

#[test]
fn check_1_3_bites() {
    use mistakes::ratios as wrong;
    stub_fails(STUBS, "1.3", || checks::ratios(exercises::ratios));
    caught("its own neighbour", || checks::ratios(wrong::itself));
    caught("squared distances", || checks::ratios(wrong::squared));
    caught("r₁/r₂", || checks::ratios(wrong::inverse));
    caught("passed over", || checks::ratios(wrong::passes_over));
    caught("the old nearest", || checks::ratios(wrong::forgets_the_old_nearest));
}

#[test]
fn solution_1_4() {
    dimension::dimension(&solutions::dimension);
}

#[test]
#[ignore = "yours: cargo test --test ch01_manifold exercise_1_4 -- --ignored"]
fn exercise_1_4() {
    dimension::dimension(&exercises::dimension);
}

#[test]
fn check_1_4_bites() {
    use mistakes::dimension as wrong;
    stub_fails(STUBS, "1.4", || dimension::dimension(&exercises::dimension));
    caught("base 10", || dimension::dimension(&wrong::base_ten));
    caught("then invert", || dimension::dimension(&wrong::mean_of_dimensions));
    caught("one over the dimension", || dimension::dimension(&wrong::not_inverted));
    caught("1.96", || dimension::dimension(&wrong::one_error));
    caught("too wide", || dimension::dimension(&wrong::spread_of_one));
    caught("low end", || dimension::dimension(&wrong::upside_down));
}

#[test]
fn solution_1_5() {
    checks::local_spectrum(solutions::local_spectrum);
}

#[test]
#[ignore = "yours: cargo test --test ch01_manifold exercise_1_5 -- --ignored"]
fn exercise_1_5() {
    checks::local_spectrum(exercises::local_spectrum);
}

#[test]
fn check_1_5_bites() {
    use mistakes::local_spectrum as wrong;
    stub_fails(STUBS, "1.5", || checks::local_spectrum(exercises::local_spectrum));
    caught("were not centred", || checks::local_spectrum(wrong::uncentred));
    caught("in their midst", || checks::local_spectrum(wrong::about_the_point));
    caught("is among its q", || checks::local_spectrum(wrong::with_itself));
    caught("all samples", || checks::local_spectrum(wrong::of_all));
    caught("singular values", || checks::local_spectrum(wrong::singular_values));
    caught("the sum of the eigenvalues", || {
        checks::local_spectrum(wrong::share_of_the_sum)
    });
}

#[test]
fn solution_1_6() {
    dimension::dimension_under_noise(&solutions::dimension_under_noise);
}

#[test]
#[ignore = "yours: cargo test --test ch01_manifold exercise_1_6 -- --ignored"]
fn exercise_1_6() {
    dimension::dimension_under_noise(&exercises::dimension_under_noise);
}

#[test]
fn check_1_6_bites() {
    use mistakes::dimension_under_noise as wrong;
    stub_fails(STUBS, "1.6", || {
        dimension::dimension_under_noise(&exercises::dimension_under_noise)
    });
    caught("thin the samples out", || {
        dimension::dimension_under_noise(&wrong::not_thinned)
    });
    caught("the finest scale", || {
        dimension::dimension_under_noise(&wrong::noise_of_a_pixel)
    });
    caught("σ√(2d)", || dimension::dimension_under_noise(&wrong::noise_of_one_picture));
    caught("over all parts", || dimension::dimension_under_noise(&wrong::one_part));
    caught("too even", || dimension::dimension_under_noise(&wrong::every_pth));
    caught("a piece of it", || dimension::dimension_under_noise(&wrong::pieces));
}
