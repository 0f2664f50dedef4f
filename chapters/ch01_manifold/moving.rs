//! Heads of which one, two, three or five parameters move: the dimension is known, because we set it.

use super::estimates::{Way, bar, record, together};
use super::head::{identity, pictures};
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::View;
use autoencoders::manifold::Estimate;
use autoencoders::ndarray::{Array2, Zip};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};

/// How many parameters move.
pub const COUNTS: [usize; 4] = [1, 2, 3, 5];
/// Heads tried.
const HEADS: u64 = 2;
/// Standard deviation of the blur that makes edges soft, in pixels of a picture with a side of 32.
const BLUR: f64 = 1.5;
/// Blurs tried.
const BLURS: [f64; 5] = [0.0, 0.5, 1.0, 1.5, 2.5];

/// Pictures of one head.
pub struct Moving {
    /// How many parameters move.
    pub count: usize,
    /// As rendered.
    pub sharp: ImageSet,
    /// A little out of focus.
    pub soft: Array2<Real>,
}

/// A view of which the first `count` parameters are drawn at random: yaw within 60°, tilt within 20°, the light's azimuth
/// within 60°, its elevation within 25° of 20°, and any smile.
fn view(count: usize, rng: &mut impl Rng) -> View {
    let mut view = View::default();
    let mut within = |limit: f32| limit * rng.random_range(-1.0f32..1.0);
    view.yaw = within(60.0);
    if count >= 2 {
        view.tilt = within(20.0);
    }
    if count >= 3 {
        view.light_azimuth = within(60.0);
    }
    if count >= 5 {
        view.light_elevation = 20.0 + within(25.0);
        view.smile = 0.5 + within(0.5);
    }
    view
}

/// The sets of all heads.
pub fn moving(run: &mut Run) -> Outcome<Vec<Moving>> {
    let (n, side) = run.size((80, 16), (600, 32), (4000, 64));
    let mut rng = run.rng("moving");
    let mut sets = Vec::new();
    for head in 0..HEADS {
        for count in COUNTS {
            let views: Vec<View> = (0..n).map(|_| view(count, &mut rng)).collect();
            let sharp = pictures(&identity(run, head), views, side)?;
            let soft = blurred(&sharp, BLUR * side as f64 / 32.0);
            sets.push(Moving { count, sharp, soft });
        }
    }
    run.count("dim_faces_points", n);
    run.count("dim_faces_heads", HEADS as usize);
    run.count("dim_faces_side", side);
    run.number("dim_faces_blur", BLUR, 1);
    run.number("per_side_5", (n as f64).powf(0.2), 1);
    Ok(sets)
}

/// Each picture convolved with a Gaussian of standard deviation `sd` pixels; beyond the border the border goes on.
fn blurred(images: &ImageSet, sd: f64) -> Array2<Real> {
    if sd == 0.0 {
        return images.x.clone();
    }
    let reach = (3.0 * sd).ceil() as i64;
    let bell: Vec<f64> =
        (-reach..=reach).map(|i| (-0.5 * (i as f64 / sd).powi(2)).exp()).collect();
    let total: f64 = bell.iter().sum();
    let bell: Vec<Real> = bell.iter().map(|b| (b / total) as Real).collect();
    // Along lines of `length` pixels that are `step` apart; of the lines, those before `start` are `next` apart.
    let along = |from: &[Real], length: usize, step: usize, next: usize| -> Vec<Real> {
        let mut to = vec![0.0; from.len()];
        for start in (0..from.len() / length).map(|line| line * next) {
            for i in 0..length {
                let near = (0..).map(|j: i64| {
                    (i as i64 + j - reach).clamp(0, length as i64 - 1) as usize
                });
                to[start + i * step] =
                    near.zip(&bell).map(|(j, b)| b * from[start + j * step]).sum();
            }
        }
        to
    };
    let (height, width) = (images.frame.height, images.frame.width);
    let mut x = images.x.clone();
    Zip::from(x.rows_mut()).par_for_each(|mut row| {
        let across = along(&row.to_vec(), width, 1, width);
        let both = along(&across, height, width, 1);
        row.iter_mut().zip(both).for_each(|(to, from)| *to = from);
    });
    x
}

/// Estimates against the number of moving parameters.
pub fn faces(run: &mut Run, sets: &[Moving]) -> Outcome {
    let mut panels = Vec::new();
    for way in Way::BOTH {
        let axis = |label: &str| {
            Scale::linear(label, 0.0, 6.6)
                .with_ticks((0..=6).map(|q| (f64::from(q), q.to_string())))
        };
        let mut panel = Panel::new(way.name(), axis("moving parameters"), axis("estimate"));
        panel = panel.dashed([(0.0, 0.0), (6.6, 6.6)], Ink::Faint, "");
        for count in COUNTS {
            let these = || sets.iter().filter(move |set| set.count == count);
            let key = format!("dim_faces_{count}_{}", way.key());
            let soft: Vec<Estimate> =
                these().map(|set| way.estimate(&set.soft)).collect::<Result<_, _>>()?;
            let sharp: Vec<Estimate> =
                these().map(|set| way.estimate(&set.sharp.x)).collect::<Result<_, _>>()?;
            for (i, estimate) in soft.iter().enumerate() {
                let x = count as f64 + 0.24 * (i as f64 - 0.5 * (HEADS - 1) as f64);
                panel = bar(panel, x, *estimate, way.look());
            }
            record(run, &key, together(&soft));
            record(run, &format!("{key}_sharp"), together(&sharp));
        }
        panels.push(panel);
    }
    run.figure(
        "dim_faces",
        draw(
            "Estimated dimension against the number of moving parameters",
            2,
            260.0,
            &panels,
        ),
    );
    Ok(())
}

/// Estimates of the first head against the softness of its pictures: edges make a set rough.
pub fn focus(run: &mut Run, sets: &[Moving]) -> Outcome {
    let mut panels = Vec::new();
    for way in Way::BOTH {
        let mut panel = Panel::new(
            way.name(),
            Scale::linear("blur (pixels)", 0.0, 2.6).with_ticks([
                (0.0, "0"),
                (1.0, "1"),
                (2.0, "2"),
            ]),
            Scale::linear("estimate", 0.0, 6.0),
        );
        for (i, count) in COUNTS.into_iter().enumerate() {
            let Some(set) = sets.iter().find(|set| set.count == count) else { continue };
            // Pixels as large as those of a side of 32.
            let soft =
                |blur: f64| blurred(&set.sharp, blur * set.sharp.frame.width as f64 / 32.0);
            let points = BLURS
                .map(|blur| way.estimate(&soft(blur)).map(|estimate| (blur, estimate)));
            let points = points.into_iter().collect::<Result<Vec<_>, _>>()?;
            let ink = Ink::Category(i);
            panel = panel.band(points.iter().map(|(blur, e)| (*blur, e.low, e.high)), ink);
            let label =
                if count == 1 { "1 moves".to_string() } else { format!("{count} move") };
            panel = panel.line(
                points.iter().map(|(blur, e)| (*blur, e.dimension)),
                ink,
                &label,
            );
        }
        panels.push(panel);
    }
    run.figure(
        "dim_blur",
        draw("Estimated dimension of blurred pictures of a head", 2, 260.0, &panels),
    );
    Ok(())
}
