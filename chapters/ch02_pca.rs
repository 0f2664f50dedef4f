//! The direction of greatest variance: the experiments of the chapter on principal component analysis.

use autoencoders::pca::Pca;
use chapters::datasets::{self, Images};
use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch02_pca/baselines.rs"]
mod baselines;
#[path = "ch02_pca/choice.rs"]
mod choice;
#[path = "ch02_pca/conditioning.rs"]
mod conditioning;
#[path = "ch02_pca/elimination.rs"]
mod elimination;
#[path = "ch02_pca/limits.rs"]
mod limits;
#[path = "ch02_pca/mistakes.rs"]
mod mistakes;
#[path = "ch02_pca/pictures.rs"]
mod pictures;
#[path = "ch02_pca/plane.rs"]
mod plane;
#[path = "ch02_pca/reading.rs"]
mod reading;
#[path = "ch02_pca/stability.rs"]
mod stability;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Principal component analysis: directions, spectra, reconstructions, and what goes wrong",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures.

Examples:
  {name}                                  the built-in digits; figures/{name}
  {name} --data mnist --out out/mnist     MNIST, with times
  {name} --seed 7 --out out/seed7         the random parts anew
  {name} --quick --out out/quick          a fast look",
};

/// With larger images the d×d matrices of some comparisons would take too long.
const MOST_FEATURES: usize = 1024;

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("a cloud in the plane");
    plane::cloud(run)?;

    let images = datasets::optdigits(run)?;
    run.step("fit all components");
    let pca = fit(run, &images)?;
    run.step("the spectrum, and how many components");
    choice::spectrum(run, &pca)?;
    choice::errors(run, &images)?;
    choice::choose_k(run, &images)?;
    run.step("components and reconstructions as pictures");
    pictures::loadings(run, &images, &pca);
    pictures::reconstruction(run, &images, &pca)?;
    pictures::scores(run, &images, &pca)?;
    run.step("components of samples drawn again");
    stability::stability(run, &images, &pca)?;
    let small = (2..=MOST_FEATURES).contains(&images.x().ncols());
    if small {
        run.step("images without centring");
        mistakes::uncentred_images(run, &images, &pca)?;
    } else {
        run.note(
            "images of more than 1024 numbers: not compared with random directions and single pixels; --resize N makes \
             pictures smaller",
        );
    }
    let every = images.train.len().min(5);
    let (fitted, kept_back) = images.apart(every)?;
    if small {
        run.step("random directions and single pixels");
        baselines::random_directions(run, &fitted, &kept_back)?;
    }
    run.step("digits read by their nearest neighbours");
    reading::reading(run, &fitted, &kept_back)?;

    run.step("the two routes in single precision");
    conditioning::conditioning(run)?;
    if small && kept_back.len() > 10 {
        conditioning::routes(run, &kept_back.x)?;
    }
    run.step("what no straight line can do");
    limits::limits(run)?;
    run.step("without centring");
    mistakes::wrong_centring(run)
}

/// Every component that the images have.
fn fit(run: &mut Run, images: &Images) -> Outcome<Pca> {
    let (n, d) = images.x().dim();
    let pca = run.time("fit_seconds", || Pca::fit(images.x(), (n - 1).min(d)))?;
    run.count("samples", n);
    run.count("features", d);
    run.count("rank", pca.rank());
    run.number("total_variance", pca.total_variance, 3);
    Ok(pca)
}
