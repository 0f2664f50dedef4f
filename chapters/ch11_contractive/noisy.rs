//! Trained on noise in place of a penalty: does it do to the Jacobian what the penalty does?

use super::arms::{ARMS, LAMBDA, learn, starts};
use super::pictures::Pictures;
use super::sensitivity::{Trained, record};
use autoencoders::contractive::ContractiveAutoencoder;
use autoencoders::denoising::{Corruption, DenoisingAutoencoder};
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real, Result};
use chapters::{Outcome, Run};

/// The larger of the two noises.
const LARGE: f64 = 0.5;
/// Images over which the price of noise is averaged.
const PRICED: usize = 500;
/// Draws of noise for its price as it is.
const DRAWS: u64 = 4;

/// The plain arm from its own starts, on its own batches, each picture under noise: as much of
/// it as costs the contractive networks what their penalty does, and more.
pub fn trainings(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let test = &pictures.test.x;
    let x = test.slice(s![..PRICED.min(test.nrows()), ..]).to_owned();
    let prices = run.together(trained.of("cae"), |made| {
        let penalty = made.model.squared_jacobian(&x)?.mean().unwrap_or(Real::NAN);
        Ok((price(&made.model, &x)?, f64::from(LAMBDA * penalty)))
    })?;
    let equal: Vec<f64> =
        prices.iter().map(|(price, penalty)| (penalty / price).sqrt()).collect();
    run.over_starts("noise_equal", &equal, "", 3);
    let equal = (100.0 * median(&equal).unwrap_or(LARGE)).round() / 100.0;
    run.number("noise_equal", equal, 2);
    run.number("noise_large", LARGE, 1).spread(0.0);
    let both: Vec<_> = trained.of("cae").iter().zip(&prices).collect();
    let shares = run.together(&both, |(made, (price, _))| {
        Ok(added(&made.model, &x, equal)? / (price * equal.powi(2)))
    })?;
    run.over_starts("noise_priced", &shares, "", 3);
    let cases = [("dae", equal), ("dae_large", LARGE)];
    let found = run.from_each_start(&cases, starts(run), |&(_, noise), start| {
        let autoencoder = ARMS[0].begin(run, pictures, start)?;
        let corruption = Corruption::Gaussian { sd: noise as Real };
        let mut model = DenoisingAutoencoder { autoencoder, corruption };
        learn(&mut model, |model| &model.autoencoder, run, pictures, start)
    })?;
    for ((key, _), made) in cases.iter().zip(&found) {
        record(run, key, made);
    }
    Ok(())
}

/// What noise adds to the cross-entropy, to second order and over its variance: by slopes,
/// ½Σᵢ pᵢ(1 − pᵢ)‖∂lᵢ/∂x‖² for the logits l, and by curvature, ½(p − x)·Δl.
fn price(model: &ContractiveAutoencoder, x: &Array2<Real>) -> Result<f64> {
    let h = model.encode(x)?;
    let p = model.decode(&h)?;
    let (gram, v) = (model.w.t().dot(&model.w), model.decoder_weights());
    let mut sum = 0.0;
    for ((h, p), x) in h.rows().into_iter().zip(p.rows()).zip(x.rows()) {
        let s = h.mapv(|h| h * (1.0 - h)); // s′
        let around = (&v * &p.mapv(|p| p * (1.0 - p))).dot(&v.t()); // V diag(p(1 − p))Vᵀ
        let column = s.view().insert_axis(Axis(1));
        let slopes = &around * &gram * column * s.view().insert_axis(Axis(0));
        let bends = &s * &h.mapv(|h| 1.0 - 2.0 * h) * gram.diag(); // Δhⱼ = s″‖wⱼ‖²
        let curvature = v.dot(&(&p - &x)).dot(&bends);
        sum += 0.5 * f64::from(slopes.sum() + curvature);
    }
    Ok(sum / x.nrows() as f64)
}

/// What noise adds to the cross-entropy, as it is: the mean over draws and their mirror images.
fn added(model: &ContractiveAutoencoder, x: &Array2<Real>, noise: f64) -> Result<f64> {
    let mut room = model.room(x.nrows());
    let mut loss = |seen: &Array2<Real>| -> Result<f64> {
        let samples = Samples::pairs(seen, x);
        let terms = model.slope(samples, Draw::measuring(0, 0), &mut room)?;
        Ok(terms.get("reconstruction").unwrap_or(f64::NAN))
    };
    let (still, mut sum) = (loss(x)?, 0.0);
    for draw in 0..DRAWS {
        let noisy = Corruption::Gaussian { sd: noise as Real }.fixed(x, draw)?;
        sum += loss(&noisy)? + loss(&(x * 2.0 - &noisy))? - 2.0 * still;
    }
    Ok(sum / (2 * DRAWS) as f64)
}
