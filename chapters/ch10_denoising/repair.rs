//! The Gaussian filter against the median, with and without what clipping does to the mean.

use super::classic::{Method, SIDES, widths};
use super::sets::{NOISES, Sets, mean_psnr};
use autoencoders::Real;
use autoencoders::denoising::Corruption;
use autoencoders::ndarray::Array2;
use chapters::{Outcome, Run};

/// PSNR on test pictures of both filters, as they are and followed by the slope and offset of
/// least squared error, under noise of sd ½ that is clipped and that is not, and under the
/// table's other corruptions.
pub fn repair(run: &mut Run, sets: &Sets) -> Outcome {
    let cases = [
        ("clipped", Corruption::Clipped { sd: 0.5 }),
        ("free", Corruption::Gaussian { sd: 0.5 }),
        (NOISES[1].0, NOISES[1].2),
        (NOISES[2].0, NOISES[2].2),
    ];
    for (kind, corruption) in cases {
        let (valid, test) = (sets.noisy_valid(corruption)?, sets.noisy_test(corruption)?);
        let gaussian: Vec<Method> = widths().map(Method::Gaussian).collect();
        let median: Vec<Method> = SIDES.map(Method::Median).to_vec();
        for (key, methods) in [("gaussian", gaussian), ("median", median)] {
            for repaired in [false, true] {
                let (mut most, mut found) = (f64::NEG_INFINITY, 0.0);
                for method in &methods {
                    let y = method.apply(sets.frame(), &valid)?;
                    let (slope, offset) =
                        if repaired { affine(&y, &sets.valid.x) } else { (1.0, 0.0) };
                    let mend = |y: Array2<Real>| y.mapv(|v| slope * v + offset);
                    let chosen_by = mean_psnr(&sets.valid.x, &mend(y))?;
                    if chosen_by > most {
                        most = chosen_by;
                        let y = mend(method.apply(sets.frame(), &test)?);
                        found = mean_psnr(&sets.test.x, &y)?;
                    }
                }
                let of = if repaired { "_mended" } else { "" };
                run.measure(&format!("filter_{kind}_{key}{of}"), found, "dB", 2)
                    .spread(0.0);
            }
        }
    }
    Ok(())
}

/// Slope and offset of the least squared error: clean ≈ slope · y + offset.
fn affine(y: &Array2<Real>, clean: &Array2<Real>) -> (Real, Real) {
    let n = y.len() as f64;
    let mean = |a: &Array2<Real>| a.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
    let (my, mx) = (mean(y), mean(clean));
    let (mut both, mut own) = (0.0, 0.0);
    for (&y, &x) in y.iter().zip(clean) {
        both += (f64::from(y) - my) * (f64::from(x) - mx);
        own += (f64::from(y) - my).powi(2);
    }
    let slope = if own > 0.0 { both / own } else { 0.0 };
    (slope as Real, (mx - slope * my) as Real)
}
