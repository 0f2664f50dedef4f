//! Penalties on the code: L1, the divergence from a small activity, and all but the k largest
//! set to zero.

use super::{learns, network, right, shades};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::nonlinear::{NeuralAutoencoder, Output, Tapes};
use autoencoders::{Real, Result, parameters};
use ndarray::{Array2, ArrayViewMut2, Axis, Zip};

#[derive(Clone, Debug)]
enum Penalty {
    /// λ Σⱼ |zⱼ|, as the samples' mean.
    L1(Real),
    /// β Σⱼ KL(ρ ‖ ρ̂ⱼ), ρ̂ⱼ the batch's mean activity.
    Divergence(Real, Real),
    /// No penalty: only the k largest units of each sample pass.
    Largest(usize),
}

#[derive(Clone)]
struct Sparse {
    autoencoder: NeuralAutoencoder,
    penalty: Penalty,
}

parameters!(Sparse { autoencoder });

impl Sparse {
    /// The penalty of Z (n, k), and adds its slope to ∂L/∂Z; what does not pass becomes 0.
    fn penalise(&self, z: &mut Array2<Real>, mut dz: ArrayViewMut2<Real>) -> f64 {
        let n = z.nrows() as Real;
        match self.penalty {
            Penalty::L1(lambda) => {
                Zip::from(&mut dz).and(&*z).for_each(|d, z| *d += lambda / n * z.signum());
                f64::from(lambda / n) * z.iter().map(|z| f64::from(z.abs())).sum::<f64>()
            }
            Penalty::Divergence(beta, rho) => {
                let active = z.mean_axis(Axis(0)).expect("a batch has samples");
                dz += &(active.mapv(|a| beta / n * ((1.0 - rho) / (1.0 - a) - rho / a)));
                let kl = |a: Real| {
                    rho * (rho / a).ln() + (1.0 - rho) * ((1.0 - rho) / (1.0 - a)).ln()
                };
                f64::from(beta * active.mapv(kl).sum())
            }
            Penalty::Largest(k) => {
                for (mut z, mut dz) in z.rows_mut().into_iter().zip(dz.rows_mut()) {
                    let mut sizes = z.to_vec();
                    sizes.sort_by(|a, b| b.total_cmp(a));
                    let closed = |z: Real| z < sizes[k - 1];
                    Zip::from(&mut dz).and(&z).for_each(|d, &z| {
                        if closed(z) {
                            *d = 0.0
                        }
                    });
                    z.mapv_inplace(|z| if closed(z) { 0.0 } else { z });
                }
                0.0
            }
        }
    }
}

impl Model for Sparse {
    const TERMS: &'static [&'static str] = &["reconstruction", "sparsity"];

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
        let mut z = encoder.output().to_owned();
        self.penalise(&mut z, Array2::zeros(encoder.output().dim()).view_mut());
        own.decoder.forward(z.view(), decoder)?;
        let (y, dy) = decoder.output_and_slope();
        let loss = own.output.loss().of_batch(y, batch, dy);
        own.decoder.backward(z.view(), decoder, true)?;
        encoder.d_output_mut().assign(&decoder.d_input());
        let mut z = encoder.output().to_owned();
        let penalty = self.penalise(&mut z, encoder.d_output_mut());
        if draw.learns() {
            own.encoder.backward(batch.x, encoder, false)?;
        }
        Ok(Self::terms([loss, penalty]))
    }

    fn gradients(room: &mut Tapes) -> Vec<&mut [Real]> {
        room.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}, {:?}", self.autoencoder.settings(), self.penalty)
    }
}

fn sparse(penalty: Penalty) -> Sparse {
    let (there, back) = (network(&[6, 8], true, 1), network(&[8, 6], false, 2));
    let autoencoder =
        NeuralAutoencoder::new(there, back, Output::Linear).expect("they fit");
    Sparse { autoencoder, penalty }
}

#[test]
fn sparse_autoencoders() {
    let x = shades(9, 6, 3);
    for penalty in [Penalty::L1(0.1), Penalty::Divergence(0.5, 0.2), Penalty::Largest(3)] {
        right(&sparse(penalty.clone()), Samples::themselves(&x));
        let mut model = sparse(penalty);
        let history = learns(&mut model, Samples::themselves(&x));
        let last = history[39];
        let [a, b] =
            ["reconstruction", "sparsity"].map(|name| last.terms.get(name).expect(name));
        assert_eq!((last.loss, last.terms.get("KL")), (a + b, None));
        assert!(last.validation_terms.is_some_and(|terms| terms.get("sparsity").is_some()));
    }
}
