//! What a reader can get wrong.

use crate::common::refused;
use autoencoders::Real;
use autoencoders::information::gaussian::{Gaussian, diagonal_divergence};
use autoencoders::information::modes::{Direction, Hill, Hills};
use autoencoders::information::prefix::{PrefixCode, huffman_lengths, shannon_lengths};
use autoencoders::information::{binomial, divergence, entropy, sampled, shared};
use autoencoders::nalgebra::{DMatrix, DVector};
use ndarray::{Array2, array};

#[test]
fn what_is_no_distribution() {
    refused(entropy(&[]), &["no outcome", "sum to 1"]);
    refused(entropy(&[0.5, 0.4]), &["0.9", "sum to 1"]);
    refused(entropy(&[1.5, -0.5]), &["-0.5", "0 or more"]);
    refused(entropy(&[f64::NAN, 1.0]), &["NaN"]);
    refused(divergence(&[0.5, 0.5], &[1.0]), &["2 outcomes", "1"]);
    refused(binomial(10, 1.2), &["1.2", "between 0 and 1"]);
    refused(shared::mutual_information(&array![[0.5, 0.4]]), &["0.9"]);
    refused(shared::posterior(&[0.5, 0.5], &[0.1]), &["2 numbers", "1"]);
    refused(shared::posterior(&[0.5, 0.5], &[0.1, 1.1]), &["1.1"]);
    refused(shared::posterior(&[0.5, 0.5], &[0.0, 0.0]), &["0", "some cause"]);
}

#[test]
fn words_that_do_not_fit() {
    refused(PrefixCode::from_lengths(&[1, 1, 2]), &["1.25", "at most 1"]);
    refused(PrefixCode::from_lengths(&[]), &["1 symbol", "0"]);
    refused(PrefixCode::from_lengths(&[63]), &["63", "62"]);
    let code = PrefixCode::from_lengths(&[1, 2, 2]).expect("they fit");
    refused(code.encode(&[3]), &["below 3", "3"]);
    refused(code.decode(&[true]), &["1 bit", "whole word"]);
    refused(code.mean_length(&[1.0]), &["3 symbols", "1"]);
    refused(huffman_lengths(&[1.0, 0.0]), &["needs no word"]);
    refused(shannon_lengths(&[1.0, 0.0]), &["needs no word"]);
}

#[test]
fn what_is_no_density() {
    let origin = DVector::zeros(2);
    refused(Gaussian::new(origin.clone(), DMatrix::identity(3, 3)), &["2×2", "3×3"]);
    for bad in [
        DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 2.0, 1.0]),
        DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.5, 1.0]),
    ] {
        refused(Gaussian::new(origin.clone(), bad), &["positive definite"]);
    }
    refused(Gaussian::standard(0), &["0×0"]);
    let plane = Gaussian::standard(2).expect("2");
    refused(plane.ln_density(&DVector::from_vec(vec![1.0])), &["2 dimensions", "1"]);
    refused(plane.divergence(&Gaussian::standard(3).expect("3")), &["3 dimensions", "2"]);
    refused(diagonal_divergence(&[0.0], &[]), &["1 number", "0"]);
    let flat = Hill { mean: 0.0, sd: 0.0 };
    refused(Hills::new(&[(1.0, flat)]), &["0", "positive"]);
    let hill = Hill { mean: 0.0, sd: 1.0 };
    refused(Hills::new(&[(0.5, hill)]), &["0.5"]);
    let one = Hills::new(&[(1.0, hill)]).expect("one");
    refused(one.nearest(flat, Direction::Reverse), &["positive"]);
}

#[test]
fn samples_that_are_none() {
    refused(sampled::plain(&[1.0]), &["at least 2", "1"]);
    refused(sampled::weighted(&[0.0], &[]), &["1", "0"]);
    refused(sampled::weighted(&[], &[]), &["at least 1"]);
    refused(sampled::weighted(&[f64::NEG_INFINITY], &[1.0]), &["-inf", "finite"]);
    refused(sampled::histograms(&[], &[1.0], (0.0, 1.0), 3), &["1 sample", "0"]);
    refused(sampled::histograms(&[1.0], &[1.0], (0.0, 1.0), 0), &["1 bin"]);
    refused(sampled::histograms(&[1.0], &[1.0], (1.0, 1.0), 3), &["above its lower end"]);
    refused(sampled::histograms(&[f64::NAN], &[1.0], (0.0, 1.0), 3), &["NaN"]);
    let (a, b) = (array![[0.0 as Real], [1.0]], array![[2.0 as Real]]);
    refused(sampled::neighbours(&b, &a), &["at least 2", "1"]);
    refused(sampled::neighbours(&a, &Array2::zeros((3, 2))), &["1 column", "2"]);
    refused(sampled::neighbours(&a, &a), &["samples 0 and 0"]);
    refused(shared::plug_in(&[]), &["1 pair", "0"]);
    refused(shared::held_out(&[(0, 1)], &[(0, 2)], 2), &["below 2", "2"]);
}
