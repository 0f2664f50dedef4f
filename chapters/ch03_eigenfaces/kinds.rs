//! What is held against face space: faces that had no part in it, and what is no face.

use autoencoders::data::{ImageSet, optdigits};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Frame, Real};
use chapters::Outcome;
use rand::{Rng, RngExt, seq::SliceRandom};
use std::collections::BTreeMap;

/// How much of its contrast a faded picture keeps.
const FADED: Real = 0.4;
/// So many pictures a person, and so many people, make a division by people possible.
const ENOUGH: usize = 5;

/// The faces, divided at random: a fifth of the people are strangers; of the pictures of each other person a fifth serves
/// to choose the limit, a fifth to measure, the rest to fit.
pub struct Division {
    pub fitted: Array2<Real>,
    pub validation: Array2<Real>,
    pub test: Array2<Real>,
    /// Empty where there are too few people, or too few pictures of one; then all pictures count as one person's.
    pub strangers: Array2<Real>,
    frame: Frame,
}

impl Division {
    /// Divide.
    pub fn new(set: &ImageSet, rng: &mut impl Rng) -> Outcome<Division> {
        let mut people: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..set.len() {
            people.entry(set.labels.get(i).copied().unwrap_or(0)).or_default().push(i);
        }
        let mut people: Vec<Vec<usize>> = people.into_values().collect();
        if people.len() < ENOUGH || people.iter().any(|pictures| pictures.len() < ENOUGH) {
            people = vec![people.concat()];
        }
        people.shuffle(rng);
        let strangers = people.split_off(people.len() - people.len() / 5).concat();
        let (mut fitted, mut validation, mut test) = (Vec::new(), Vec::new(), Vec::new());
        for mut pictures in people {
            pictures.shuffle(rng);
            let fifth = pictures.len() / 5;
            test.extend(pictures.split_off(pictures.len() - fifth));
            validation.extend(pictures.split_off(pictures.len() - fifth));
            fitted.extend(pictures);
        }
        let [fitted, validation, test, strangers] =
            [fitted, validation, test, strangers].map(|rows| set.x.select(Axis(0), &rows));
        Ok(Division { fitted, validation, test, strangers, frame: set.frame })
    }
}

/// Pictures of one kind.
pub struct Kind {
    /// As the keys name it.
    pub key: &'static str,
    /// As the figure does.
    pub name: &'static str,
    /// Whether these are faces.
    pub face: bool,
    pub x: Array2<Real>,
}

/// Every kind, of the division's test faces.
pub fn of(division: &Division, pca: &Pca, rng: &mut impl Rng) -> Outcome<Vec<Kind>> {
    let (test, frame) = (&division.test, division.frame);
    let (wall, turned) = (wall(pca)?, upside_down(test, frame));
    let faded = &turned * FADED + &wall * (1.0 - FADED);
    let noise = Array2::from_shape_simple_fn(test.dim(), || rng.random::<f32>() as Real);
    let kinds = [
        ("face", "face", true, test.clone()),
        ("stranger", "stranger", true, division.strangers.clone()),
        ("turned", "upside down", false, turned),
        ("upside_down", "… and faded", false, faded),
        ("wall", "blank wall", false, wall),
        ("ramp", "dark to light", false, ramps(frame)),
        ("noise", "noise", false, noise),
        ("digit", "digit", false, digits(test.nrows(), frame)?),
    ];
    let kind = |(key, name, face, x)| Kind { key, name, face, x };
    Ok(kinds.into_iter().map(kind).filter(|kind| kind.x.nrows() > 0).collect())
}

/// One picture of a single grey, of all greys the one nearest to the space.
///
/// What the space cannot express of a grey c is r₀ + c(r₁ − r₀), with r₀ for black and r₁ for white: its length is least
/// at c = −r₀·(r₁ − r₀) / ‖r₁ − r₀‖².
pub fn wall(pca: &Pca) -> Outcome<Array2<Real>> {
    let d = pca.features();
    let ends = Array2::from_shape_fn((2, d), |(row, _)| row as Real);
    let rest = &ends - &pca.reconstruct(&ends)?;
    let step = &rest.row(1) - &rest.row(0);
    let grey = -rest.row(0).dot(&step) / step.dot(&step);
    Ok(Array2::from_elem((1, d), grey.clamp(0.0, 1.0)))
}

/// Each image with its rows of pixels in the opposite order.
fn upside_down(x: &Array2<Real>, frame: Frame) -> Array2<Real> {
    let across = frame.width * frame.channels;
    Array2::from_shape_fn(x.dim(), |(i, j)| {
        x[[i, (frame.height - 1 - j / across) * across + j % across]]
    })
}

/// From dark to light in even steps: down, up, to the right and to the left.
fn ramps(frame: Frame) -> Array2<Real> {
    let across = frame.width * frame.channels;
    Array2::from_shape_fn((4, frame.height * across), |(way, j)| {
        let down = (j / across) as Real / (frame.height - 1).max(1) as Real;
        let right = (j % across) as Real / (across - 1).max(1) as Real;
        0.2 + 0.6 * [down, 1.0 - down, right, 1.0 - right][way]
    })
}

/// At most so many digits, enlarged to the frame.
fn digits(count: usize, frame: Frame) -> Outcome<Array2<Real>> {
    let digits = optdigits::load()?;
    let (n, across) = (count.min(digits.len()), frame.width * frame.channels);
    let pixel = |(i, j): (usize, usize)| {
        let (y, x) = (
            j / across * digits.frame.height / frame.height,
            j % across * digits.frame.width / across,
        );
        digits.x[[i, y * digits.frame.width + x]] / 16.0
    };
    Ok(Array2::from_shape_fn((n, frame.height * across), pixel))
}
