//! Counting neighbours, and the ratio of the two nearest distances.

use super::estimates::drawn;
use autoencoders::data::manifolds::Family;
use autoencoders::manifold::{neighbours, ratios};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Smallest distance drawn.
const FROM: f64 = 0.02;

/// The mean number of neighbours within a distance, for a curve, a surface and a solid.
pub fn growth(run: &mut Run) -> Outcome {
    let n = run.size(300, 1000, 2000);
    let mut rng = run.rng("growth");
    // A name, the set, its dimension, and where the name stands: a distance, and so many times the count there.
    let sets = [
        ("a curve: slope 1", Family::Sphere, 1, (0.022, 4.5, Anchor::Start)),
        ("a surface: slope 2", Family::Sphere, 2, (0.3, 0.55, Anchor::Start)),
        ("a solid: slope 3", Family::Cube, 3, (0.27, 2.2, Anchor::End)),
    ];
    let mut panel = Panel::new(
        "",
        Scale::log("distance r", FROM, 2.0),
        Scale::log("neighbours within r, mean over the points", 0.1, n as f64),
    );
    for (i, (name, kind, q, place)) in sets.into_iter().enumerate() {
        let x = drawn(kind, q, n, &mut rng)?;
        let n = x.nrows();
        let mut all: Vec<f64> = neighbours(&x, n - 1)?.distances.into_iter().collect();
        all.sort_by(f64::total_cmp);
        let within = |r: f64| all.partition_point(|&d| d <= r) as f64 / n as f64;
        let radii = (0..=60).map(|j| FROM * (2.0 / FROM).powf(f64::from(j) / 60.0));
        let ink = Ink::Category(i);
        let points: Vec<_> = radii.map(|r| (r, within(r))).filter(|p| p.1 >= 0.1).collect();
        // The line of slope q through the count at a distance small for the set.
        let (r0, slope) = (0.2, q as i32);
        let law = move |r: f64| (r, within(r0) * (r / r0).powi(slope));
        run.number(&format!("growth_slope_{q}"), (within(0.2) / within(0.1)).log2(), 2);
        // As far as it lies between the axes.
        let reach = |count: f64| r0 * (count / within(r0)).powf(1.0 / f64::from(slope));
        let ends = [FROM.max(reach(0.101)), 2.0_f64.min(reach(0.99 * n as f64))];
        panel =
            panel.dashed(ends.map(law), Ink::Text, "").points(points, ink, Shape::Dot, 4.0);
        let (r, times, anchor) = place;
        panel = panel.note((r, times * law(r).1), name, ink, anchor);
    }
    run.count("growth_points", n);
    run.figure(
        "growth",
        draw(
            "Number of neighbours against distance, on logarithmic axes",
            1,
            300.0,
            &[panel],
        ),
    );
    Ok(())
}

/// −ln(1 − F) against ln ν: straight lines whose slopes are the dimensions.
pub fn ratios_on_a_line(run: &mut Run) -> Outcome {
    let n = run.size(300, 2000, 4000);
    let mut rng = run.rng("two_nearest");
    let mut panel = Panel::new(
        "",
        Scale::linear("ln ν", 0.0, 3.0),
        Scale::linear("−ln(1 − F(ν))", 0.0, 5.2),
    );
    for (i, q) in [1, 2, 5].into_iter().enumerate() {
        let x = drawn(Family::Sphere, q, n, &mut rng)?;
        let mut logs = ratios(&neighbours(&x, 2)?)?.mapv(f64::ln).to_vec();
        logs.sort_by(f64::total_cmp);
        // The j-th of n has F = j/n; the last, F = 1, has no place on the axis.
        let points =
            logs.iter().enumerate().map(|(j, &l)| (l, -(1.0 - j as f64 / n as f64).ln()));
        let ink = Ink::Category(i);
        let end = (5.0 / q as f64).min(2.9);
        panel = panel.dashed([(0.0, 0.0), (end, end * q as f64)], Ink::Text, "");
        panel = panel.points(points, ink, Shape::Dot, 3.0);
        let at = (end.min(2.25), end.min(2.25) * q as f64 - 0.35);
        panel =
            panel.note((at.0 + 0.05, at.1), &format!("dimension {q}"), ink, Anchor::Start);
    }
    run.count("two_nearest_points", n);
    run.figure(
        "two_nearest",
        draw("Ratios of the two nearest distances on straight lines", 1, 300.0, &[panel]),
    );
    Ok(())
}
