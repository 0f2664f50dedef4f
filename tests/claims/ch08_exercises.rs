//! What the page of chapter 8 says beside its exercises' solutions, and by hand in the text.

use crate::solutions;
use ndarray::{Array1, Array2, array};

#[test]
fn the_tutorials_code_sees_twenty_two_pixels() {
    let half = [(3, 1), (2, 2)];
    assert_eq!(solutions::field(&half.repeat(3)), (22, 8));
    let deep = |layers: usize| solutions::field(&vec![(3, 1); layers]).0;
    assert_eq!((deep(13), deep(14)), (27, 29));
}

#[test]
fn seven_pixels_and_their_padding() {
    assert_eq!(solutions::same(7, 2, 2), (4, 0, 1));
    assert_eq!(solutions::same(28, 3, 2), (14, 0, 1));
    assert_eq!(solutions::same(28, 3, 1), (28, 1, 1));
}

/// The four patches of the 4 × 4 example, and what Sobel's filter makes of them.
#[test]
fn four_patches() {
    let x = array![
        [4.0, 3.0, 2.0, 1.0],
        [1.0, 4.0, 3.0, 2.0],
        [2.0, 1.0, 4.0, 3.0],
        [1.0, 2.0, 3.0, 4.0]
    ];
    let p = solutions::patches(&x, 3, 1, 0);
    assert_eq!(
        p,
        array![
            [4.0, 3.0, 2.0, 1.0, 4.0, 3.0, 2.0, 1.0, 4.0],
            [3.0, 2.0, 1.0, 4.0, 3.0, 2.0, 1.0, 4.0, 3.0],
            [1.0, 4.0, 3.0, 2.0, 1.0, 4.0, 1.0, 2.0, 3.0],
            [4.0, 3.0, 2.0, 1.0, 4.0, 3.0, 2.0, 3.0, 4.0]
        ]
    );
    let sobel = array![1.0, 0.0, -1.0, 2.0, 0.0, -2.0, 1.0, 0.0, -1.0];
    assert_eq!(p.dot(&sobel), array![-4.0, 4.0, -8.0, -4.0]);
}

/// A filter of ones by stride 2 with equal sums: ¼, ½, ½ and 1, up to a factor.
#[test]
fn ones_without_a_grid() {
    let calm = solutions::calm(&Array2::ones((3, 3)), 2);
    let t = 16.0 / 9.0;
    let expected = Array2::from_shape_fn((3, 3), |(i, j)| {
        let m = (2.0 - (i % 2) as f64) * (2.0 - (j % 2) as f64);
        t / m
    });
    assert!((&calm - &expected).iter().all(|e| e.abs() < 1e-12), "{calm}");
}

/// Nearest doubling and a 3 × 3 filter: a 4 × 4 transposed convolution whose phases agree.
#[test]
fn doubling_and_a_filter_have_equal_phases() {
    let w = array![[1.0, -2.0, 3.0], [0.0, 5.0, 1.0], [2.0, 2.0, -4.0]];
    let mut both = Array2::<f64>::zeros((4, 4));
    for ((i, j), w) in w.indexed_iter() {
        for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            both[[i + a, j + b]] += w;
        }
    }
    assert!((&solutions::calm(&both, 2) - &both).iter().all(|e| e.abs() < 1e-12));
}

/// One entry of a 2 × 3 matrix, wrong by a millionth.
#[test]
fn a_random_pair_tells_a_wrong_entry() {
    let a = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    let forward = |x: &Array1<f64>| a.dot(x);
    let back = |y: &Array1<f64>| a.t().dot(y);
    let wrong = |y: &Array1<f64>| a.t().dot(y) + array![0.0, 1e-6 * y[2]];
    assert!(solutions::is_transpose(&forward, &back, 2, 3));
    assert!(!solutions::is_transpose(&forward, &wrong, 2, 3));
}
