//! The ratio of the two nearest distances.

use super::estimates::drawn;
use autoencoders::data::manifolds::Family;
use autoencoders::manifold::{neighbours, ratios};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// −ln(1 − F) against ln ν: straight lines whose slopes are the dimensions.
pub fn on_a_line(run: &mut Run) -> Outcome {
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
