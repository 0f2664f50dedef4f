//! Chapter 15: its exercises. `cargo test --test ch15_latent -- --ignored` grades yours.

mod common;
#[path = "exercises/ch15_latent.rs"]
#[allow(unused_variables)]
mod exercises;
#[path = "claims/ch15_paths.rs"]
mod explained_paths;
#[path = "claims/ch15_prior.rs"]
mod explained_prior;
#[path = "claims/ch15_units.rs"]
mod explained_units;
mod graded;
#[path = "checks/ch15_paths.rs"]
mod paths;
#[path = "checks/ch15_prior.rs"]
mod prior;
#[path = "solutions/ch15_latent.rs"]
mod solutions;
#[path = "checks/ch15_units.rs"]
mod units;
#[path = "mistakes/ch15_paths.rs"]
mod wrong_paths;
#[path = "mistakes/ch15_prior.rs"]
mod wrong_prior;
#[path = "mistakes/ch15_units.rs"]
mod wrong_units;

use graded::grading::{self, stub_fails};

const STUBS: &str = include_str!("exercises/ch15_latent.rs");
const PAGE: &str = include_str!("../book/src/ch15_latent.md");

/// A planted mistake must hear `fragment`, and be sent to a section that the page has.
fn caught(fragment: &str, check: impl FnOnce()) {
    grading::caught(PAGE, fragment, check);
}

#[test]
fn solution_15_1() {
    paths::spherical(solutions::spherical);
}

#[test]
#[ignore = "yours: cargo test --test ch15_latent exercise_15_1 -- --ignored"]
fn exercise_15_1() {
    paths::spherical(exercises::spherical);
}

#[test]
fn check_15_1_bites() {
    use wrong_paths::spherical as wrong;
    stub_fails(STUBS, "15.1", || paths::spherical(exercises::spherical));
    caught("that is the straight way", || paths::spherical(wrong::straight));
    caught("none of the angle", || paths::spherical(wrong::along_the_chord));
    caught("divided by both lengths", || paths::spherical(wrong::lengths_not_divided));
    caught("division by sin θ", || paths::spherical(wrong::no_division));
    caught("at t = 0", || paths::spherical(wrong::swapped));
    caught("lengths of a and b are lost", || paths::spherical(wrong::of_length_one));
    caught("wants radians", || paths::spherical(wrong::degrees));
    caught("no number; go straight", || paths::spherical(wrong::blind_to_zero));
}

#[test]
fn solution_15_2() {
    paths::length(solutions::length);
}

#[test]
#[ignore = "yours: cargo test --test ch15_latent exercise_15_2 -- --ignored"]
fn exercise_15_2() {
    paths::length(exercises::length);
}

#[test]
fn check_15_2_bites() {
    use wrong_paths::length as wrong;
    stub_fails(STUBS, "15.2", || paths::length(exercises::length));
    caught("length in code", || paths::length(wrong::of_codes));
    caught("root of each step", || paths::length(wrong::no_root));
    caught("one root over all", || paths::length(wrong::one_root));
    caught("whatever the direction", || paths::length(wrong::whatever_the_direction));
    caught("diagonal of G", || paths::length(wrong::units_apart));
    caught("not how far it goes", || paths::length(wrong::from_end_to_end));
    caught("a mean over the steps", || paths::length(wrong::mean_step));
    caught("a step is missing", || paths::length(wrong::first_step_left_out));
}

#[test]
fn solution_15_3() {
    units::direction(solutions::direction);
}

#[test]
#[ignore = "yours: cargo test --test ch15_latent exercise_15_3 -- --ignored"]
fn exercise_15_3() {
    units::direction(exercises::direction);
}

