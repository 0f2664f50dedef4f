//! One head from all sides: a curved sheet, seen from two straight directions.

use autoencoders::Autoencoder;
use autoencoders::data::faces::{Colour, FaceSet, Factors, views};
use autoencoders::ndarray::{Array1, Axis};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use chapters::figures::{Ink, Mark, Panel, Scale, Shape, Tile, draw};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// The 133 views in the plane of their two leading components, joined from left profile to right.
pub fn turning(run: &mut Run) -> Outcome {
    let side = run.size(32, 64, 64);
    let set = views(run.args.seed, side, Colour::Grey)?;
    let pca = Pca::fit(&set.images.x, 60)?;
    let z = pca.encode(&set.images.x)?;
    let at = |i: usize| (f64::from(z[[i, 0]]), f64::from(z[[i, 1]]));
    let shown = shown(&set.factors, at);
    let xs = shown.iter().map(|(_, place)| 1.12 * place.0);
    let ys = z
        .column(1)
        .into_iter()
        .map(|&v| f64::from(v))
        .chain(shown.iter().map(|(_, place)| 1.12 * place.1));
    let (x, y) = (Scale::around("first score", xs), Scale::around("second score", ys));
    let mut panel = Panel::new("", x, y);
    let mut tilts: Vec<f32> = set.factors.iter().map(|f| f.view.tilt).collect();
    tilts.dedup();
    for (row, &tilt) in tilts.iter().enumerate() {
        let path: Vec<_> = (0..set.factors.len())
            .filter(|&i| set.factors[i].view.tilt == tilt)
            .map(at)
            .collect();
        let ink =
            Ink::Magnitude(0.15 + 0.75 * row as f64 / (tilts.len() - 1).max(1) as f64);
        panel = panel.points(path.clone(), ink, Shape::Dot, 4.0).line(path, ink, "");
    }
    for (i, place) in shown {
        let tile = Tile::image(&set.images, set.images.x.row(i), 0.0, 1.0);
        panel = panel.line([at(i), place], Ink::Faint, "").points(
            [at(i)],
            Ink::Text,
            Shape::Dot,
            7.0,
        );
        panel = panel.mark(Mark::Picture { at: place, tile, size: 44.0 });
    }
    run.figure(
        "turning",
        draw("Views of one head in the plane of the first two scores", 1, 340.0, &[panel]),
    );
    run.count("turning_views", set.images.len());
    run.count("turning_k95", pca.components_for(0.95)?);
    for k in [2, 10] {
        run.number(&format!("turning_kept_{k}"), pca.kept(k), 2);
    }
    read_off(run, &set)
}

/// How far a linear function of the first k scores, fitted to two of three views, is off the angles of the third.
fn read_off(run: &mut Run, set: &FaceSet) -> Outcome {
    let (n, mut rng) = (set.images.len(), run.rng("read off"));
    let angles: [(&str, Vec<f64>); 2] = [
        ("yaw", set.factors.iter().map(|f| f.view.yaw.into()).collect()),
        ("tilt", set.factors.iter().map(|f| f.view.tilt.into()).collect()),
    ];
    let divisions: Vec<Vec<usize>> = (0..5)
        .map(|_| {
            let mut rows: Vec<usize> = (0..n).collect();
            rows.shuffle(&mut rng);
            rows
        })
        .collect();
    for k in [2, 20] {
        for (name, angle) in &angles {
            let off = divisions
                .iter()
                .map(|rows| median_miss(set, angle, rows.split_at(2 * n / 3), k))
                .collect::<Outcome<Vec<_>>>()?;
            run.over_starts(&format!("turning_{name}_off_{k}"), &off, "°", 1);
        }
    }
    run.count("turning_read", 20);
    Ok(())
}

/// Least squares on scores needs no equations solved: over the views that are fitted the scores z_j are uncorrelated, so
/// that the weight of each is Σᵢ zᵢⱼ aᵢ / Σᵢ zᵢⱼ².
fn median_miss(
    set: &FaceSet,
    angle: &[f64],
    (fitted, asked): (&[usize], &[usize]),
    k: usize,
) -> Outcome<f64> {
    let pca = Pca::fit(&set.images.x.select(Axis(0), fitted), k)?;
    let scores = |rows: &[usize]| -> Outcome<_> {
        let z = pca.encode(&set.images.x.select(Axis(0), rows))?;
        Ok(z.mapv(f64::from))
    };
    let a: Array1<f64> = fitted.iter().map(|&i| angle[i]).collect();
    let z = scores(fitted)?;
    let weights = z.t().dot(&a) / z.mapv(|z| z * z).sum_axis(Axis(0));
    let said = scores(asked)?.dot(&weights) + a.mean().unwrap_or(0.0);
    let off: Vec<f64> =
        asked.iter().zip(said).map(|(&i, said)| (said - angle[i]).abs()).collect();
    Ok(median(&off).unwrap_or(f64::NAN))
}

/// The views shown as pictures, each with its place: as seen from the middle between the profiles, behind the paths.
fn shown(
    factors: &[Factors],
    at: impl Fn(usize) -> (f64, f64),
) -> Vec<(usize, (f64, f64))> {
    let level =
        |yaw: f32| factors.iter().position(|f| f.view.tilt == 0.0 && f.view.yaw == yaw);
    let rows: Vec<usize> =
        [-90.0, -50.0, 0.0, 50.0, 90.0].into_iter().filter_map(level).collect();
    let (Some(&left), Some(&right)) = (rows.first(), rows.last()) else {
        return Vec::new();
    };
    let middle = ((at(left).0 + at(right).0) / 2.0, (at(left).1 + at(right).1) / 2.0);
    let beyond =
        |i: usize| (1.6 * at(i).0 - 0.6 * middle.0, 1.6 * at(i).1 - 0.6 * middle.1);
    rows.into_iter().map(|i| (i, beyond(i))).collect()
}
