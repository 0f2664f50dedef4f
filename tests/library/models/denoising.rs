//! Corruption of the input: the encoder sees noise, the loss does not.

use super::{learns, network, right, shades};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::nonlinear::{NeuralAutoencoder, Output, Tapes};
use autoencoders::{Real, Result, parameters};
use ndarray::{Array2, s};
use rand::RngExt;
use rand_distr::StandardNormal;

#[derive(Clone)]
struct Denoising {
    autoencoder: NeuralAutoencoder,
    sd: Real,
}

parameters!(Denoising { autoencoder });

impl Model for Denoising {
    type Room = (Array2<Real>, Tapes);

    fn room(&self, rows: usize) -> Self::Room {
        let d = self.autoencoder.encoder.inputs();
        (Array2::zeros((rows, d)), self.autoencoder.room(rows))
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.autoencoder.check(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Self::Room) -> Result<Terms> {
        let (mut noisy, mut rng) =
            (room.0.slice_mut(s![..batch.len(), ..]), draw.stream("noise"));
        noisy.assign(&batch.x);
        if draw.learns() {
            noisy.mapv_inplace(|x| {
                x + self.sd * rng.sample::<f64, _>(StandardNormal) as Real
            });
        }
        self.autoencoder.slope(Samples { x: noisy.view(), ..batch }, draw, &mut room.1)
    }

    fn gradients(room: &mut Self::Room) -> Vec<&mut [Real]> {
        room.1.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}, noise {}", self.autoencoder.settings(), self.sd)
    }
}

fn denoising(sd: Real) -> Denoising {
    let (there, back) = (network(&[6, 5], true, 1), network(&[5, 6], false, 2));
    let autoencoder =
        NeuralAutoencoder::new(there, back, Output::Logits).expect("they fit");
    Denoising { autoencoder, sd }
}

#[test]
fn a_denoising_autoencoder() {
    let x = shades(9, 6, 3);
    right(&denoising(0.5), Samples::themselves(&x));
    let noisy = learns(&mut denoising(0.5), Samples::themselves(&x));
    let plain = learns(&mut denoising(0.0), Samples::themselves(&x));
    // It is measured without the noise under which it learns.
    assert!(noisy[0].loss != plain[0].loss);
    let looked_at = |model: Denoising| {
        let mut room = model.room(9);
        model
            .slope(Samples::themselves(&x), Draw::measuring(7, 0), &mut room)
            .expect("it fits")
    };
    assert_eq!(looked_at(denoising(0.5)), looked_at(denoising(0.0)));
}
