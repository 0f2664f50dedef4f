//! Entropy and divergence: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch13_information/directions.rs"]
mod directions;
#[path = "ch13_information/gaussians.rs"]
mod gaussians;
#[path = "ch13_information/knows.rs"]
mod knows;
#[path = "ch13_information/modes.rs"]
mod modes;
#[path = "ch13_information/pixels.rs"]
mod pixels;
#[path = "ch13_information/samples.rs"]
mod samples;
#[path = "ch13_information/weights.rs"]
mod weights;
#[path = "ch13_information/worms.rs"]
mod worms;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Entropy, cross-entropy and divergence: codes, worms, two hills, estimates from samples, and what a code knows",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the built-in digits, whose pixels are coded and whose labels are read off codes.

Examples:
  {name}                                       the built-in digits, worms and hills; figures/{name}
  {name} --data mnist --out out/mnist          pixels and codes of MNIST
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("read the digits");
    let digits = pixels::Digits::load(run)?;
    run.step("code the pixels");
    pixels::coded(run, &digits)?;
    run.train("what a code knows");
    knows::labels(run, &digits)?;
    if run.args.data.is_some() {
        return Ok(()); // the rest needs no pictures
    }
    run.step("worms");
    worms::divergences(run)?;
    worms::coded(run)?;
    run.step("two hills");
    modes::starts(run)?;
    modes::distances(run)?;
    run.step("Gaussians");
    gaussians::by_draws(run)?;
    run.step("directions");
    directions::errors(run)?;
    run.step("histograms and neighbours");
    samples::bins(run)?;
    samples::neighbours(run)?;
    run.step("weights");
    weights::by_width(run)
}

/// How many starts, or draws of a set, are compared.
pub fn starts(run: &Run) -> usize {
    run.size(2, 5, 5)
}
