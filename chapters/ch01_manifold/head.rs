//! The head that the chapter shows, and the turns of it that several experiments share.

use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, Factors, Identity, View, render_all};
use autoencoders::ndarray::ArrayView1;
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

    /// The picture at an angle: the nearest that there is.
    pub fn at(&self, yaw: f32) -> ArrayView1<'_, Real> {
        let row = ((yaw + 90.0) / self.step()).round() as usize;
        self.images.x.row(row.min(self.yaws.len() - 1))
    }
}

/// The head turned from profile to profile, tilt 0, in small steps.
pub fn turn(run: &Run) -> Outcome<Turn> {
    let steps = run.size(60, 180, 360);
    let yaws: Vec<f32> =
        (0..=steps).map(|i| -90.0 + 180.0 * i as f32 / steps as f32).collect();
    let views = yaws.iter().map(|&yaw| View { yaw, ..View::default() });
    let images = pictures(&identity(run, 0), views, side(run))?;
    Ok(Turn { yaws, images })
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
