//! A linear VAE against probabilistic PCA: the likelihood, and the axes.

use super::pictures::starts;
use autoencoders::data::optdigits;
use autoencoders::linalg::{eigh, gram_of_columns, orthonormal};
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Samples, Schedule, Training, train};
use autoencoders::pca::Pca;
use autoencoders::vae::gaussian::LinearGaussian;
use autoencoders::vae::linear::LinearVae;
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Numbers in the code.
const K: usize = 5;

/// What one training leaves.
struct Found {
    /// How far the bound is below the likelihood, by step.
    gaps: Curve,
    /// The largest angle of a column of W to an axis, by step.
    angles: Curve,
    bound: f64,
    exact: f64,
    variance: f64,
    /// The largest relative error of a column's length.
    length: f64,
}

/// Five starts on real digits.
pub fn linear_vae(run: &mut Run) -> Outcome {
    run.step("probabilistic PCA");
    let x = optdigits::load()?.x / 16.0;
    let x = &x - &x.mean_axis(Axis(0)).unwrap_or_default();
    let truth = LinearGaussian::fit(&x, K)?;
    let (best, axes) = (mean(truth.log_likelihood(&x)?), Pca::fit(&x, K)?.w);
    run.number("ppca_ll", best, 5);
    run.number("ppca_variance", truth.variance, 7);
    run.count("ppca_code", K);
    rotated(run, &x, &truth)?;
    run.train("a linear VAE");
    let (epochs, few) = (run.size(60, 20_000, 20_000), same_covariance(&x)?);
    let found = run.from_each_start(&[()], starts(run), |(), start| {
        let mut rng = run.rng(&format!("linear VAE {start}"));
        let mut vae = LinearVae::random(x.ncols(), K, 0.1, &mut rng)?;
        let (schedule, batch) = (Schedule::Cosine, few.nrows());
        let training = Training { epochs, batch, schedule, ..Training::default() };
        let (mut gaps, mut angles) = (Curve::new(), Curve::new());
        let adam = &mut Adam { rate: 0.01, ..Adam::default() };
        let samples = Samples::themselves(&few);
        train(&mut vae, adam, samples, None, &training, |record, vae| {
            let epoch = record.epoch;
            if epoch % (epochs / 60) == 0 {
                gaps.push((epoch as f64, best - vae.elbo(&few)?));
                angles.push((epoch as f64, worst_angle(&vae.w, &axes)));
            }
            Ok(())
        })?;
        let (bound, model) = (vae.elbo(&x)?, vae.model()?);
        let (exact, variance) = (mean(model.log_likelihood(&x)?), model.variance);
        let length = worst_length(&vae.w, &truth.w);
        Ok(Found { gaps, angles, bound, exact, variance, length })
    })?;
    let found = &found[0];
    let all = |of: fn(&Found) -> f64| -> Vec<f64> { found.iter().map(of).collect() };
    let exact = |run: &mut Run, key: &str, values: &[f64], digits| {
        run.scattered(key, values, "", digits, 1e-4);
    };
    exact(run, "linear_vae", &all(|f| f.exact), 5);
    exact(run, "linear_vae_bound", &all(|f| f.bound), 5);
    exact(run, "linear_vae_variance", &all(|f| f.variance), 7);
    run.scattered("linear_vae_length_off", &all(|f| f.length), "", 7, 5.0);
    let middle = autoencoders::stats::median(&all(|f| f.exact)).unwrap_or(f64::NAN);
    run.number("linear_vae_ll", middle, 5).starts(found.len()).spread(1e-4);
    run.count("linear_vae_epochs", epochs).spread(0.0);
    run.count("linear_vae_rows", few.nrows()).spread(0.0);
    let last = |curve: &Curve| curve.last().map_or(f64::NAN, |p| p.1);
    let angles: Vec<f64> = found.iter().map(|f| last(&f.angles)).collect();
    run.scattered("linear_vae_angle", &angles, "°", 4, 1.0);
    let of = |curves: fn(&Found) -> &Curve| -> Vec<Curve> {
        found.iter().map(|f| curves(f).clone()).collect()
    };
    let epoch = || Scale::linear("steps", 0.0, epochs as f64);
    let y = Scale::log("below the likelihood of PPCA, nats", 1e-6, 100.0);
    let left =
        bundle(Panel::new("The bound", epoch(), y), &of(|f| &f.gaps), Ink::Autoencoder, "");
    let y = Scale::log("largest angle, degrees", 1e-4, 100.0);
    let right = Panel::new("Columns of W to PCA's axes", epoch(), y);
    let right = bundle(right, &of(|f| &f.angles), Ink::Autoencoder, "");
    run.figure("linear_vae", draw("A linear VAE reaches PPCA", 2, 200.0, &[left, right]));
    Ok(())
}

