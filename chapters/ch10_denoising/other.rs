//! Pictures of another kind: what was learnt about the data, and what about noise.

use super::classic::{Method, SIDES};
use super::nets::Nets;
use super::seen::{Rows, shown};
use super::sets::{NOISES, Sets, mean_psnr};
use autoencoders::ndarray::Axis;
use autoencoders::ndarray::{Array2, concatenate, s};
use autoencoders::{Frame, Real};
use chapters::{Outcome, Run};

/// PSNR of both networks and of the median filter on the test pictures mirrored, and with black
/// and white exchanged; and what comes back where nothing was.
pub fn other(run: &mut Run, sets: &Sets, nets: &Nets) -> Outcome {
    let corruption = NOISES[0].2;
    let x = &sets.some();
    let mirrored = mirrored(sets.frame(), x);
    let inverted = x.mapv(|v| 1.0 - v);
    let black = Array2::zeros(x.dim());
    for (kind, clean) in [("own", x), ("mirrored", &mirrored), ("inverted", &inverted)] {
        let noisy = corruption.fixed(clean, 74)?;
        let mut best = f64::NEG_INFINITY;
        for side in SIDES {
            let y = Method::Median(side).apply(sets.frame(), &noisy)?;
            best = best.max(mean_psnr(clean, &y)?);
        }
        run.measure(&format!("other_{kind}_median"), best, "dB", 2).spread(0.0);
        for net in ["dense", "conv"] {
            let found = run.together(nets.of(&format!("gauss_{net}")), |one| {
                mean_psnr(clean, &one.net.denoise(&noisy)?)
            })?;
            run.over_starts(&format!("other_{kind}_{net}"), &found, "dB", 2);
        }
    }
    // Ink, as a share of what a picture of the set has.
    let noisy = corruption.fixed(&black, 75)?;
    let own = f64::from(x.sum());
    let ink = run.together(nets.of("gauss_dense"), |one| {
        Ok(f64::from(one.net.denoise(&noisy)?.sum()) / own)
    })?;
    run.scattered("other_black_ink", &ink, "", 3, 0.3);
    let few = |a: &Array2<Real>, n: usize| a.slice(s![..n.min(a.nrows()), ..]).to_owned();
    let parts = [few(&mirrored, 4), few(&inverted, 2), few(&black, 2)];
    let views: Vec<_> = parts.iter().map(|part| part.view()).collect();
    let clean = concatenate(Axis(0), &views)?;
    let noisy = corruption.fixed(&clean, 76)?;
    let mut rows = Rows::default();
    rows.row(sets, "x", &shown(&clean));
    rows.row(sets, "x̃", &noisy);
    for (key, name) in [("gauss_dense", "dense"), ("gauss_conv", "convolutional")] {
        if let Some(first) = nets.of(key).first() {
            rows.row(sets, name, &first.net.denoise(&noisy)?);
        }
    }
    let median = Method::Median(3).apply(sets.frame(), &noisy)?;
    rows.row(sets, "median filter", &median);
    run.figure("other", rows.draw("Pictures of another kind, restored"));
    Ok(())
}

/// Left and right exchanged.
fn mirrored(frame: Frame, x: &Array2<Real>) -> Array2<Real> {
    Array2::from_shape_fn(x.dim(), |(i, at)| {
        let (pixel, c) = (at / frame.channels, at % frame.channels);
        let (row, column) = (pixel / frame.width, pixel % frame.width);
        x[[i, frame.at(row, frame.width - 1 - column, c)]]
    })
}
