//! The built-in sets by name: what they are, which arguments they take, how they are made.

#[path = "counts.rs"]
mod counts;
#[path = "factors.rs"]
mod factors;

use super::table::csv;
use super::{Arguments, Contents};
use crate::Failure;
use autoencoders::data::toy::{self, Component, Toy};
use autoencoders::data::{
    ImageSet,
    digits::{self, DigitSet},
    documents,
    faces::{self, Colour},
    optdigits,
};
use clap::ValueEnum;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

/// A built-in set.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    FacesGallery,
    FacesViews,
    DigitsTrain,
    DigitsTest,
    Optdigits,
    Documents,
    SwissRoll,
    Circle,
    TwoMoons,
    Gaussian,
    Mixture,
}

/// For the list.
pub struct About {
    pub shape: &'static str,
    pub source: &'static str,
}

/// Unless the reader gives another; the chapters' programs have the same.
const SEED: u64 = 1;

const MADE: &str = "made here, from a seed; no licence needed";

impl Name {
    /// What to type.
    pub fn text(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_string())
    }

    /// The arguments that mean something for this set.
    pub fn flags(self) -> &'static [&'static str] {
        match self {
            Name::FacesGallery => {
                &["--seed", "--side", "--colour", "--people", "--per-person"]
            }
            Name::FacesViews => &["--seed", "--side", "--colour"],
            Name::DigitsTrain | Name::DigitsTest | Name::Documents => {
                &["--seed", "--count"]
            }
            Name::Optdigits => &[],
            Name::SwissRoll | Name::Circle | Name::TwoMoons => {
                &["--seed", "--count", "--noise"]
            }
            Name::Gaussian | Name::Mixture => &["--seed", "--count"],
        }
    }

    pub fn about(self) -> About {
        let (shape, source) = match self {
            Name::FacesGallery => (
                "40 people × 10 rendered faces of 64×64, grey or RGB, every factor known",
                MADE,
            ),
            Name::FacesViews => (
                "one rendered head, yaw ±90° × tilt ±30° in steps of 10°: 133 of 64×64",
                MADE,
            ),
            Name::DigitsTrain => {
                ("10 000 written digits of 28×28, labels 0–9, every factor known", MADE)
            }
            Name::DigitsTest => ("2 000 more, by other writers", MADE),
            Name::Optdigits => (
                "1 797 real handwritten digits of 8×8, labels 0–9",
                "E. Alpaydin, C. Kaynak (1998), UCI; CC BY 4.0, 10.24432/C50P49",
            ),
            Name::Documents => (
                "6 000 + 2 000 documents as counts of 1 200 words, labels 0–39, true shares of 40 topics",
                MADE,
            ),
            Name::SwissRoll => {
                ("a sheet rolled up, points in 3 dimensions, 2 of them true", MADE)
            }
            Name::Circle => ("points on a circle, 1 true coordinate", MADE),
            Name::TwoMoons => ("two interleaved half circles, labels 0 and 1", MADE),
            Name::Gaussian => {
                ("one Gaussian cloud in the plane, covariance [[3, 1.2], [1.2, 0.8]]", MADE)
            }
            Name::Mixture => ("three Gaussian clouds in the plane, labels 0 to 2", MADE),
        };
        About { shape, source }
    }

    /// The set itself.
    pub(super) fn make(self, arguments: &Arguments) -> Result<Contents, Failure> {
        let seed = arguments.seed.unwrap_or(SEED);
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let count = |usual| arguments.count.map_or(usual, |n| n as usize);
        let n = count(1000);
        let noise = arguments.noise.unwrap_or(0.0);
        match self {
            Name::FacesGallery | Name::FacesViews => self.faces(arguments),
            Name::DigitsTrain => Ok(written(digits::train(seed, count(digits::TRAIN))?)),
            Name::DigitsTest => Ok(written(digits::test(seed, count(digits::TEST))?)),
            Name::Optdigits => scanned(),
            Name::Documents => counts::contents(seed, count(documents::TRAIN)),
            Name::SwissRoll => Ok(points(&toy::swiss_roll(n, noise, rng)?, &["t", "h"])),
            Name::Circle => Ok(points(&toy::circle(n, noise, rng)?, &["theta"])),
            Name::TwoMoons => Ok(points(&toy::two_moons(n, noise, rng)?, &["theta"])),
            Name::Gaussian => {
                Ok(points(&toy::gaussian(n, [[3.0, 1.2], [1.2, 0.8]], rng)?, &["e1", "e2"]))
            }
            Name::Mixture => Ok(points(&toy::mixture(n, &clouds(), rng)?, &["e1", "e2"])),
        }
    }

    /// One of the two sets of rendered faces.
    fn faces(self, arguments: &Arguments) -> Result<Contents, Failure> {
        let colour = if arguments.colour { Colour::Rgb } else { Colour::Grey };
        let (seed, side) =
            (arguments.seed.unwrap_or(SEED), usize::from(arguments.side.unwrap_or(64)));
        let people = arguments.people.map_or(faces::PEOPLE, usize::from);
        let per_person = arguments.per_person.map_or(faces::PER_PERSON, usize::from);
        let (set, across) = match self {
            Name::FacesViews => (faces::views(seed, side, colour)?, 19),
            _ => (
                faces::gallery(seed, people, per_person, side, colour)?,
                people_side_by_side(per_person),
            ),
        };
        let columns = set
            .factors
            .iter()
            .take(1)
            .flat_map(factors::columns)
            .map(|(name, _)| name)
            .collect::<Vec<_>>();
        let rows = set
            .factors
            .iter()
            .map(|f| factors::columns(f).into_iter().map(|(_, value)| value));
        Ok(Contents::pictures(set.images, csv(&columns, rows), across))
    }
}

