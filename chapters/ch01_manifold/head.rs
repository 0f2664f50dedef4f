//! The head that the chapter shows, others to repeat it with, and the turns that several experiments share.

use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, Factors, Identity, View, render_all};
use autoencoders::ndarray::{Array2, ArrayView1, Axis};
use chapters::{Outcome, Run};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The seed of head number `which` of a run: 3, 6, … with the default seed. The first is that of the 133 views.
pub fn seed(run: &Run, which: u64) -> u64 {
    run.args.seed + 2 + 3 * which
}

/// Head number `which` of a run.
pub fn identity(run: &Run, which: u64) -> Identity {
    Identity::random(&mut ChaCha8Rng::seed_from_u64(seed(run, which)))
}

/// The side of the pictures that are shown.
pub fn side(run: &Run) -> usize {
    run.size(32, 64, 64)
}

/// One head in many views.
pub fn pictures(
    identity: &Identity,
    views: impl IntoIterator<Item = View>,
    side: usize,
) -> Outcome<ImageSet> {
    let factors = views
        .into_iter()
        .map(|view| Factors { person: 0, identity: identity.clone(), view })
        .collect();
    Ok(render_all(factors, side, Colour::Grey)?.images)
}

/// A turn and its pictures, one for each angle.
pub struct Turn {
    /// Degrees, evenly spaced from −90 to 90.
    pub yaws: Vec<f32>,
    /// The pictures.
    pub images: ImageSet,
}

impl Turn {
    /// Degrees from one picture to the next.
    pub fn step(&self) -> f32 {
        self.yaws[1] - self.yaws[0]
    }

    /// The pictures that are so many degrees apart, or as few as there are.
    pub fn spaced(&self, degrees: f32) -> Array2<Real> {
        let by = ((degrees / self.step()).round() as usize).max(1);
        let rows: Vec<usize> = (0..self.yaws.len()).step_by(by).collect();
        self.images.x.select(Axis(0), &rows)
    }

    /// The picture at an angle: the nearest that there is.
    pub fn at(&self, yaw: f32) -> ArrayView1<'_, Real> {
        self.images.x.row(self.row(yaw))
    }

    /// The row of that picture.
    pub fn row(&self, yaw: f32) -> usize {
        let row = ((yaw + 90.0) / self.step()).round() as usize;
        row.min(self.yaws.len() - 1)
    }
}

/// Heads on which an experiment is repeated.
pub fn heads(run: &Run) -> u64 {
    run.size(2, 5, 10)
}

/// Head number `which` turned from profile to profile, tilt 0, in so many steps.
pub fn turn(run: &Run, which: u64, steps: usize) -> Outcome<Turn> {
    let yaws: Vec<f32> =
        (0..=steps).map(|i| -90.0 + 180.0 * i as f32 / steps as f32).collect();
    let views = yaws.iter().map(|&yaw| View { yaw, ..View::default() });
    let images = pictures(&identity(run, which), views, side(run))?;
    Ok(Turn { yaws, images })
}

/// Every head's turn, in steps of half a degree.
pub fn turns(run: &Run) -> Outcome<Vec<Turn>> {
    let steps = run.size(60, 360, 720);
    (0..heads(run)).map(|which| turn(run, which, steps)).collect()
}

/// The pictures in so many levels of grey: nobody sees the difference in a small one, and its file is smaller.
pub fn in_levels(images: &ImageSet, levels: usize) -> ImageSet {
    let most = (levels - 1) as Real;
    ImageSet { x: images.x.mapv(|v| (v * most).round() / most), ..images.clone() }
}

/// √(Σⱼ (aⱼ − bⱼ)²/d): the root mean squared difference of a pixel.
pub fn rms(a: ArrayView1<Real>, b: ArrayView1<Real>) -> f64 {
    let squares = a.iter().zip(b).map(|(&a, &b)| f64::from(a - b).powi(2)).sum::<f64>();
    (squares / a.len() as f64).sqrt()
}
