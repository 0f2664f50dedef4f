//! Two heads and a sampled code: z = μ + σε, and KL(N(μ, σ²) ‖ N(0, 1)).

use super::{learns, network, right, shades};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::nn::network::{Network, Tape};
use autoencoders::{Real, Result, parameters};
use ndarray::{Array2, Zip};
use rand::RngExt;
use rand_distr::StandardNormal;

#[derive(Clone)]
struct Vae {
    trunk: Network,
    mean: Network,
    log_variance: Network,
    decoder: Network,
}

parameters!(Vae { trunk, mean, log_variance, decoder });

impl Model for Vae {
    const TERMS: &'static [&'static str] = &["reconstruction", "KL"];

    type Room = [Tape; 4];

    fn room(&self, rows: usize) -> [Tape; 4] {
        [&self.trunk, &self.mean, &self.log_variance, &self.decoder]
            .map(|n| Tape::new(n, rows))
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let d = self.trunk.inputs();
        samples.check(d, d, d)?;
        Loss::CrossEntropy.check(samples.target)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut [Tape; 4]) -> Result<Terms> {
        let [trunk, mean, log_variance, decoder] = room;
        self.trunk.forward(batch.x, trunk)?;
        self.mean.forward(trunk.output(), mean)?;
        self.log_variance.forward(trunk.output(), log_variance)?;
        let (mu, s) = (mean.output().to_owned(), log_variance.output().to_owned()); // s = ln σ²
        let mut rng = draw.stream("the sampled code");
        let e = Array2::from_shape_simple_fn(mu.dim(), || {
            rng.sample::<f64, _>(StandardNormal) as Real
        });
        let sd = s.mapv(|s| (s / 2.0).exp());
        let z = &mu + &(&sd * &e);
        self.decoder.forward(z.view(), decoder)?;
        let (y, dy) = decoder.output_and_slope();
        let loss = Loss::CrossEntropy.of_batch(y, batch, dy);
        let n = batch.len() as Real;
        let kl = Zip::from(&mu)
            .and(&s)
            .fold(0.0, |sum, mu, s| sum + (mu * mu + s.exp() - 1.0 - s));
        if draw.learns() {
            self.decoder.backward(z.view(), decoder, true)?;
            let dz = decoder.d_input();
            mean.d_output_mut().assign(&(&dz + &(&mu / n))); // ∂z/∂μ = 1, ∂KL/∂μ = μ
            let ds = &dz * &e * &sd / 2.0 + s.mapv(|s| (s.exp() - 1.0) / (2.0 * n)); // ∂z/∂s = σε/2
            log_variance.d_output_mut().assign(&ds);
            self.mean.backward(trunk.output(), mean, true)?;
            self.log_variance.backward(trunk.output(), log_variance, true)?;
            let both = &mean.d_input() + &log_variance.d_input();
            trunk.d_output_mut().assign(&both);
            self.trunk.backward(batch.x, trunk, false)?;
        }
        Ok(Self::terms([loss, f64::from(kl / (2.0 * n))]))
    }

    fn gradients(room: &mut [Tape; 4]) -> Vec<&mut [Real]> {
        room.iter_mut().flat_map(Tape::gradients_mut).collect()
    }

    fn settings(&self) -> String {
        format!("{}; {}; {}; {}", self.trunk, self.mean, self.log_variance, self.decoder)
    }
}

#[test]
fn a_variational_autoencoder() {
    let x = shades(9, 6, 3);
    let mut model = Vae {
        trunk: network(&[6, 5], true, 1),
        mean: network(&[5, 2], false, 2),
        log_variance: network(&[5, 2], false, 3),
        decoder: network(&[2, 5, 6], false, 4),
    };
    right(&model, Samples::themselves(&x));
    let history = learns(&mut model, Samples::themselves(&x));
    assert!(history.iter().all(|record| record.terms.get("KL") > Some(0.0)), "{history:?}");
}
