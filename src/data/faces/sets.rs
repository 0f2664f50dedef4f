//! The two standing sets: one head from all sides, and a gallery of people.

use super::people::random_cloth;
use super::{Colour, Factors, Identity, View, check_side, render_all};
use crate::data::ImageSet;
use crate::{Error, Result};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Images with the truth about each: which person, from where, in what light.
#[derive(Debug, Clone)]
pub struct FaceSet {
    /// X (n, side² · channels) in [0, 1]; labels = the person's number, from 0.
    pub images: ImageSet,
    /// What each row was rendered from, in the same order.
    pub factors: Vec<Factors>,
}

/// People of [`gallery`] unless asked otherwise, as in the classic ORL set.
pub const PEOPLE: usize = 40;
/// Images a person of [`gallery`] unless asked otherwise.
pub const PER_PERSON: usize = 10;
/// Most images in one set: 10⁵ of 64×64 are 1.6 GB already.
const MOST: usize = 100_000;

/// One head at yaw −90°…90° × tilt −30°…30° in steps of 10°: 7 tilts of 19 yaws = 133 images, tilt by tilt.
///
/// # Errors
/// Where `side` is not a size that [`render`](super::render) takes.
pub fn views(seed: u64, side: usize, colour: Colour) -> Result<FaceSet> {
    check_side(side)?;
    let identity = Identity::random(&mut ChaCha8Rng::seed_from_u64(seed));
    let angles =
        (-3..=3).flat_map(|t| (-9..=9).map(move |y| (10.0 * y as f32, 10.0 * t as f32)));
    let factors = angles
        .map(|(yaw, tilt)| Factors {
            person: 0,
            identity: identity.clone(),
            view: View { yaw, tilt, ..View::default() },
        })
        .collect();
    render_all(factors, side, colour)
}

/// `people` people, `per_person` images of each with small changes of pose, light and expression, person by person.
///
/// The clothes are drawn anew for each picture, so that nobody can be told by a shirt.
///
/// Person i depends on `seed` and i alone: a larger gallery begins with the smaller one's people.
///
/// # Errors
/// Where `people` or `per_person` is 0, the set would exceed 100 000 images, or `side` is no size.
pub fn gallery(
    seed: u64,
    people: usize,
    per_person: usize,
    side: usize,
    colour: Colour,
) -> Result<FaceSet> {
    check_side(side)?;
    if people == 0 || per_person == 0 || people.saturating_mul(per_person) > MOST {
        let value = format!("{people} people × {per_person} images each");
        let range = "at least 1 person and 1 image each, and at most 100 000 images in all";
        return Err(Error::OutOfRange { name: "the gallery", value, range });
    }
    let mut factors = Vec::with_capacity(people * per_person);
    for person in 0..people {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(person as u64 + 1);
        let identity = Identity::random(&mut rng);
        let wears_glasses = rng.random_bool(0.3);
        for _ in 0..per_person {
            let mut view = small_changes(&mut rng);
            view.glasses = wears_glasses && view.glasses;
            factors.push(Factors { person, identity: identity.clone(), view });
        }
    }
    render_all(factors, side, colour)
}

/// A nearly frontal view: |yaw| ≤ 15°, |tilt| ≤ 10°, light within 40° of the camera, any smile, any clothes.
fn small_changes(rng: &mut impl Rng) -> View {
    // The sum of two: small changes are commoner than large ones.
    let mut within = |limit: f32| {
        (rng.random_range(-1.0f32..1.0) + rng.random_range(-1.0..1.0)) * 0.5 * limit
    };
    View {
        yaw: within(15.0),
        tilt: within(10.0),
        roll: within(3.0),
        light_azimuth: within(40.0),
        light_elevation: 25.0 + within(15.0),
        ambient: 0.45 + within(0.08),
        gaze_yaw: within(10.0),
        gaze_tilt: within(4.0),
        shift_x: within(0.03),
        shift_y: within(0.03),
        zoom: 1.0 + within(0.03),
        smile: (within(1.6) + 0.25).clamp(0.0, 1.0),
        glasses: within(1.0) < 0.25,
        clothes: random_cloth(rng),
    }
}
