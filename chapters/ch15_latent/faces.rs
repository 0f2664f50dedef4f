//! Rendered heads, close up: their factors are known, and can be changed one at a time.

use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, Factors, Identity, View, render_all};
use autoencoders::ndarray::{Array2, ArrayView1, Axis, array};
use autoencoders::{Frame, Real};
use chapters::figures::Tile;
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};

/// What is known of each head, a column each.
pub const FACTORS: [&str; 6] = ["yaw", "light", "smile", "glasses", "skin", "beard"];
/// Columns of some of them.
pub const YAW: usize = 0;
pub const SMILE: usize = 2;
pub const GLASSES: usize = 3;
/// From the forehead to the chin, so that a mouth is a few pixels.
const ZOOM: f32 = 1.5;
/// Towards the chin, in half heads.
const UP: f32 = 0.14;
/// Of the labelled heads of the biased sample, the share in which who laughs wears glasses.
const BIAS: f64 = 0.85;

/// A change of one factor.
#[derive(Debug, Clone, Copy)]
pub struct Edit {
    /// Its name in numbers.
    pub key: &'static str,
    /// Its name in figures.
    pub name: &'static str,
    /// Which column changes.
    pub factor: usize,
    /// By how much.
    pub by: Real,
    /// Above this a head counts as having it.
    pub middle: Real,
}

/// The three changes; each begins with a head at rest, without glasses, turned to the left or a little to the right.
pub const EDITS: [Edit; 3] = [
    Edit { key: "smile", name: "smile", factor: SMILE, by: 0.8, middle: 0.5 },
    Edit { key: "glasses", name: "glasses", factor: GLASSES, by: 1.0, middle: 0.5 },
    Edit { key: "turn", name: "turn", factor: YAW, by: 20.0, middle: 0.0 },
];

/// Pictures (n, d) and their factors (n, 6), row by row.
pub struct Heads {
    /// Pixels in [0, 1].
    pub x: Array2<Real>,
    /// As [`FACTORS`] says.
    pub theta: Array2<Real>,
}

/// All heads of the chapter: no person twice, but for the changes.
pub struct Faces {
    /// Models learn from these.
    pub train: Heads,
    /// Readers learn from these.
    pub known: Heads,
    /// Nobody learns from these.
    pub test: Heads,
    /// To choose how far to go.
    pub tuning: Edited,
    /// To be changed.
    pub edited: Edited,
    /// How a row is a picture.
    pub sheet: ImageSet,
}

/// Heads, and the same heads after each change, rendered.
pub struct Edited {
    /// Before.
    pub before: Heads,
    /// After each of [`EDITS`].
    pub after: Vec<Heads>,
}

impl Faces {
    /// Renders all.
    pub fn render(run: &mut Run) -> Outcome<Faces> {
        let side = run.size(10, 24, 24);
        let heads = |name: &str, n: usize| {
            let mut rng = run.rng(name);
            rendered((0..n).map(|_| head(&mut rng)).collect(), side)
        };
        let train = heads("heads for models", run.size(90, 2000, 2000))?;
        let known = heads("heads for readers", run.size(90, 2000, 2000))?;
        let test = heads("heads for tests", run.size(40, 300, 300))?;
        let edited = |name: &str, n: usize| {
            let mut rng = run.rng(name);
            Edited::render((0..n).map(|_| head(&mut rng)).collect(), side)
        };
        let tuning = edited("heads to tune on", run.size(12, 60, 60))?;
        let edited = edited("heads to change", run.size(12, 160, 160))?;
        let frame = Frame::grey(side, side);
        let sheet =
            ImageSet { x: Array2::zeros((0, frame.len())), labels: Vec::new(), frame };
        for (key, value) in [
            ("face_side", side),
            ("face_train", train.x.nrows()),
            ("face_known", known.x.nrows()),
            ("face_test", test.x.nrows()),
            ("face_edited", edited.before.x.nrows()),
        ] {
            run.count(key, value);
        }
        Ok(Faces { train, known, test, tuning, edited, sheet })
    }

    /// A row as a picture.
    pub fn tile(&self, x: ArrayView1<Real>) -> Tile {
        Tile::image(&self.sheet, x, 0.0, 1.0)
    }

    /// Half of the training heads, as if these had labels: drawn fairly, or so that most who laugh wear glasses.
    pub fn labelled(&self, run: &Run, biased: bool) -> Vec<usize> {
        let mut rng = run.rng("which heads have labels");
        let of = |i: usize, factor: usize| self.train.theta[(i, factor)] > 0.5;
        let share = |i: usize| match biased {
            false => 0.5,
            true if of(i, SMILE) == of(i, GLASSES) => BIAS,
            true => 1.0 - BIAS,
        };
        (0..self.train.x.nrows()).filter(|&i| rng.random_bool(share(i))).collect()
    }
}

impl Heads {
    /// Some of them.
    pub fn select(&self, rows: &[usize]) -> Heads {
        let of = |a: &Array2<Real>| a.select(Axis(0), rows);
        Heads { x: of(&self.x), theta: of(&self.theta) }
    }
}

impl Edited {
    fn render(mut heads: Vec<Factors>, side: usize) -> Outcome<Edited> {
        for head in &mut heads {
            head.view.smile = 0.0;
            head.view.glasses = false;
            head.view.yaw = -10.0 + head.view.yaw * (2.0 / 3.0); // −30° to 10°
        }
        let after = EDITS.map(|edit| {
            let mut heads = heads.clone();
            for Factors { view, .. } in &mut heads {
                match edit.factor {
                    SMILE => view.smile += edit.by,
                    GLASSES => view.glasses = true,
                    _ => view.yaw += edit.by,
                }
            }
            rendered(heads, side)
        });
        let after = after.into_iter().collect::<Outcome<Vec<Heads>>>()?;
        Ok(Edited { before: rendered(heads, side)?, after })
    }
}

/// A head drawn at random: every factor independent of the others.
fn head(rng: &mut impl Rng) -> Factors {
    let identity = Identity::random(rng);
    let view = View {
        yaw: rng.random_range(-30.0..30.0),
        light_azimuth: rng.random_range(-40.0..40.0),
        smile: rng.random(),
        glasses: rng.random_bool(0.5),
        zoom: ZOOM,
        shift_y: UP,
        ..View::default()
    };
    Factors { person: 0, identity, view }
}

fn rendered(heads: Vec<Factors>, side: usize) -> Outcome<Heads> {
    let mut theta = Array2::zeros((heads.len(), FACTORS.len()));
    for (head, mut row) in heads.iter().zip(theta.rows_mut()) {
        let [r, g, b] = head.identity.skin_colour.map(Real::from);
        let view = &head.view;
        row.assign(&array![
            Real::from(view.yaw),
            Real::from(view.light_azimuth),
            Real::from(view.smile),
            if view.glasses { 1.0 } else { 0.0 },
            0.299 * r + 0.587 * g + 0.114 * b,
            Real::from(head.identity.beard),
        ]);
    }
    let x = render_all(heads, side, Colour::Grey)?.images.x;
    Ok(Heads { x, theta })
}
