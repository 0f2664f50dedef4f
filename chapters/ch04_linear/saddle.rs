//! A saddle, visited and left.

use super::runs::{Curve, first_below, losses, reached};
use super::sets::Set;
use autoencoders::Real;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::silent;
use autoencoders::ndarray::{Array1, Array2, Axis, array, concatenate};
use autoencoders::nn::optim::Sgd;
use chapters::{Outcome, Run};
use rand_chacha::ChaCha8Rng;

/// Starts beside the saddle that spans components 1, 2, 3 and 5: the smaller the disturbance, the later they leave.
pub fn saddle(run: &mut Run, set: &Set) -> Outcome {
    let k = set.k();
    let rate = 0.5 * set.rate_limit();
    // The last component of the best subspace is exchanged for the first that it leaves out.
    let middle = set.dropped(k) + (set.lambda[k - 1] - set.lambda[k]) / 2.0;
    // The logarithm of the factor by which a disturbance grows in a step; and a third more steps than one of 10⁻⁷ needs to
    // grow to 1.
    let growth = (1.0 + rate * escape(set, k)).ln();
    let steps = (1e7_f64.ln() / growth / 37.5).round().clamp(4.0, 100.0) as usize * 50;
    let mut half = |size: f64| -> Outcome<Vec<f64>> {
        let curves = starts(run, set, size, (rate, steps))?;
        run.count("saddle_seeds", curves.len());
        Ok(half_way(&curves, middle))
    };
    let (soon, late) = (half(1e-2)?, half(1e-4)?);
    let apart: Vec<f64> = late.iter().zip(&soon).map(|(late, soon)| late - soon).collect();
    reached(run, "saddle_apart", &apart, "", 0);
    run.number("saddle_apart_law", 100f64.ln() / growth, 0).spread(0.0);
    undisturbed(run, set, rate)?;
    exact(run)
}

/// Losses from the saddle, with every entry of U and V disturbed by N(0, size²).
fn starts(
    run: &Run,
    set: &Set,
    size: f64,
    (rate, steps): (f64, usize),
) -> Outcome<Vec<Curve>> {
    let k = set.k();
    let spanned: Vec<usize> = (0..k - 1).chain([k]).collect();
    // The same noise in every size: then the curves differ by their size alone.
    let mut rng = run.rng("saddle");
    let mut curves = Vec::new();
    for _ in 0..set.seeds(run, 2, 7, 21) {
        let mut model = LinearAutoencoder::spanning(&set.pca, &spanned)?;
        let noise = LinearAutoencoder::random(&set.pca.mean, k, size, &mut rng)?;
        model.u += &noise.u;
        model.v += &noise.v;
        let how = Descent { steps, every: 1, ..Descent::default() };
        let mut optimiser = Sgd { rate, ..Sgd::default() };
        curves.push(losses(&set.batch.descend(
            &mut model,
            &how,
            &mut optimiser,
            silent,
        )?));
    }
    Ok(curves)
}

/// From saddles exactly: one of the first k components exchanged for the next, or the last for the next but one. The steps
/// until half of what is lost by it has come back.
fn undisturbed(run: &mut Run, set: &Set, rate: f64) -> Outcome {
    let k = set.k();
    let spanned = |out: usize, for_it: usize| {
        (0..k).filter(|&j| j != out).chain([for_it]).collect::<Vec<_>>()
    };
    let mut saddles: Vec<_> = (0..k).map(|j| spanned(j, k)).collect();
    saddles.push(spanned(k - 1, k + 1));
    let how = Descent { steps: 3000, every: 1, ..Descent::default() };
    let mut left = Vec::new();
    for held in &saddles {
        let mut model = LinearAutoencoder::spanning(&set.pca, held)?;
        let middle = (set.batch.loss(&model, 0.0)? + set.dropped(k)) / 2.0;
        let mut sgd = Sgd { rate, ..Sgd::default() };
        let history = set.batch.descend(&mut model, &how, &mut sgd, silent)?;
        left.push(first_below(&losses(&history), middle).unwrap_or(f64::INFINITY));
    }
    reached(run, "saddle_left", &left, "", 0);
    Ok(())
}