/// About 20 images in a row of the sheet, and whole people.
fn people_side_by_side(per_person: usize) -> usize {
    if per_person > 20 { 20 } else { 20 / per_person * per_person }
}

/// A round one, a long one and a small one.
fn clouds() -> [Component; 3] {
    let part = |weight, mean, covariance| Component { weight, mean, covariance };
    [
        part(2.0, [-3.0, 0.0], [[1.0, 0.0], [0.0, 1.0]]),
        part(2.0, [3.0, 1.0], [[2.0, 1.2], [1.2, 1.0]]),
        part(1.0, [1.0, -4.0], [[0.2, 0.0], [0.0, 0.2]]),
    ]
}

/// Coordinates x1, x2, …, then the true ones, then the label where there are several groups.
fn points(toy: &Toy, truth: &[&str]) -> Contents {
    let mut columns: Vec<String> = (1..=toy.x.ncols()).map(|j| format!("x{j}")).collect();
    columns.extend(truth.iter().map(|name| name.to_string()));
    if !toy.labels.is_empty() {
        columns.push("label".to_string());
    }
    let rows =
        toy.x.rows().into_iter().zip(toy.truth.rows()).enumerate().map(|(i, (x, t))| {
            let label = toy.labels.get(i).map(usize::to_string);
            let numbers = x.into_iter().chain(t).map(|v| v.to_string());
            numbers.chain(label).collect::<Vec<_>>()
        });
    Contents { images: None, texts: vec![(".csv", csv(&columns, rows))], across: 0 }
}

/// Pen-stroke digits and their factors.
fn written(set: DigitSet) -> Contents {
    let columns: Vec<String> = factors::of_digit(&digits::Factors::default())
        .map(|(name, _)| name.to_string())
        .into();
    let rows = set.factors.iter().map(|f| factors::of_digit(f).map(|(_, value)| value));
    Contents::pictures(set.images, csv(&columns, rows), 50)
}

/// Images scaled from 0–16 to [0, 1]; the CSV keeps the counts as they are.
fn scanned() -> Result<Contents, Failure> {
    let raw = optdigits::load()?;
    let mut columns: Vec<String> =
        (0..raw.x.ncols()).map(|j| format!("pixel{j}")).collect();
    columns.push("label".to_string());
    let rows = raw.x.rows().into_iter().zip(&raw.labels).map(|(x, label)| {
        x.iter().map(|v| v.to_string()).chain([label.to_string()]).collect::<Vec<_>>()
    });
    let csv = csv(&columns, rows);
    let images = ImageSet { x: raw.x / 16.0, ..raw };
    Ok(Contents::pictures(images, csv, 50))
}
