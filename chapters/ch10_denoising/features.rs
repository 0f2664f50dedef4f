//! What the first layer looks for: of a plain autoencoder, and of denoising ones.

use super::nets::{Net, Nets, Trained};
use super::sets::{NOISES, Sets, mean_psnr};
use autoencoders::denoising::Corruption;
use autoencoders::ndarray::{Array2, ArrayView1, Axis};
use autoencoders::nn::model::Parameters;
use autoencoders::sparse::measures::Activity;
use autoencoders::stats::{correlation, median};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

const SHOWN: usize = 10;
const ARMS: [(&str, &str, Corruption); 3] = [
    ("plain", "no noise", Corruption::Gaussian { sd: 0.0 }),
    ("gauss", "Gaussian", NOISES[0].2),
    ("mask", "half masked", NOISES[1].2),
];

/// How smooth the weights are, and what the plain autoencoder does to noise.
pub fn features(run: &mut Run, sets: &Sets, nets: &Nets) -> Outcome {
    let noisy = sets.noisy_some(NOISES[0].2)?;
    let clean = &sets.some();
    let varies: Vec<bool> =
        sets.train.x.std_axis(Axis(0), 0.0).iter().map(|&sd| sd > 0.1).collect();
    let mut tiles = Vec::new();
    for (key, _, own) in ARMS {
        let trained = nets.of(&format!("{key}_dense"));
        let seen = sets.noisy_some(own)?;
        // Units that are ever on are alive.
        let alive = run.together(trained, |Trained { net, .. }| live(net, &seen))?;
        let dead: Vec<f64> =
            alive.iter().map(|alive| 100.0 - 100.0 * share(alive)).collect();
        run.scattered(&format!("features_{key}_dead"), &dead, "%", 0, 0.2);
        let pairs: Vec<_> = trained.iter().zip(&alive).collect();
        let both = run.together(&pairs, |(one, alive)| {
            let w = weights(&one.net);
            let each = w.columns().into_iter().map(|w| neighbours(sets, &varies, w));
            let each: Vec<_> = each.zip(alive.iter().copied()).collect();
            let of = |counts: fn(bool) -> bool| {
                let counted = each.iter().filter(|(_, alive)| counts(*alive));
                let found: Vec<f64> = counted.filter_map(|(found, _)| *found).collect();
                median(&found).unwrap_or(f64::NAN)
            };
            Ok((of(|alive| alive), of(|_| true)))
        })?;
        let (living, all): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
        run.over_starts(&format!("features_{key}_live"), &living, "", 2);
        run.over_starts(&format!("features_{key}_smooth"), &all, "", 2);
        let pairs = run.together(trained, |Trained { net, .. }| {
            let from = |x| mean_psnr(clean, &net.denoise(x)?);
            Ok((from(clean)?, from(&noisy)?))
        })?;
        let (of_clean, of_noisy): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        run.over_starts(&format!("copy_{key}_clean"), &of_clean, "dB", 2);
        run.over_starts(&format!("copy_{key}_noisy"), &of_noisy, "dB", 2);
        if let (Some(first), Some(alive)) = (trained.first(), alive.first()) {
            let w = weights(&first.net);
            let alive: Vec<usize> = (0..alive.len()).filter(|&unit| alive[unit]).collect();
            // Every so many of those alive, so that none is chosen.
            for at in (0..SHOWN).filter(|_| !alive.is_empty()) {
                let unit = w.column(alive[at * alive.len() / SHOWN]);
                let most = unit.iter().fold(0.0, |m: f64, &v| m.max(f64::from(v.abs())));
                tiles.push(Tile::signed(&sets.train, unit, most.max(f64::MIN_POSITIVE)));
            }
        }
    }
    let slow = run.together(nets.of("slow_dense"), |Trained { net, .. }| {
        Ok(100.0 - 100.0 * share(&live(net, &noisy)?))
    })?;
    run.scattered("features_slow_dead", &slow, "%", 0, 0.5);
    let row_labels = ARMS.iter().map(|arm| arm.1.to_string()).collect();
    let title = "Weights of ten units of the first layer, by the noise of training".into();
    let figure = Grid { title, columns: SHOWN, tiles, row_labels, ..Grid::default() };
    run.figure("features", grid(&figure));
    Ok(())
}

/// Which units of the code are on for one of these pictures at least.
fn live(net: &Net, seen: &Array2<Real>) -> Outcome<Vec<bool>> {
    let Net::Dense(net) = net else { return Ok(Vec::new()) };
    let z = net.encode(seen)?;
    let mut activity = Activity::new(z.ncols());
    activity.add(&z, 0.0);
    Ok(activity.on.iter().map(|&on| on > 0).collect())
}

/// The share of those that are.
fn share(alive: &[bool]) -> f64 {
    alive.iter().filter(|&&alive| alive).count() as f64 / alive.len().max(1) as f64
}

/// W (d, h) of a dense network's first layer.
fn weights(net: &Net) -> Array2<Real> {
    let Net::Dense(net) = net else { return Array2::zeros((0, 0)) };
    let first = net.encoder.parameters().into_iter().next();
    let w = first.and_then(|(_, w)| w.to_owned().into_dimensionality().ok());
    w.unwrap_or_else(|| Array2::zeros((0, 0)))
}

/// The correlation of a unit's weights at pixels that are neighbours and both vary.
fn neighbours(sets: &Sets, varies: &[bool], w: ArrayView1<Real>) -> Option<f64> {
    let frame = sets.frame();
    let mut pairs = Vec::new();
    for row in 0..frame.height {
        for column in 0..frame.width {
            for c in 0..frame.channels {
                let at = frame.at(row, column, c);
                let right =
                    (column + 1 < frame.width).then(|| frame.at(row, column + 1, c));
                let below = (row + 1 < frame.height).then(|| frame.at(row + 1, column, c));
                for other in [right, below].into_iter().flatten() {
                    if varies[at] && varies[other] {
                        pairs.push((f64::from(w[at]), f64::from(w[other])));
                    }
                }
            }
        }
    }
    correlation(&pairs)
}