/// The controls: a saddle without symmetry whose every number is exact in binary, undisturbed and disturbed.
///
/// With v = (3, 1, 1, 1, 2) and ‖v‖² = 16 the columns of Q = I − vvᵀ/8 are orthonormal and exact. The samples are ±4, 3, 2, 1
/// and 1 times these columns; the two units hold the first and the third, and miss the second.
fn exact(run: &mut Run) -> Outcome {
    let v: Array2<Real> = array![[3.0, 1.0, 1.0, 1.0, 2.0]];
    let q = Array2::eye(5) - v.t().dot(&v) / 8.0;
    let half: Array2<Real> = &q.t() * &array![[4.0], [3.0], [2.0], [1.0], [1.0]];
    // Ten samples and six zeros: a divisor that is a power of two.
    let x = concatenate![Axis(0), half, half.mapv(|e| -e), Array2::zeros((6, 5))];
    let zero = Array1::zeros(5);
    let batch = FullBatch::about(&zero, &x)?;
    let start = held(&zero, &q, &[0, 2])?;
    let steps = run.size(2000, 20_000, 20_000);
    let high = batch.loss(&start, 0.0)?;
    let middle = (high + batch.loss(&held(&zero, &q, &[0, 1])?, 0.0)?) / 2.0;
    // The limit 1/(2c₁) is 1/4 here.
    let (slow, fast) = (1.0 / 64.0, 15.0 / 64.0);
    let walk = |size: Option<f64>, rate: f64, rng: &mut ChaCha8Rng| -> Outcome<_> {
        let mut model = start.clone();
        if let Some(size) = size {
            let noise = LinearAutoencoder::random(&zero, 2, size, rng)?;
            model.u += &noise.u;
            model.v += &noise.v;
        }
        let mut sgd = Sgd { rate, ..Sgd::default() };
        let how = Descent { steps, every: 1, ..Descent::default() };
        let history = batch.descend(&mut model, &how, &mut sgd, silent)?;
        Ok((first_below(&losses(&history), middle), model))
    };
    let mut rng = run.rng("exact");
    let (_, end) = walk(None, slow, &mut rng)?;
    run.number("saddle_exact_moved", apart(&end, &start), 9).spread(0.0);
    run.count("saddle_exact_steps", steps);
    let (mut left, mut swallowed, mut freed) = (Vec::new(), 0, 0);
    let (mut last, mut slope) = (0.0_f64, f64::INFINITY);
    let starts = run.size(5, 20, 20);
    for _ in 0..starts {
        left.push(walk(Some(1e-4), slow, &mut rng)?.0.unwrap_or(f64::INFINITY));
        // The same disturbance, with steps fifteen times as long.
        freed += usize::from(walk(Some(1e-7), fast, &mut rng.clone())?.0.is_some());
        let (step, end) = walk(Some(1e-7), slow, &mut rng)?;
        swallowed += usize::from(step.is_none());
        // Down there is a slope still, and a step along it that changes no weight.
        let gradient = batch.gradient(&end, 0.0)?;
        slope = slope.min(largest(&gradient.u).max(largest(&gradient.v)));
        let mut next = end.clone();
        let how = Descent { steps: 1, ..Descent::default() };
        let mut sgd = Sgd { rate: slow, ..Sgd::default() };
        batch.descend(&mut next, &how, &mut sgd, silent)?;
        last = last.max(apart(&next, &end));
    }
    reached(run, "saddle_exact_left", &left, "", 0);
    run.count("saddle_swallowed_seeds", starts);
    run.count("saddle_swallowed", swallowed).starts(starts).spread(0.0);
    run.count("saddle_swallowed_freed", freed).starts(starts).spread(0.0);
    run.number("saddle_swallowed_moved", last, 9).starts(starts).spread(0.0);
    run.number("saddle_swallowed_slope", slope, 9).starts(starts);
    Ok(())
}

/// The units hold these columns of Q.
fn held(
    mean: &Array1<Real>,
    q: &Array2<Real>,
    which: &[usize],
) -> Outcome<LinearAutoencoder> {
    let u = q.select(Axis(1), which);
    let v = u.t().as_standard_layout().into_owned();
    Ok(LinearAutoencoder::new(mean.clone(), u, v)?)
}

/// The largest difference between weights of the same place.
fn apart(a: &LinearAutoencoder, b: &LinearAutoencoder) -> f64 {
    largest(&(&a.u - &b.u)).max(largest(&(&a.v - &b.v)))
}

fn largest(m: &Array2<Real>) -> f64 {
    m.iter().fold(0.0, |most, &e| most.max(f64::from(e).abs()))
}

/// The step at which each curve is below `middle`; infinite where it does not get there.
fn half_way(curves: &[Curve], middle: f64) -> Vec<f64> {
    curves.iter().map(|curve| first_below(curve, middle).unwrap_or(f64::INFINITY)).collect()
}

/// The size of the negative curvature at the saddle.
///
/// With a in the decoder and b in the encoder turned from the component that is spanned (eigenvalue c) towards the one left
/// out (C), the loss changes by c a² + C b² − 2C ab.
fn escape(set: &Set, k: usize) -> f64 {
    let (large, small) = (set.lambda[k - 1], set.lambda[k]);
    let (sum, product) = (large + small, large * small - large * large);
    (sum * sum - 4.0 * product).sqrt() - sum
}
