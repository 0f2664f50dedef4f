//! What the solutions of chapter 6's exercises say on the page beside their code.

use crate::solutions;
use ndarray::{Array1, Array2, array};

#[test]
fn the_papers_network() {
    let widths = [784, 1000, 500, 250, 30];
    let all = solutions::parameters(&widths);
    assert_eq!(all, 2_833_000 + 4_314);
    assert_eq!(all / 60_000, 47);
    assert_eq!(all / 784, 3_619); // images at one parameter a pixel
    // The decoder alone, at four bytes a parameter, against 784 bytes less 30 floats an image.
    let decoder =
        (all - widths[1..].iter().sum::<usize>() + widths[..4].iter().sum::<usize>()) / 2;
    assert_eq!(decoder, 1_419_034);
    assert_eq!(4 * decoder / (784 - 120), 8_548);
}

#[test]
fn sixty_tents_leave_nothing_of_a_number() {
    let through = |depth: usize| {
        let layers = solutions::zigzag(depth);
        let run = |h: Array1<f64>, (at, (w, b)): (usize, &(Array2<f64>, Array1<f64>))| {
            (h.dot(w) + b).mapv(|a| if at < depth { a.max(0.0) } else { a })
        };
        layers.iter().enumerate().fold(array![0.3], run)[0]
    };
    assert!(through(53) != 0.0 && through(55) == 0.0 && through(60) == 0.0);
    let units: usize = solutions::zigzag(10)[..10].iter().map(|(_, b)| b.len()).sum();
    assert_eq!(units, 20);
}

/// Entropies of n samples end at log₂ n, however fine the cells.
#[test]
fn finer_cells_end_at_the_number_of_the_sample() {
    let z = Array2::from_shape_fn((64, 1), |(i, _)| {
        (0.37 * (i * i) as f64).sin() as autoencoders::Real
    });
    let bits = |step: f64| solutions::cost(&z, &array![step as autoencoders::Real]).0;
    assert!(bits(0.5) < 4.0);
    assert!((bits(1e-5) - 6.0).abs() < 1e-9);
}

#[test]
fn four_and_one() {
    let rates = solutions::rates(&[4.0, 1.0], 1.0);
    assert!((rates[0] - 1.5).abs() < 1e-9 && (rates[1] - 0.5).abs() < 1e-9);
    let shared: f64 = solutions::rates(&[4.0, 1.0], 1.5).iter().sum();
    assert!((shared - 1.415).abs() < 1e-3 && shared < 0.5 * f64::log2(4.0 / 0.5));
    let above = 0.5 * (std::f64::consts::TAU * std::f64::consts::E / 12.0).log2();
    assert!((above - 0.25).abs() < 0.005);
}
