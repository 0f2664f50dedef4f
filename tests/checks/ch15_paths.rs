//! How the exercises of chapter 15 on ways between codes are graded: 15.1 and 15.2.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use crate::wrong_paths;
use ndarray::{Array1, Array2};

/// The headings of the page that the messages send a reader to.
mod sections {
    pub const PATHS: &str = "Straight on, or round";
    pub const LENGTHS: &str = "As the pictures see it";
}

type Way = fn(&Array1<f64>, &Array1<f64>, f64) -> Array1<f64>;

pub fn spherical(answer: impl Fn(&Array1<f64>, &Array1<f64>, f64) -> Array1<f64>) {
    use wrong_paths::spherical as wrong;
    let exercise = Exercise { number: "15.1", section: sections::PATHS };
    let mut rng = seeded(151);
    for (k, t) in [(3, 0.2), (5, 0.7), (2, 0.35)] {
        let (a, b) = (normal(1, k, &mut rng), normal(1, k, &mut rng));
        let (a, b) = (a.row(0).to_owned(), b.row(0).to_owned() * 1.5);
        // w″ = −θ²w with w(0) = a and w(1) = b
        let cosine = a.dot(&b) / (a.dot(&a) * b.dot(&b)).sqrt();
        let (theta, turned) = (cosine.acos(), &b - &(&a * cosine));
        let right = &a * (t * theta).cos() + turned * ((t * theta).sin() / theta.sin());
        let suspects: [(Way, &str); 7] = [
            (wrong::straight, "that is the straight way"),
            (wrong::along_the_chord, "an even pace on the chord is none of the angle"),
            (
                wrong::lengths_not_divided,
                "a·b is the cosine of no angle until it is divided by both lengths",
            ),
            (wrong::no_division, "the division by sin θ is missing"),
            (wrong::swapped, "at t = 0 it should be at a, and at t = 1 at b"),
            (
                wrong::of_length_one,
                "every code has the length 1: the lengths of a and b are lost",
            ),
            (wrong::degrees, "the sine wants radians"),
        ];
        let suspects = suspects.map(|(wrong, why)| (row(&wrong(&a, &b, t)), why));
        let yours = row(&answer(&a, &b, t));
        exercise.shape(&yours, 1, k, "a code has k numbers");
        let otherwise = "that is not the way with those weights";
        exercise.compare(&yours, &row(&right), 1e-9, &suspects, otherwise);
    }
    let a = Array1::from(vec![3.0, 4.0]);
    let same = answer(&a, &(&a * 2.0), 0.5);
    if !(&same - &(&a * 1.5)).iter().all(|v| v.abs() < 1e-6) {
        let why =
            "two codes in one direction: sin 0 / sin 0 is no number; go straight there";
        exercise.fail(why, &same.to_string(), "[4.5, 6]");
    }
}

pub fn length(answer: impl Fn(&Array2<f64>, &[Array2<f64>]) -> f64) {
    use wrong_paths::length as wrong;
    let exercise = Exercise { number: "15.2", section: sections::LENGTHS };
    let mut rng = seeded(152);
    for (m, k, d) in [(3, 2, 4), (5, 3, 6)] {
        let z = normal(m + 1, k, &mut rng);
        let jacobians: Vec<Array2<f64>> = (0..m).map(|_| normal(d, k, &mut rng)).collect();
        let mut right = 0.0;
        for (i, jacobian) in jacobians.iter().enumerate() {
            let moved = |p: usize| -> f64 {
                (0..k).map(|j| jacobian[(p, j)] * (z[(i + 1, j)] - z[(i, j)])).sum()
            };
            right += (0..d).map(|p| moved(p).powi(2)).sum::<f64>().sqrt();
        }
        type Length = fn(&Array2<f64>, &[Array2<f64>]) -> f64;
        let suspects: [(Length, &str); 8] = [
            (wrong::of_codes, "that is the way's length in code"),
            (wrong::no_root, "the sum of squares: the root of each step is missing"),
            (wrong::one_root, "one root over all steps; each has its own"),
            (
                wrong::whatever_the_direction,
                "‖J‖ times ‖dz‖ is a bound, whatever the direction",
            ),
            (
                wrong::units_apart,
                "only the diagonal of G: two units may move the same pixels",
            ),
            (wrong::from_end_to_end, "how far it ends, not how far it goes"),
            (wrong::mean_step, "a mean over the steps; a length is their sum"),
            (wrong::first_step_left_out, "a step is missing at the beginning"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&z, &jacobians), why));
        let otherwise = "that is not Σ √(dzᵀ JᵀJ dz)";
        exercise.number(answer(&z, &jacobians), right, 1e-9, &suspects, otherwise);
    }
}
