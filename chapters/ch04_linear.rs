//! The linear autoencoder is PCA: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch04_linear/angles.rs"]
mod angles;
#[path = "ch04_linear/descent.rs"]
mod descent;
#[path = "ch04_linear/faces.rs"]
mod faces;
#[path = "ch04_linear/optimum.rs"]
mod optimum;
#[path = "ch04_linear/penalty.rs"]
mod penalty;
#[path = "ch04_linear/runs.rs"]
mod runs;
#[path = "ch04_linear/sets.rs"]
mod sets;
#[path = "ch04_linear/surface.rs"]
mod surface;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "The linear autoencoder: descent to PCA's subspace, saddles, axes, and what a code saves",
    examples: "\
--data takes a folder of MNIST's or Fashion-MNIST's four files, one IDX file of images, or pictures.

Examples:
  {name}                                  the built-in digits and faces; figures/{name}
  {name} --data mnist --out out/mnist     MNIST in place of the digits
  {name} --seed 7 --out out/seed7         the random parts anew
  {name} --quick --out out/quick          a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("the smallest loss of all");
    surface::surface(run)?;
    run.step("fit all components");
    let sets = sets::Sets::load(run)?;
    run.step("render the faces");
    let faces = faces::Faces::render(run)?;
    run.step("stairs");
    descent::stairs(run, &faces.own)?;
    run.step("a saddle, visited and left");
    descent::saddle(run, &sets.small)?;
    run.step("a subspace held fixed");
    optimum::fixed(run, &sets.small)?;
    run.step("the loss by the size of the code");
    let trained = optimum::loss_by_k(run, &sets.small)?;
    run.step("the optimum to many digits");
    optimum::table(run, &sets.small)?;
    run.step("a penalty");
    penalty::shrink(run, &sets.small)?;
    penalty::patience(run, &sets.small)?;
    run.step("four ways down");
    angles::angles(run, &sets.small)?;
    Ok(())
}
