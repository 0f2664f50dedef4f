//! The Jacobian penalty of one sigmoid layer: ‖∂h/∂x‖² = Σⱼ (hⱼ(1 − hⱼ))² ‖wⱼ‖².

use super::{learns, network, right, shades};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Parameters, Samples, Terms};
use autoencoders::nonlinear::{NeuralAutoencoder, Output, Tapes};
use autoencoders::{Real, Result, parameters};
use ndarray::{Axis, Ix2};

#[derive(Clone)]
struct Contractive {
    autoencoder: NeuralAutoencoder,
    lambda: Real,
}

parameters!(Contractive { autoencoder });

impl Model for Contractive {
    const TERMS: &'static [&'static str] = &["reconstruction", "contraction"];

    type Room = Tapes;

    fn room(&self, rows: usize) -> Tapes {
        self.autoencoder.room(rows)
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.autoencoder.check(samples)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut Tapes) -> Result<Terms> {
        let (Tapes { encoder, decoder }, own) = (room, &self.autoencoder);
        own.encoder.forward(batch.x, encoder)?;
        own.decoder.forward(encoder.output(), decoder)?;
        let (y, dy) = decoder.output_and_slope();
        let loss = own.output.loss().of_batch(y, batch, dy);
        let h = encoder.output().to_owned();
        let w = own.encoder.layers()[0].parameters()[0].1.to_owned();
        let w = w.into_dimensionality::<Ix2>().expect("W is a matrix");
        let (lengths, s) = ((&w * &w).sum_axis(Axis(0)), h.mapv(|h| h * (1.0 - h)));
        let scale = self.lambda / batch.len() as Real;
        let penalty = scale * (&s * &s * &lengths).sum();
        if draw.learns() {
            own.decoder.backward(encoder.output(), decoder, true)?;
            encoder.d_output_mut().assign(&decoder.d_input());
            // ∂(s²)/∂h = 2s(1 − 2h); ∂‖wⱼ‖²/∂wⱼ = 2wⱼ
            let dh = (&s * &h.mapv(|h| 2.0 * (1.0 - 2.0 * h)) * &lengths) * scale;
            let mut d_output = encoder.d_output_mut();
            d_output += &dh;
            own.encoder.backward(batch.x, encoder, false)?;
            encoder.gradients[0][0] +=
                &((&w * &(&s * &s).sum_axis(Axis(0))) * (2.0 * scale));
        }
        Ok(Self::terms([loss, f64::from(penalty)]))
    }

    fn gradients(room: &mut Tapes) -> Vec<&mut [Real]> {
        room.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}, λ = {}", self.autoencoder.settings(), self.lambda)
    }
}

#[test]
fn a_contractive_autoencoder() {
    let x = shades(9, 6, 3);
    let (there, back) = (network(&[6, 4], true, 1), network(&[4, 6], false, 2));
    let autoencoder =
        NeuralAutoencoder::new(there, back, Output::Logits).expect("they fit");
    let mut model = Contractive { autoencoder, lambda: 0.5 };
    assert_eq!(model.parameters()[0].0, "autoencoder.encoder.0.weight");
    right(&model, Samples::themselves(&x));
    learns(&mut model, Samples::themselves(&x));
}