#[test]
fn check_15_3_bites() {
    use wrong_units::direction as wrong;
    stub_fails(STUBS, "15.3", || units::direction(exercises::direction));
    caught("the glasses come along", || units::direction(wrong::raw));
    caught("the sign", || units::direction(wrong::reversed));
    caught("a sum over the two groups", || units::direction(wrong::summed));
    caught("only those without", || units::direction(wrong::bare_faces_only));
    caught("counts more", || units::direction(wrong::by_size));
    caught("need not be", || units::direction(wrong::projected));
    caught("no direction yet", || units::direction(wrong::smiling_only));
    caught("all of the glasses", || units::direction(wrong::less_glasses));
}

#[test]
fn solution_15_4() {
    units::gap(solutions::gap);
}

#[test]
#[ignore = "yours: cargo test --test ch15_latent exercise_15_4 -- --ignored"]
fn exercise_15_4() {
    units::gap(exercises::gap);
}

#[test]
fn check_15_4_bites() {
    use wrong_units::gap as wrong;
    stub_fails(STUBS, "15.4", || units::gap(exercises::gap));
    caught("divided by its entropy", || units::gap(wrong::no_share));
    caught("to be subtracted", || units::gap(wrong::largest_only));
    caught("knows least", || units::gap(wrong::to_the_least));
    caught("of the unit, not", || units::gap(wrong::entropy_of_unit));
    caught("a sum over the factors", || units::gap(wrong::summed));
    caught("bits divided by nats", || units::gap(wrong::bits_by_nats));
    caught("each factor has one", || units::gap(wrong::unit_by_unit));
    caught("are to be found", || units::gap(wrong::in_order));
}

#[test]
fn solution_15_5() {
    prior::left_out(solutions::left_out);
}

#[test]
#[ignore = "yours: cargo test --test ch15_latent exercise_15_5 -- --ignored"]
fn exercise_15_5() {
    prior::left_out(exercises::left_out);
}

#[test]
fn check_15_5_bites() {
    use wrong_prior::left_out as wrong;
    stub_fails(STUBS, "15.5", || prior::left_out(exercises::left_out));
    caught("its own hill", || prior::left_out(wrong::itself));
    caught("not n", || prior::left_out(wrong::by_n));
    caught("are summed", || prior::left_out(wrong::no_weights));
    caught("depends on h", || prior::left_out(wrong::no_constant));
    caught("one direction", || prior::left_out(wrong::one_direction));
    caught("half in the exponent", || prior::left_out(wrong::no_half));
    caught("it is a deviation", || prior::left_out(wrong::not_squared));
    caught("a mean of logarithms", || prior::left_out(wrong::mean_of_logs));
    caught("a sum over the codes", || prior::left_out(wrong::summed));
    caught("0 to a computer", || {
        prior::left_out(|z, h| {
            let (n, k) = z.dim();
            let constant = 0.5 * k as f64 * (std::f64::consts::TAU * h * h).ln();
            let each = (0..n).map(|i| {
                let hills = (0..n).filter(|&j| j != i).map(|j| {
                    let d = &z.row(i) - &z.row(j);
                    (-d.dot(&d) / (2.0 * h * h)).exp()
                });
                (hills.sum::<f64>() / (n - 1) as f64).ln() - constant
            });
            each.sum::<f64>() / n as f64
        });
    });
}

#[test]
fn solution_15_6() {
    prior::tested(solutions::tested);
}

#[test]
#[ignore = "yours: cargo test --test ch15_latent exercise_15_6 -- --ignored"]
fn exercise_15_6() {
    prior::tested(exercises::tested);
}

#[test]
fn check_15_6_bites() {
    use wrong_prior::tested as wrong;
    stub_fails(STUBS, "15.6", || prior::tested(exercises::tested));
    caught("compared with itself", || prior::tested(wrong::diagonal));
    caught("counts twice", || prior::tested(wrong::once_across));
    caught("both 1 are missing", || prior::tested(wrong::no_one));
    caught("reaches MMD² exactly", || prior::tested(wrong::strictly));
    caught("*below*", || prior::tested(wrong::other_side));
    caught("very negative", || prior::tested(wrong::by_size));
    caught("without their columns", || prior::tested(wrong::rows_only));
}
