//! One head from all sides: a curved sheet, seen from two straight directions.

use autoencoders::Autoencoder;
use autoencoders::data::faces::{Colour, views};
use autoencoders::pca::Pca;
use chapters::figures::{Ink, Mark, Panel, Scale, Shape, Tile, draw};
use chapters::{Outcome, Run};

/// The 133 views in the plane of their two leading components, joined from left profile to right.
pub fn turning(run: &mut Run) -> Outcome {
    let side = run.size(32, 64, 64);
    let set = views(run.args.seed, side, Colour::Grey)?;
    let pca = Pca::fit(&set.images.x, 20)?;
    let z = pca.encode(&set.images.x)?;
    let at = |i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let scale =
        |label: &str, j: usize| Scale::around(label, z.column(j).iter().map(|&v| 1.18 * f64::from(v)));
    let mut panel = Panel::new("", scale("first score", 0), scale("second score", 1));
    let mut tilts: Vec<f32> = set.factors.iter().map(|f| f.view.tilt).collect();
    tilts.dedup();
    for (row, &tilt) in tilts.iter().enumerate() {
        let path: Vec<_> =
            (0..set.factors.len()).filter(|&i| set.factors[i].view.tilt == tilt).map(at).collect();
        let ink = Ink::Magnitude(0.15 + 0.75 * row as f64 / (tilts.len() - 1).max(1) as f64);
        panel = panel.points(path.clone(), ink, Shape::Dot, 4.0).line(path, ink, "");
    }
    for (i, factors) in set.factors.iter().enumerate() {
        if factors.view.tilt == 0.0 && [-90.0, -50.0, 0.0, 50.0, 90.0].contains(&factors.view.yaw) {
            let tile = Tile::image(&set.images, set.images.x.row(i), 0.0, 1.0);
            panel = panel.mark(Mark::Picture { at: at(i), tile, size: 44.0 });
        }
    }
    run.figure("turning", draw("Views of one head in the plane of the first two scores", 1, 340.0, &[panel]));
    run.count("turning_views", set.images.len());
    for k in [2, 3, 10] {
        run.number(&format!("turning_kept_{k}"), pca.kept(k), 2);
    }
    Ok(())
}
