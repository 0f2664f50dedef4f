//! How far the contrasts are from the gradient, while a machine learns.

use super::likelihood::{Bench, Way, ends};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::gradient::Gradient;
use autoencoders::rbm::learning::{Contrast, Learning};
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Samples of which one estimate is made.
const SAMPLES: usize = 1000;

/// The cosine between the mean of many estimates and the exact gradient, for CD-1 and CD-10, along CD-1's own path.
pub fn bias(run: &mut Run, bench: &Bench) -> Outcome {
    // All states are gone through for each gradient: ten units are enough to see it.
    let bench = &Bench { hidden: bench.hidden.min(10), ..bench.short() };
    let most = bench.train.nrows().min(4 * SAMPLES);
    let some = bench.train.select(Axis(0), &(0..most).collect::<Vec<_>>());
    let ways =
        [("cd1", "CD-1", 1, Ink::Category(1)), ("cd10", "CD-10", 10, Ink::Category(3))];
    let (how, ink) = (Learning::default(), Ink::Text);
    let path = Way { key: "", name: "", ink, centred: false, means: true, how };
    let found = run.from_each_start(&[path], bench.starts, |path, start| {
        let (mut mine, mut walk) = ([Curve::new(), Curve::new()], run.rng("bias's walks"));
        let mut rng = run.rng(&format!("bias {start}"));
        bench.learn(path, &mut rng, |epoch, rbm| {
            let exact = rbm.exact_gradient(&some)?;
            for ((_, _, steps, _), curve) in ways.iter().zip(&mut mine) {
                curve.push((epoch, cosine(rbm, &some, &exact, *steps, &mut walk)?));
            }
            Ok(())
        })?;
        Ok(mine)
    })?;
    let curves = [0, 1]
        .map(|way| found[0].iter().map(|mine| mine[way].clone()).collect::<Vec<Curve>>());
    let low = curves.iter().flatten().flatten().map(|p| p.1).fold(0.0, f64::min);
    let mut panel = Panel::new(
        "",
        bench.axis(),
        Scale::linear("cosine to the exact gradient", low * 1.1, 1.02),
    );
    for ((key, name, _, ink), curves) in ways.iter().zip(&curves) {
        panel = bundle(panel, curves, *ink, name);
        let of =
            |which: &dyn Fn(&Curve) -> f64| curves.iter().map(which).collect::<Vec<_>>();
        let first = of(&|curve| curve.first().map_or(f64::NAN, |p| p.1));
        let lowest = of(&|curve| curve.iter().map(|p| p.1).fold(f64::MAX, f64::min));
        run.over_starts(&format!("bias_{key}_first"), &first, "", 2);
        run.over_starts(&format!("bias_{key}_lowest"), &lowest, "", 2);
        run.over_starts(&format!("bias_{key}_end"), &ends(curves), "", 2);
    }
    run.count("bias_hidden", bench.hidden);
    run.figure(
        "bias",
        draw(
            "Cosine between contrastive divergence and the gradient, against epochs",
            1,
            230.0,
            &[panel],
        ),
    );
    Ok(())
}

/// The cosine between the gradient and the mean of estimates from the same samples, many times over.
///
/// What is left of the walks' noise in the mean makes it longer and points nowhere. So its length is taken from the inner
/// product of two halves, whose noises have nothing to do with one another.
fn cosine(
    rbm: &Rbm,
    x: &Array2<Real>,
    exact: &Gradient,
    steps: usize,
    rng: &mut impl Rng,
) -> Result<f64> {
    let all: Vec<usize> = (0..x.nrows()).collect();
    let how = Learning { batch: all.len(), steps, ..Learning::default() };
    let mut contrast = Contrast::new(rbm, &how, rng)?;
    let [mut sum, mut other] = [Gradient::zeros(rbm), Gradient::zeros(rbm)];
    for _ in 0..(10 * SAMPLES).div_ceil(all.len()) {
        sum.add(contrast.gradient(rbm, x, &all)?);
        other.add(contrast.gradient(rbm, x, &all)?);
    }
    let between = sum.cosine(&other) * sum.length() * other.length();
    sum.add(&other);
    Ok((sum.cosine(exact) * sum.length() / (2.0 * between.sqrt())).min(1.0))
}
