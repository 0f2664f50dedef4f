//! Eigenfaces, and the trick that makes them affordable: the experiments of the chapter.

use autoencoders::data::ImageSet;
use autoencoders::data::faces::{Colour, gallery};
use autoencoders::pca::Pca;
use chapters::{Outcome, Program, Run, datasets};
use std::process::ExitCode;

#[path = "ch03_eigenfaces/approximate.rs"]
mod approximate;
#[path = "ch03_eigenfaces/cost.rs"]
mod cost;
#[path = "ch03_eigenfaces/distance.rs"]
mod distance;
#[path = "ch03_eigenfaces/mistakes.rs"]
mod mistakes;
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
--data takes a folder with one IDX file of images and one of labels, or pictures in a sub-folder for each person.
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
    run.step("randomised components");
    approximate::randomised(run, &faces)?;
    run.step("components chunk by chunk");
    approximate::incremental(run, &faces)?;
    run.step("without normalising, and with a leak");
    mistakes::wrong_normalise(run, &faces)?;
    mistakes::wrong_leak(run, &faces)?;
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
            gallery(run.args.seed, people, each, side, Colour::Grey)?.images
        }
    };
    if all.len() < FEWEST {
        return Err(format!(
            "{} images are too few to divide and fit; give at least {FEWEST}",
            all.len()
        )
        .into());
    }
    run.step("fit all components");
    let (fitted, kept_back) = divide(&all.labels, all.len());
    let (train, held_out) = (all.select(&fitted)?, all.select(&kept_back)?);
    let pca = every_component(&all)?;
    let of_train = every_component(&train)?;
    let (n, d) = all.x.dim();
    let people = all.labels.iter().max().map_or(0, |most| most + 1);
    run.count("people", people);
    run.count("per_person", n.checked_div(people).unwrap_or(0));
    run.count("samples", n);
    run.count("features", d);
    run.count("train_samples", train.len());
    run.count("held_out_samples", held_out.len());
    Ok(Faces { all, train, held_out, pca, of_train })
}

/// Every third image of each label is kept back; without labels, every third image.
fn divide(labels: &[usize], n: usize) -> (Vec<usize>, Vec<usize>) {
    let mut seen = std::collections::BTreeMap::new();
    (0..n).partition(|&i| {
        let count = seen.entry(labels.get(i).copied().unwrap_or(0)).or_insert(0);
        *count += 1;
        *count % 3 != 0
    })
}

fn every_component(set: &ImageSet) -> autoencoders::Result<Pca> {
    let (n, d) = set.x.dim();
    Pca::fit(&set.x, n.saturating_sub(1).min(d))
}
