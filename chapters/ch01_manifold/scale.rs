//! The estimate at several scales: with fewer points, neighbours are farther apart.

use super::digits::Unknown;
use super::estimates::{Way, together};
use super::moving::{Motion, Moving};
use autoencoders::Real;
use autoencoders::manifold::Estimate;
use autoencoders::ndarray::{Array2, Axis};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand::seq::SliceRandom;

/// Fewest points of which an estimate is made.
const FEWEST: usize = 60;
/// Most separate subsets of one size.
const SUBSETS: usize = 8;

/// (points kept, estimate) for halves, quarters, … of X (n, d), shuffled and cut into separate parts.
fn at_scales(x: &Array2<Real>, rng: &mut impl Rng) -> Outcome<Vec<(usize, Estimate)>> {
    let mut rows: Vec<usize> = (0..x.nrows()).collect();
    rows.shuffle(rng);
    let mut found = Vec::new();
    let mut kept = x.nrows();
    while kept >= FEWEST {
        let parts = rows.chunks_exact(kept).take(SUBSETS);
        let estimates = parts.map(|part| Way::Two.estimate(&x.select(Axis(0), part)));
        found.push((kept, together(&estimates.collect::<Result<Vec<_>, _>>()?)));
        kept /= 2;
    }
    found.reverse();
    Ok(found)
}

/// Estimates against the number of points kept: of sharp pictures of heads, and of other sets.
pub fn scale(run: &mut Run, moving: &[Moving], unknown: &[Unknown]) -> Outcome {
    let mut rng = run.rng("scale");
    let mut curves = Vec::new();
    for set in moving {
        let Motion::First(count) = set.motion else { continue };
        if count == 4 {
            continue; // its line is that of five
        }
        let heads: Vec<Vec<(usize, Estimate)>> = set
            .sharp
            .iter()
            .map(|images| at_scales(&images.x, &mut rng))
            .collect::<Outcome<_>>()?;
        let mean =
            |i: usize| together(&heads.iter().map(|head| head[i].1).collect::<Vec<_>>());
        let curve: Vec<_> =
            heads[0].iter().enumerate().map(|(i, (kept, _))| (*kept, mean(i))).collect();
        note(run, &format!("faces_{count}"), &curve);
        let name = if count == 1 { "1 moves".to_string() } else { format!("{count} move") };
        curves.push((name, Ink::Category(count - 1), curve));
    }
    for (i, set) in unknown.iter().enumerate() {
        let curve = at_scales(&set.images.x, &mut rng)?;
        note(run, set.key.trim_start_matches('_'), &curve);
        curves.push((set.name.clone(), Ink::Category(5 + i), curve));
    }
    let most = curves
        .iter()
        .flat_map(|(_, _, curve)| curve)
        .fold(1, |most, (kept, _)| most.max(*kept)) as f64;
    let top = curves
        .iter()
        .flat_map(|(_, _, curve)| curve)
        .fold(1.0, |top: f64, (_, e)| top.max(e.high));
    let mut panel = Panel::new(
        "",
        Scale::log("points kept", FEWEST as f64, most * 1.02),
        Scale::linear("estimate by two neighbours", 0.0, 1.05 * top),
    );
    if curves.iter().all(|(_, _, curve)| curve.is_empty()) {
        return Ok(()); // too few pictures
    }
    for (name, ink, curve) in curves {
        let at = |kept: usize| kept as f64;
        panel = panel.band(curve.iter().map(|(kept, e)| (at(*kept), e.low, e.high)), ink);
        let line: Vec<_> = curve.iter().map(|(kept, e)| (at(*kept), e.dimension)).collect();
        panel = panel.points(line.clone(), ink, Shape::Dot, 5.0).line(line, ink, &name);
    }
    run.figure(
        "dim_scale",
        draw("Estimated dimension against the number of points kept", 1, 320.0, &[panel]),
    );
    Ok(())
}

/// Record the two ends of a curve.
fn note(run: &mut Run, key: &str, curve: &[(usize, Estimate)]) {
    for (end, point) in [("few", curve.first()), ("many", curve.last())] {
        if let Some((kept, estimate)) = point {
            let key = format!("dim_scale_{key}_{end}").replace("__", "_");
            run.count(&format!("{key}_points"), *kept);
            run.number(&key, estimate.dimension, 1);
        }
    }
}
