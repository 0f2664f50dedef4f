//! How far from face space: faces, and what is none; by the distance, by its share of ‖x − μ‖, and with the contrast
//! taken out first.

use super::Faces;
use super::kinds::{self, Division, Kind};
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::eigenfaces::distance_from;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use chapters::figures::{Ink, Mark, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};
use std::collections::BTreeMap;

/// What a picture is judged by, as the keys name it.
const MEASURES: [&str; 3] = ["", "_relative", "_contrast"];
/// The share of the validation faces that the limit lets pass.
const PASS: f64 = 0.95;
/// A picture whose pixels differ less than this from their mean, all together, shows nothing.
const NOTHING: Real = 1e-3;

/// Face space, of the pictures as they are and of those without their contrast.
struct Spaces {
    plain: Pca,
    contrast: Pca,
}

/// Distances by each of [`MEASURES`].
type Measured = [Vec<f64>; 3];

impl Spaces {
    fn fit(x: &Array2<Real>, k: usize) -> Outcome<Spaces> {
        Ok(Spaces { plain: Pca::fit(x, k)?, contrast: Pca::fit(&without_contrast(x), k)? })
    }

    fn measure(&self, x: &Array2<Real>) -> Outcome<Measured> {
        let wide = |v: &Real| f64::from(*v);
        let from: Vec<f64> = distance_from(&self.plain, x)?.iter().map(wide).collect();
        let lengths = (x - &self.plain.mean).map_axis(Axis(1), |row| row.dot(&row).sqrt());
        let relative = from.iter().zip(&lengths).map(|(from, length)| from / wide(length));
        let relative = relative.collect();
        let plain = without_contrast(x);
        let contrast = distance_from(&self.contrast, &plain)?;
        let shows = |row: usize| plain.row(row).iter().any(|&v| v != 0.0);
        let far =
            |(row, v): (usize, &Real)| if shows(row) { wide(v) } else { f64::INFINITY };
        Ok([from, relative, contrast.iter().enumerate().map(far).collect()])
    }
}

/// Each row less its mean, and divided by its length; zero where there is nothing to see.
fn without_contrast(x: &Array2<Real>) -> Array2<Real> {
    let mut x = x.clone();
    for mut row in x.axis_iter_mut(Axis(0)) {
        row -= row.mean().unwrap_or(0.0);
        let length = row.dot(&row).sqrt();
        row /= if length < NOTHING { Real::INFINITY } else { length };
    }
    x
}

/// Over several divisions: distances of faces, strangers and what is no face, and how many of each pass.
pub fn distance(run: &mut Run, faces: &Faces) -> Outcome {
    let mut rng = run.rng("distance");
    let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let divisions = run.size(2, 10, 50);
    for number in 0..divisions {
        let division = Division::new(&faces.all, &mut rng)?;
        let k = 50.min(division.fitted.nrows() - 1);
        let spaces = Spaces::fit(&division.fitted, k)?;
        let kinds = kinds::of(&division, &spaces.plain, &mut rng)?;
        let limits = spaces.measure(&division.validation)?.map(|v| passing(v, PASS));
        let measured = kinds
            .iter()
            .map(|kind| spaces.measure(&kind.x))
            .collect::<Outcome<Vec<_>>>()?;
        let mut add = |key: String, value| all.entry(key).or_default().push(value);
        for (kind, measured) in kinds.iter().zip(&measured) {
            for ((measure, distances), limit) in MEASURES.iter().zip(measured).zip(limits) {
                let passed = distances.iter().filter(|&&at| at <= limit).count();
                let share = 100.0 * passed as f64 / distances.len() as f64;
                add(format!("{}_accepted{measure}", kind.key), share);
                let middle = median(distances).filter(|middle| middle.is_finite());
                middle.into_iter().for_each(|middle| {
                    add(format!("{}_distance{measure}", kind.key), middle);
                });
            }
        }
        add("distance_limit".into(), limits[0]);
        add("wall_over_face_k20".into(), against_faces(&division, 20)?.0);
        if number == 0 {
            run.count("distance_k", k);
            figure(run, faces, &kinds, &measured, limits);
        }
    }
    run.count("distance_divisions", divisions);
    for (key, values) in &all {
        let (unit, digits) = match key.contains("_accepted") {
            true => ("%", 0),
            false if key.ends_with("_relative") || key.ends_with("_contrast") => ("", 2),
            false => ("", 1),
        };
        run.over_starts(key, values, unit, digits);
    }
    let middle = |key: &str| all.get(key).and_then(|values| median(values));
    for (key, of, unit, digits) in [
        ("wall_distance", "wall_distance", "", 1),
        ("wall_relative", "wall_distance_relative", "", 2),
        ("face_relative", "face_distance_relative", "", 2),
        ("upside_down_accepted", "upside_down_accepted", "%", 0),
        ("distance_face", "face_distance", "", 1),
    ] {
        run.measure(key, middle(of).unwrap_or(f64::NAN), unit, digits);
    }
    Ok(())
}

