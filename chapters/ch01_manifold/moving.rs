//! Heads of which some parameters move: the dimension is known, because we set it.

use super::estimates::{Way, by_share, series};
use super::head::{heads, identity, pictures};
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::View;
use autoencoders::manifold::{Estimate, distinct, neighbours};
use autoencoders::ndarray::{Array2, Axis, Zip};
use autoencoders::stats;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use rayon::prelude::*;

/// What moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Motion {
    /// The first so many of yaw, tilt, the light's azimuth, its elevation and the smile.
    First(usize),
    /// The same, but all except the smile within a tenth of their ranges.
    Little(usize),
}

impl Motion {
    /// All that are tried.
    const ALL: [Motion; 7] = [
        Motion::First(1),
        Motion::First(2),
        Motion::First(3),
        Motion::First(4),
        Motion::First(5),
        Motion::Little(4),
        Motion::Little(5),
    ];

    /// In the keys of numbers.
    fn key(self) -> String {
        match self {
            Motion::First(count) => count.to_string(),
            Motion::Little(count) => format!("little_{count}"),
        }
    }

    /// Yaw within 60°, tilt within 20°, the light's azimuth within 60°, its elevation within 25° of 20°, any smile: those
    /// that move are drawn at random, the others stay as they are by default.
    fn view(self, rng: &mut impl Rng) -> View {
        let mut view = View::default();
        let mut within = |limit: f32| limit * rng.random_range(-1.0f32..1.0);
        let (count, part) = match self {
            Motion::First(count) => (count, 1.0),
            Motion::Little(count) => (count, 0.1),
        };
        let ways: [(&mut f32, f32, f32); 5] = [
            (&mut view.yaw, 0.0, 60.0 * part),
            (&mut view.tilt, 0.0, 20.0 * part),
            (&mut view.light_azimuth, 0.0, 60.0 * part),
            (&mut view.light_elevation, 20.0, 25.0 * part),
            (&mut view.smile, 0.5, 0.5),
        ];
        for (parameter, middle, limit) in ways.into_iter().take(count) {
            *parameter = middle + within(limit);
        }
        view
    }
}

/// Pictures of several heads that move alike.
pub struct Moving {
    /// How they move.
    pub motion: Motion,
    /// One set a head, as rendered.
    pub sharp: Vec<ImageSet>,
}

/// Standard deviation of the blur that makes edges soft, in pixels of a picture with a side of 32.
pub const BLUR: f64 = 1.5;

/// The sets of all motions and heads.
pub fn moving(run: &mut Run) -> Outcome<Vec<Moving>> {
    let (n, many, side) = run.size((60, 90, 16), (600, 1800, 32), (1800, 7200, 64));
    let mut rng = run.rng("moving");
    let mut sets = Vec::new();
    for motion in Motion::ALL {
        let n = if [1, 3].map(Motion::First).contains(&motion) { many } else { n };
        let sharp = (0..heads(run))
            .map(|head| {
                let views: Vec<View> = (0..n).map(|_| motion.view(&mut rng)).collect();
                let images = pictures(&identity(run, head), views, side)?;
                // Of so many angles two may be one, or as good as one.
                Ok(images.select(&distinct(&images.x))?)
            })
            .collect::<Outcome<_>>()?;
        sets.push(Moving { motion, sharp });
    }
    run.count("dim_faces_points", n);
    run.count("dim_faces_points_many", many);
    run.count("dim_faces_heads", heads(run) as usize);
    run.count("dim_faces_side", side);
    run.number("dim_faces_blur", BLUR, 1);
    Ok(sets)
}

