//! What the page of chapter 12 says beside its exercises' solutions, and by hand in the text.

use crate::exercises::Layer;
use crate::solutions;
use ndarray::{Array1, array};

/// Leads of 2, of ½ and of −2: 0, ½ and 3 are missing.
#[test]
fn the_pages_margins() {
    let a = array![[3.0, 1.0, 0.0], [1.0, 0.5, -2.0], [0.0, 1.0, 2.0]];
    assert_eq!(solutions::hinge(&a, &[0, 0, 0]), 3.5 / 3.0);
}

/// x = (2, 1, 0) through two layers and back.
#[test]
fn the_pages_stack() {
    let layers = [
        Layer {
            w: array![[1.0, 1.0], [1.0, -1.0], [0.0, 1.0]],
            c: Array1::zeros(2),
            d: array![[0.5, 0.5, 0.0], [0.5, -0.5, 0.0]],
            b: Array1::zeros(3),
        },
        Layer {
            w: array![[1.0], [-1.0]],
            c: Array1::zeros(1),
            d: array![[2.0, -1.0]],
            b: Array1::zeros(2),
        },
    ];
    let x = array![[2.0, 1.0, 0.0]];
    assert_eq!(solutions::through(&layers[..1], &x), x);
    assert_eq!(solutions::through(&layers, &x), array![[2.0, 2.0, 0.0]]);
}

/// A wide layer above a narrow one brings nothing back.
#[test]
fn the_narrowest_layer_decides() {
    assert_eq!(solutions::linear_stack(&[4.0, 2.0, 1.0], &[1, 3]), 3.0);
    assert_eq!(solutions::linear_stack(&[4.0, 2.0, 1.0], &[3, 1]), 3.0);
    assert_eq!(solutions::linear_stack(&[4.0, 2.0, 1.0], &[5]), 0.0);
}
