//! Both ways of counting where the answer is known: cubes, flat and bent, in fifty dimensions.

use super::estimates::Way;
use autoencoders::Real;
use autoencoders::data::manifolds::{Family, manifold, sheet};
use autoencoders::manifold::{distinct, two_nearest};
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::stats;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::Rng;

/// Dimensions of the space around.
const AMBIENT: usize = 50;
/// True dimensions tried.
const TRUTHS: [usize; 10] = [1, 2, 3, 4, 5, 6, 8, 10, 14, 20];
/// A name in keys and in the figure, and the side of the cube that is bent; none: it stays flat.
const SHAPES: [(&str, &str, Option<f64>); 4] = [
    ("flat", "flat", None),
    ("half", "side ½", Some(0.5)),
    ("one", "side 1", Some(1.0)),
    ("two", "side 2", Some(2.0)),
];

/// n points of dimension q, less those that single precision cannot tell from others.
fn points(
    side: Option<f64>,
    q: usize,
    n: usize,
    rng: &mut impl Rng,
) -> Outcome<Array2<Real>> {
    let x = match side {
        Some(side) => sheet(q, n, side, rng)?.x,
        None => {
            let mut x = Array2::zeros((n, AMBIENT));
            x.slice_mut(s![.., ..q]).assign(&manifold(Family::Cube, q, n, 0.0, rng)?.x);
            x
        }
    };
    Ok(x.select(Axis(0), &distinct(&x)))
}

/// Estimate against truth, for both ways and every shape.
pub fn known(run: &mut Run) -> Outcome {
    let (n, sets) = run.size((150, 2), (1000, 5), (1000, 20));
    let mut rng = run.rng("known");
    let mut panels: Vec<Panel> = Way::BOTH
        .iter()
        .map(|way| {
            let axis = |label: &str, most: f64| {
                Scale::linear(label, 0.0, most)
                    .with_ticks((0..=6).map(|q| (5.0 * q as f64, (5 * q).to_string())))
            };
            let panel = Panel::new(
                way.name(),
                axis("true dimension", 21.0),
                axis("estimate", 33.0),
            );
            panel.dashed([(0.0, 0.0), (20.0, 20.0)], Ink::Faint, "truth")
        })
        .collect();
    for (i, (key, name, side)) in SHAPES.into_iter().enumerate() {
        let mut curves: [Vec<(f64, f64)>; 2] = Default::default();
        for q in TRUTHS {
            let mut found: [Vec<f64>; 2] = Default::default();
            for _ in 0..sets {
                let x = points(side, q, n, &mut rng)?;
                for (way, found) in Way::BOTH.iter().zip(&mut found) {
                    found.push(way.estimate(&x)?.dimension);
                }
            }
            for (w, (way, found)) in Way::BOTH.iter().zip(&found).enumerate() {
                run.over_starts(&format!("known_{key}_{q}_{}", way.key()), found, "", 2);
                curves[w].push((q as f64, stats::median(found).unwrap_or_default()));
                let look = (Ink::Category(i), [Shape::Dot, Shape::Square][w]);
                let marks = found.iter().map(|&e| (q as f64, e));
                panels[w] = panels[w].clone().points(marks, look.0, look.1, 3.5);
            }
        }
        for (panel, curve) in panels.iter_mut().zip(curves) {
            *panel = panel.clone().line(curve, Ink::Category(i), name);
        }
    }
    run.figure(
        "dim_known",
        draw("Estimated against true dimension of flat and bent cubes", 2, 300.0, &panels),
    );
    run.count("known_points", n);
    run.count("known_sets", sets);
    run.count("known_ambient", AMBIENT);
    coverage(run)
}

/// How often the interval of two neighbours holds the truth, by dimension.
fn coverage(run: &mut Run) -> Outcome {
    let (n, sets) = run.size((100, 5), (1000, 40), (1000, 200));
    let mut rng = run.rng("coverage");
    for q in [1, 2, 3, 4, 6, 8] {
        let mut held = 0;
        for _ in 0..sets {
            let estimate = two_nearest(&points(Some(1.0), q, n, &mut rng)?)?;
            held += usize::from((estimate.low..=estimate.high).contains(&(q as f64)));
        }
        run.measure(
            &format!("interval_holds_{q}"),
            100.0 * held as f64 / sets as f64,
            "%",
            0,
        );
    }
    run.count("interval_sets", sets);
    Ok(())
}
