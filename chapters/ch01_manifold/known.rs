//! Both ways of counting where the answer is known.

use super::estimates::{Way, bar, drawn, record, together};
use autoencoders::data::manifolds::Family;
use autoencoders::manifold::Estimate;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Dimensions tried.
const MOST: usize = 6;

/// Estimate against truth for cubes, spheres and sheets, several of each.
pub fn known(run: &mut Run) -> Outcome {
    let (n, seeds) = run.size((150, 1), (2000, 3), (4000, 10));
    let mut rng = run.rng("known");
    let mut found: Vec<(usize, Family, Way, Estimate)> = Vec::new();
    for q in 1..=MOST {
        for shape in Family::ALL {
            for _ in 0..seeds {
                let x = drawn(shape, q, n, &mut rng)?;
                for way in Way::BOTH {
                    found.push((q, shape, way, way.estimate(&x)?));
                }
            }
        }
    }
    let top = MOST as f64 + 0.6;
    let panels = Way::BOTH.map(|way| {
        let axis = |label: &str| {
            Scale::linear(label, 0.4, top)
                .with_ticks((1..=MOST).map(|q| (q as f64, q.to_string())))
        };
        let panel = Panel::new(way.name(), axis("true dimension"), axis("estimate"));
        let panel = panel.dashed([(0.4, 0.4), (top, top)], Ink::Faint, "");
        let these = found.iter().filter(|f| f.2 == way).enumerate();
        these.fold(panel, |panel, (i, (q, _, _, estimate))| {
            let count = 3 * seeds;
            let shift = 0.6 * ((i % count) as f64 / (count - 1).max(1) as f64 - 0.5);
            bar(panel, *q as f64 + shift, *estimate, way.look())
        })
    });
    run.figure(
        "dim_known",
        draw("Estimated against true dimension of known sets", 2, 260.0, &panels),
    );
    run.count("dim_known_points", n);
    run.count("dim_known_sets", 3 * seeds);
    for way in Way::BOTH {
        let mut worst = 0.0_f64;
        for q in 1..=MOST {
            let of = |f: &&(usize, Family, Way, Estimate)| f.0 == q && f.2 == way;
            let these: Vec<Estimate> = found.iter().filter(of).map(|f| f.3).collect();
            let off = these
                .iter()
                .map(|e| (e.dimension / q as f64 - 1.0).abs())
                .fold(0.0, f64::max);
            worst = worst.max(if q < MOST { off } else { 0.0 });
            run.measure(&format!("dim_known_{q}_{}_off", way.key()), 100.0 * off, "%", 0);
            record(run, &format!("dim_known_{q}_{}", way.key()), together(&these));
        }
        run.measure(&format!("dim_known_worst_{}", way.key()), 100.0 * worst, "%", 0);
    }
    Ok(())
}