/// d rows √(dλⱼ) uⱼᵀ with the covariance of X (n, d), which is all of centred data that the bound
/// sees: a step on them is a step on the whole set.
fn same_covariance(x: &Array2<Real>) -> Result<Array2<Real>> {
    let d = x.ncols();
    let (lambda, u) = eigh((gram_of_columns(x.view()) / x.nrows() as Real).view())?;
    let lengths = lambda.mapv(|l| (d as Real * l.max(0.0)).sqrt());
    Ok((u * &lengths).t().as_standard_layout().into_owned())
}

/// W R in place of W: the same p(x), but no diagonal q is its posterior.
fn rotated(run: &mut Run, x: &Array2<Real>, truth: &LinearGaussian) -> Outcome {
    let best = mean(truth.log_likelihood(x)?);
    let (mut lost, mut moved) = (Vec::new(), Vec::new());
    for start in 0..starts(run) {
        let mut rng = run.rng(&format!("rotation {start}"));
        let r = orthonormal(Init::Normal { sd: 1.0 }.matrix(K, K, &mut rng).view())?;
        let w = truth.w.dot(&r);
        let turned = LinearGaussian::new(truth.mean.clone(), w.clone(), truth.variance)?;
        moved.push((mean(turned.log_likelihood(x)?) - best).abs());
        lost.push(best - best_diagonal(&turned)?.elbo(x)?);
    }
    run.over_starts("rotated_lost", &lost, "", 3);
    run.number("rotated_moved", moved.iter().copied().fold(0.0, f64::max), 5);
    Ok(())
}

/// The diagonal q nearest to the posterior: its mean, and sⱼ = σ²/Mⱼⱼ.
fn best_diagonal(model: &LinearGaussian) -> Result<LinearVae> {
    let (_, covariance) = model.posterior(&Array2::zeros((1, model.mean.len())))?;
    let inverse = (covariance / model.variance).mapv(|v| v as Real); // M⁻¹
    let w = model.w.clone();
    let lengths = (&w * &w).sum_axis(Axis(0)).mapv(f64::from);
    let ln_s = lengths.mapv(|l| (model.variance / (l + model.variance)).ln() as Real);
    let ln_variance = Array1::from_elem(1, model.variance.ln() as Real);
    Ok(LinearVae { v: w.dot(&inverse), w, ln_s, ln_variance })
}

/// Of each column of W the angle to the nearest axis, in degrees: the largest.
fn worst_angle(w: &Array2<Real>, axes: &Array2<Real>) -> f64 {
    let unit = |w: &Array1<f64>| w / w.dot(w).sqrt();
    let axes: Vec<Array1<f64>> =
        axes.columns().into_iter().map(|u| unit(&u.mapv(f64::from))).collect();
    let nearest = |w: Array1<f64>| {
        let w = unit(&w);
        // by the sine, as the cosine cannot tell small angles from none
        let sine = |u: &Array1<f64>| {
            let rest = &w - &(u * u.dot(&w));
            rest.dot(&rest).sqrt().min(1.0).asin().to_degrees()
        };
        axes.iter().map(sine).fold(f64::INFINITY, f64::min)
    };
    w.columns().into_iter().map(|w| nearest(w.mapv(f64::from))).fold(0.0, f64::max)
}

/// Of each column of W the length against that of the column of `truth` nearest in direction: the
/// largest relative error.
fn worst_length(w: &Array2<Real>, truth: &Array2<Real>) -> f64 {
    let length =
        |w: ArrayView1<Real>| w.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>().sqrt();
    let along =
        |w: ArrayView1<Real>, u: ArrayView1<Real>| f64::from(w.dot(&u).abs()) / length(u);
    let off = |w: ArrayView1<Real>| {
        let nearest = truth
            .columns()
            .into_iter()
            .max_by(|a, b| along(w, *a).total_cmp(&along(w, *b)));
        nearest.map_or(f64::NAN, |u| (length(w) / length(u) - 1.0).abs())
    };
    w.columns().into_iter().map(off).fold(0.0, f64::max)
}

fn mean(values: Array1<f64>) -> f64 {
    values.mean().unwrap_or(f64::NAN)
}