/// The least value that the share `pass` of `values` does not exceed.
fn passing(mut values: Vec<f64>, pass: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let within = (pass * values.len() as f64).ceil() as usize;
    values[within.clamp(1, values.len()) - 1]
}

/// How far a wall is with k components, as a multiple of the middle face's distance, and whether the limit lets it in.
fn against_faces(division: &Division, k: usize) -> Outcome<(f64, bool)> {
    let pca = Pca::fit(&division.fitted, k.clamp(1, division.fitted.nrows() - 1))?;
    let wide = |x: &Array2<Real>| -> Outcome<Vec<f64>> {
        Ok(distance_from(&pca, x)?.iter().map(|&v| f64::from(v)).collect())
    };
    let (wall, face) = (wide(&kinds::wall(&pca)?)?[0], wide(&division.test)?);
    let limit = passing(wide(&division.validation)?, PASS);
    Ok((wall / median(&face).unwrap_or(f64::NAN), wall <= limit))
}

/// The same of a wall beside any set of faces, divided at random without regard to who is who: the middle of five multiples,
/// and in what share of the divisions it is let in.
pub fn of_a_wall(set: &ImageSet, k: usize, rng: &mut impl Rng) -> Outcome<(f64, f64)> {
    let nameless = ImageSet { labels: Vec::new(), ..set.clone() };
    let found = (0..5)
        .map(|_| against_faces(&Division::new(&nameless, rng)?, k))
        .collect::<Outcome<Vec<_>>>()?;
    let ratios: Vec<f64> = found.iter().map(|(ratio, _)| *ratio).collect();
    let let_in = found.iter().filter(|(_, let_in)| *let_in).count();
    Ok((median(&ratios).unwrap_or(f64::NAN), 100.0 * let_in as f64 / found.len() as f64))
}

/// Strips of points, a kind each: the distance on the left, with the contrast taken out on the right.
fn figure(
    run: &mut Run,
    faces: &Faces,
    kinds: &[Kind],
    measured: &[Measured],
    limits: [f64; 3],
) {
    let height = |row: usize| (kinds.len() - 1 - row) as f64;
    let mut rng = run.rng("jitter");
    let panels = [(0, "pictures as they are", true), (2, "contrast taken out", false)].map(
        |(measure, title, first)| {
            let finite = |of: &Measured| {
                of[measure].iter().copied().filter(|at| at.is_finite()).collect::<Vec<_>>()
            };
            let largest = measured.iter().flat_map(finite).fold(0.0, f64::max);
            let most = if first { 1.5 } else { 1.06 } * largest;
            let ticks = kinds
                .iter()
                .enumerate()
                .map(|(row, kind)| (height(row), if first { kind.name } else { "" }));
            let y = Scale::linear("", -0.5, kinds.len() as f64).with_ticks(ticks);
            let mut panel =
                Panel::new(title, Scale::linear("distance from face space", 0.0, most), y)
                    .upright(limits[measure], Ink::Faint, "limit");
            for (row, (kind, of)) in kinds.iter().zip(measured).enumerate() {
                let ink = Ink::Category(usize::from(!kind.face));
                let points = finite(of)
                    .into_iter()
                    .map(|at| (at, height(row) + rng.random_range(-0.2..0.2)))
                    .collect::<Vec<_>>();
                panel = panel.points(points, ink, Shape::Dot, 3.5);
                if first {
                    let tile = faces.tile(kind.x.row(kind.x.nrows() / 2));
                    let at = (1.33 * largest, height(row));
                    panel = panel.mark(Mark::Picture { at, tile, size: 38.0 });
                }
            }
            panel
        },
    );
    let title = "Distance from face space of faces and of other images, with their contrast and without";
    run.figure("distance", draw(title, 2, 42.0 * kinds.len() as f64, &panels));
}