/// Each picture convolved with a Gaussian of standard deviation `sd` pixels; beyond the border the border goes on.
pub fn blurred(images: &ImageSet, sd: f64) -> Array2<Real> {
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

/// Pixels as large as those of a side of 32.
pub fn out_of_focus(images: &ImageSet) -> Array2<Real> {
    blurred(images, BLUR * images.frame.width as f64 / 32.0)
}

/// (moving parameters, one estimate a head).
type Estimates = Vec<(f64, Vec<f64>)>;

/// One estimate a head, for every motion, sharpness and way; against the number of moving parameters they are drawn.
pub fn faces(run: &mut Run, sets: &[Moving]) -> Outcome {
    let n = run.size(60, 600, 1800);
    // By way, then sharp and soft.
    let mut shown: [[Estimates; 2]; 2] = Default::default();
    for set in sets {
        let sharp: Vec<Array2<Real>> = set.sharp.iter().map(|s| s.x.clone()).collect();
        let blurred = set.sharp.iter().map(out_of_focus);
        let soft: Vec<Array2<Real>> =
            blurred.map(|x| x.select(Axis(0), &distinct(&x))).collect();
        for (s, (focus, xs)) in [("sharp", &sharp), ("soft", &soft)].into_iter().enumerate()
        {
            for (w, way) in Way::BOTH.into_iter().enumerate() {
                let key = format!("dim_faces_{}_{}_{focus}", set.motion.key(), way.key());
                let found = each(xs, n, |x| way.estimate(x))?;
                run.over_starts(&key, &found, "", 2);
                if xs[0].nrows() > n {
                    let many = each(xs, usize::MAX, |x| way.estimate(x))?;
                    run.over_starts(&format!("{key}_many"), &many, "", 2);
                }
                if let Motion::First(count) = set.motion {
                    shown[w][s].push((count as f64, found));
                }
            }
        }
        match set.motion {
            Motion::First(3) => {
                for (key, share) in [("low", 0.05), ("high", 0.2)] {
                    let found = each(&sharp, n, |x| by_share(x, share))?;
                    run.over_starts(&format!("dim_faces_3_share_{key}"), &found, "", 2);
                }
            }
            Motion::First(5) | Motion::Little(5) => {
                let gaps = sharp.iter().map(gap).collect::<Outcome<Vec<_>>>()?;
                run.over_starts(&format!("gap_{}", set.motion.key()), &gaps, "", 4);
            }
            _ => {}
        }
    }
    let panels: Vec<Panel> = Way::BOTH
        .into_iter()
        .zip(&shown)
        .map(|(way, [sharp, soft])| {
            let axis = |label: &str| {
                Scale::linear(label, 0.0, 6.4)
                    .with_ticks((0..=6).map(|q| (f64::from(q), q.to_string())))
            };
            let panel = Panel::new(way.name(), axis("moving parameters"), axis("estimate"));
            let panel = panel.dashed([(0.0, 0.0), (6.0, 6.0)], Ink::Faint, "");
            let panel = series(panel, sharp, (Ink::Category(1), Shape::Square), "sharp");
            series(panel, soft, (Ink::Category(0), Shape::Dot), "blurred")
        })
        .collect();
    let title = "Estimated dimension against the number of moving parameters";
    run.figure("dim_faces", draw(title, 2, 280.0, &panels));
    Ok(())
}

/// The estimate of each set's first n rows, or of as many as it has.
fn each(
    xs: &[Array2<Real>],
    n: usize,
    way: impl Fn(&Array2<Real>) -> autoencoders::Result<Estimate> + Sync,
) -> Outcome<Vec<f64>> {
    let one = |x: &Array2<Real>| {
        let rows: Vec<usize> = (0..n.min(x.nrows())).collect();
        Ok(way(&x.select(Axis(0), &rows))?.dimension)
    };
    xs.par_iter().map(one).collect()
}

/// The median distance to the nearest picture, as the root mean squared difference of a pixel.
fn gap(x: &Array2<Real>) -> Outcome<f64> {
    let near = neighbours(x, 1)?.distances.column(0).to_vec();
    Ok(stats::median(&near).unwrap_or_default() / (x.ncols() as f64).sqrt())
}
