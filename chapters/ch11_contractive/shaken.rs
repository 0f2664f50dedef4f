//! Small noise at the input: the expansion against the exact expectation.

use super::arms::starts;
use super::pictures::Pictures;
use super::planes::{self, Lesson};
use super::sensitivity::Trained;
use autoencoders::contractive::{blobs, noise};
use autoencoders::ndarray::Array2;
use autoencoders::{Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Standard deviations of the noise.
const SIGMAS: [f64; 8] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0];
/// Images over which the expectations are averaged.
const SOME: usize = 20;

/// The code's mean squared shift as a share of σ²‖J‖², for plain and contractive.
pub fn codes(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let some: Vec<_> = pictures.test.x.rows().into_iter().take(SOME).collect();
    let mut curves: Vec<(&str, Ink, Vec<Curve>)> = Vec::new();
    for (key, name, ink) in
        [("ae", "plain", Ink::Category(1)), ("cae", "contractive", Ink::Autoencoder)]
    {
        let mut own = Vec::new();
        for made in trained.of(key) {
            let share = |&sigma: &f64| -> Result<(f64, f64)> {
                let mut sums = [0.0; 2];
                for &x in &some {
                    let found = noise::of_code(&made.model, x, sigma)?;
                    sums[0] += found.exact;
                    sums[1] += found.second;
                }
                Ok((sigma, sums[0] / sums[1]))
            };
            own.push(SIGMAS.iter().map(share).collect::<Result<Curve>>()?);
        }
        for (i, sigma) in SIGMAS.into_iter().enumerate() {
            let values: Vec<f64> = own.iter().map(|curve: &Curve| curve[i].1).collect();
            run.over_starts(&format!("shaken_{key}_{}", short(sigma)), &values, "", 3);
        }
        curves.push((name, ink, own));
    }
    let x = Scale::log("noise at each pixel (standard deviation)", 0.008, 1.2);
    let y = Scale::linear("mean squared shift, over that of second order", 0.0, 1.2);
    let panel = Panel::new("", x, y).across(1.0, Ink::Faint, "second order");
    let panel = curves
        .iter()
        .fold(panel, |panel, (name, ink, curves)| bundle(panel, curves, *ink, name));
    run.figure("shaken", draw("The code's shift under noise", 1, 200.0, &[panel]));
    Ok(())
}

/// What the expansions leave, of spots through a small network, and how it falls with σ.
pub fn errors(run: &mut Run) -> Outcome {
    let lesson =
        Lesson { hidden: 20, steps: run.size(50, 1500, 1500), ..Lesson::spots(run) };
    let starts: Vec<usize> = (0..starts(run)).collect();
    let found = run.together(&starts, |&start| {
        let set = blobs::blobs(1000, 0.0, &mut run.rng(&format!("shaken {start}")))?;
        let model = lesson.train(run, &set.x, 0.1, start)?;
        let some = blobs::blobs(3, 0.0, &mut run.rng("shaken points"))?.x;
        Ok(SIGMAS
            .iter()
            .map(|&sigma| {
                Ok([sigma].into_iter().chain(left(&model, &some, sigma)?).collect())
            })
            .collect::<Result<Vec<Vec<f64>>>>()?)
    })?;
    let names = ["code", "code_next", "error"];
    for (at, key) in names.into_iter().enumerate() {
        let curves: Vec<Curve> = found
            .iter()
            .map(|rows| rows.iter().map(|row| (row[0], row[at + 1])).collect())
            .collect();
        // from σ = .01 to .05
        let order = |curve: &Curve| (curve[2].1 / curve[0].1).ln() / 5f64.ln();
        let orders: Vec<f64> = curves.iter().map(order).collect();
        run.over_starts(&format!("order_{key}"), &orders, "", 2);
    }
    Ok(())
}

/// |exact − expansion| as a share of the second-order term, summed over samples: the code to
/// σ² and to σ⁴, the reconstruction error to σ².
fn left(
    model: &autoencoders::contractive::ContractiveAutoencoder,
    some: &Array2<Real>,
    sigma: f64,
) -> Result<[f64; 3]> {
    let (mut off, mut whole) = ([0.0; 3], [0.0; 2]);
    for x in some.rows() {
        let code = noise::of_code(model, x, sigma)?;
        let error = noise::of_error(model, x, sigma)?;
        let still = noise::of_error(model, x, 0.0)?.exact;
        off[0] += code.exact - code.second;
        off[1] += code.exact - code.fourth.unwrap_or(f64::NAN);
        off[2] += error.exact - error.second;
        whole[0] += code.second / sigma.powi(2);
        whole[1] += ((error.second - still) / sigma.powi(2)).abs();
    }
    Ok([off[0] / whole[0], off[1] / whole[0], off[2] / whole[1]].map(f64::abs))
}

/// .05 → "005", 1 → "1".
fn short(sigma: f64) -> String {
    planes::short(sigma)
}
