//! Sparse codes: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch09_sparse/arms.rs"]
mod arms;
#[path = "ch09_sparse/bfgs.rs"]
mod bfgs;
#[path = "ch09_sparse/codes.rs"]
mod codes;
#[path = "ch09_sparse/columns.rs"]
mod columns;
#[path = "ch09_sparse/divergence.rs"]
mod divergence;
#[path = "ch09_sparse/gabors.rs"]
mod gabors;
#[path = "ch09_sparse/labels.rs"]
mod labels;
#[path = "ch09_sparse/large.rs"]
mod large;
#[path = "ch09_sparse/patched.rs"]
mod patched;
#[path = "ch09_sparse/planted.rs"]
mod planted;
#[path = "ch09_sparse/sets.rs"]
mod sets;
#[path = "ch09_sparse/strokes.rs"]
mod strokes;
#[path = "ch08_conv/tried.rs"]
mod tried;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Sparse codes: prices, places and dead units; pen strokes, Gabors, a planted dictionary, few labels",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or grey pictures of at
most 4096 numbers each in place of the digits. Photographs with a side above 64 pixels are cut into patches instead.

Examples:
  {name}                                       the built-in digits and faces; figures/{name}
  {name} --data mnist --out out/mnist          4000 digits of MNIST at half size, five starts
  {name} --data mnist --full --out out/mnist   and all of MNIST with a thousand units: an hour
  {name} --data natural_images --out out/photos  patches of photographs
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let images = sets::load(run)?;
    if gabors::are_photographs(images.train.frame) {
        return gabors::experiment(run, Some(&images.train));
    }
    let whole = sets::Sets::whole(images)?;
    let small = whole.small(run)?;
    divergence::picture(run)?;
    let codes = codes::Codes::train(run, &small)?;
    codes.cheat(run)?;
    codes.draw(run)?;
    codes.dead(run)?;
    strokes::features(run, &small, &codes)?;
    strokes::sums(run, &small, &codes)?;
    divergence::means(run, &whole, &codes.lesson)?;
    labels::compare(run, "", &small, &codes.some())?;
    planted::experiment(run)?;
    if run.args.data.is_none() {
        gabors::experiment(run, None)?;
    }
    large::large(run, &whole)
}
