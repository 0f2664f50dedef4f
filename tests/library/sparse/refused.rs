//! What a reader can get wrong, said with the numbers.

use super::{shades, sparse};
use crate::common::{refused, seeded};
use autoencoders::nn::init::Init;
use autoencoders::nonlinear::Output;
use autoencoders::sparse::gabor::fit;
use autoencoders::sparse::patches::{patches, whiten};
use autoencoders::sparse::planted::{planted, recovery};
use autoencoders::sparse::revive::revive;
use autoencoders::sparse::shrink::lasso;
use autoencoders::sparse::{Over, Scarcity, SparseAutoencoder};
use autoencoders::{Autoencoder, Frame, Real};

#[test]
fn settings_out_of_range() {
    let made = |scarcity| {
        let (output, init, rng) = (Output::Linear, Init::Glorot, &mut seeded(1));
        SparseAutoencoder::random((6, 8), scarcity, false, output, init, rng)
    };
    let divergence = |beta, rho, over| made(Scarcity::Divergence { beta, rho, over });
    refused(made(Scarcity::L1 { lambda: -0.5 }), &["-0.5", "0 or more"]);
    refused(made(Scarcity::L1 { lambda: Real::NAN }), &["NaN", "finite"]);
    refused(divergence(-1.0, 0.2, Over::Batch), &["-1", "0 or more"]);
    refused(divergence(1.0, 0.0, Over::Batch), &["ρ is 0", "between 0 and 1"]);
    let running = Over::Running { keep: 1.0 };
    refused(divergence(1.0, 0.2, running), &["γ is 1", "between 0 and 1"]);
    refused(made(Scarcity::Largest { k: 0 }), &["from 1 to all of 8 units", "got 0"]);
    refused(made(Scarcity::Largest { k: 9 }), &["from 1 to all of 8 units", "got 9"]);
    let mut model = sparse(Scarcity::Nothing, false, Output::Linear);
    refused(model.set_k(3), &["the k largest", "Nothing"]);
    let mut model = sparse(Scarcity::Largest { k: 2 }, false, Output::Linear);
    refused(model.set_k(12), &["8 units", "got 12"]);
}

#[test]
fn samples_that_do_not_fit() {
    let mut model = sparse(Scarcity::L1 { lambda: 0.1 }, true, Output::Logits);
    refused(model.loss(&shades(3, 5, 1)), &["6", "5"]);
    refused(model.loss(&(shades(3, 6, 1) * 3.0)), &["between 0 and 1"]);
    refused(model.encode(&shades(3, 7, 1)), &["6", "7"]);
    assert!(revive(&mut model, &shades(3, 5, 1), &mut seeded(1)).is_err());
    refused(lasso(&shades(2, 3, 1), &shades(2, 4, 1), 0.1), &["4 columns", "3"]);
    refused(recovery(&shades(2, 3, 1), &shades(2, 4, 1)), &["the features", "3", "4"]);
}

#[test]
fn pictures_and_features_that_are_none() {
    refused(fit(&[1.0; 9]), &["variance of a feature", "positive"]);
    refused(fit(&[1.0; 7]), &["a square", "7 numbers"]);
    refused(fit(&[Real::NAN; 16]), &["finite"]);
    let (x, frame) = (shades(2, 12, 1), Frame::grey(3, 4));
    refused(whiten(&x, Frame::grey(3, 3)), &["9 numbers", "2 of 12"]);
    let mut grey = x.clone();
    grey.row_mut(1).fill(0.5);
    refused(whiten(&grey, frame), &["1 in row 1", "leave that picture out"]);
    // However its numbers lie in memory.
    let lying = x.t().as_standard_layout().reversed_axes().to_owned();
    assert!(whiten(&lying, frame).is_ok());
    refused(patches(&x, frame, 4, 5, &mut seeded(1)), &["1 to 3 pixels", "got 4"]);
    refused(patches(&x, frame, 0, 5, &mut seeded(1)), &["1 to 3 pixels", "got 0"]);
    refused(planted(5, (3, 4), 5, 0.1, &mut seeded(1)), &["1 to 4", "got 5 in 3"]);
}
