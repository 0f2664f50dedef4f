//! Eigenfaces, and the trick that makes them affordable: the experiments of the chapter.

use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, gallery};
use autoencoders::error::counted;
use autoencoders::pca::Pca;
use chapters::{Outcome, Program, Run, datasets};
use std::collections::BTreeMap;
use std::process::ExitCode;

#[path = "ch03_eigenfaces/approximate.rs"]
mod approximate;
#[path = "ch03_eigenfaces/cost.rs"]
mod cost;
#[path = "ch03_eigenfaces/distance.rs"]
mod distance;
#[path = "ch03_eigenfaces/factors.rs"]
mod factors;
#[path = "ch03_eigenfaces/kinds.rs"]
mod kinds;
#[path = "ch03_eigenfaces/mistakes.rs"]
mod mistakes;
#[path = "ch03_eigenfaces/naming.rs"]
mod naming;
#[path = "ch03_eigenfaces/pictures.rs"]
mod pictures;
#[path = "ch03_eigenfaces/recognition.rs"]
mod recognition;
#[path = "ch03_eigenfaces/turning.rs"]
mod turning;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Eigenfaces: the trick, face space, recognition, and PCA of data that do not fit in memory",
    examples: "\
--data takes a folder with one IDX file of images and one of labels, or pictures in a sub-folder for each person, or
named as the Yale faces are (subject01.happy). Recognition needs two pictures a person; the rest does not.
Pictures of real people are written to --out only, by default out/{name}.

Examples:
  {name}                                      forty rendered people; figures/{name}
  {name} --time                               with the seconds of each route
  {name} --data olivetti --out out/olivetti   photographs, with times
  {name} --quick --out out/quick              a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

/// Fewer images than these leave nothing to measure.
const FEWEST: usize = 12;

/// The faces, divided once for the whole chapter, and the components of all of them and of those to fit on.
pub struct Faces {
    /// All.
    pub all: ImageSet,
    /// Two of three images of each person.
    pub train: ImageSet,
    /// The third.
    pub held_out: ImageSet,
    /// All components of all faces.
    pub pca: Pca,
    /// All components of `train`.
    pub of_train: Pca,
}

fn experiments(run: &mut Run) -> Outcome {
    let faces = load(run)?;
    run.step("the gallery and its eigenfaces");
    pictures::gallery(run, &faces);
    pictures::eigenfaces(run, &faces);
    pictures::kept(run, &faces)?;
    if run.timed() {
        run.step("the cost of each route");
        cost::cost(run, &faces)?;
    }
    run.step("faces from a few numbers");
    pictures::reconstruction(run, &faces)?;
    pictures::sum(run, &faces)?;
    run.step("distance from face space");
    distance::distance(run, &faces)?;
    run.step("recognition");
    recognition::recognition(run, &faces)?;
    if run.args.data.is_none() {
        run.step("one factor at a time");
        factors::factors(run)?;
    }
    run.step("randomised components");
    approximate::randomised(run, &faces)?;
    run.step("components chunk by chunk");
    approximate::incremental(run, &faces)?;
    run.step("without normalising, and with a leak");
    mistakes::wrong_normalise(run, &faces)?;
    mistakes::wrong_leak(run, &faces)?;
    run.step("out of place");
    mistakes::misaligned(run, &faces)?;
    run.step("a turning head");
    turning::turning(run)
}

/// Read or render the faces, divide them, and fit.
fn load(run: &mut Run) -> Outcome<Faces> {
    let all = match run.args.data.clone() {
        Some(dir) => datasets::brought(run, &dir)?.train,
        None => {
            run.name_data("gallery");
            run.step("render the faces");
            let (people, each, side) = run.size((20, 6, 32), (40, 10, 64), (40, 10, 64));
            let set = gallery(run.args.seed, people, each, side, Colour::Grey)?;
            set.images
        }
    };
    if all.len() < FEWEST {
        let n = counted(all.len(), "image");
        return Err(
            format!("too few to divide and fit: {n}; give at least {FEWEST}").into()
        );
    }
    run.step("fit all components");
    let (fitted, kept_back) = divide(&all.labels, all.len());
    let (train, held_out) = (all.select(&fitted)?, all.select(&kept_back)?);
    let pca = every_component(&all)?;
    let of_train = every_component(&train)?;
    let (n, d) = all.x.dim();
    let people = pictures_of_each(&all.labels).len();
    run.count("people", people);
    run.count("per_person", n.checked_div(people).unwrap_or(0));
    run.count("samples", n);
    run.count("features", d);
    run.count("train_samples", train.len());
    run.count("held_out_samples", held_out.len());
    Ok(Faces { all, train, held_out, pca, of_train })
}

impl Faces {
    /// How many people there are, and how many of them in two pictures at least, so that one can be known by the other.
    pub fn people(&self) -> (usize, usize) {
        let pictures = pictures_of_each(&self.all.labels);
        (pictures.len(), pictures.values().filter(|&&count| count > 1).count())
    }
}

/// The number of pictures of each label.
fn pictures_of_each(labels: &[usize]) -> BTreeMap<usize, usize> {
    let mut pictures = BTreeMap::new();
    labels.iter().for_each(|&label| *pictures.entry(label).or_insert(0) += 1);
    pictures
}

/// Every third image of each label is kept back; of all labels with fewer together, and of those without, every third.
fn divide(labels: &[usize], n: usize) -> (Vec<usize>, Vec<usize>) {
    let (pictures, mut seen) = (pictures_of_each(labels), BTreeMap::new());
    (0..n).partition(|&i| {
        let person = labels.get(i).filter(|label| pictures[label] >= 3);
        let count = seen.entry(person).or_insert(0);
        *count += 1;
        *count % 3 != 0
    })
}

fn every_component(set: &ImageSet) -> autoencoders::Result<Pca> {
    let (n, d) = set.x.dim();
    Pca::fit(&set.x, n.saturating_sub(1).min(d))
}
