//! The linear autoencoder is PCA: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch04_linear/angles.rs"]
mod angles;
#[path = "ch04_linear/balance.rs"]
mod balance;
#[path = "ch04_linear/digits.rs"]
mod digits;
#[path = "ch04_linear/drift.rs"]
mod drift;
#[path = "ch04_linear/faces.rs"]
mod faces;
#[path = "ch04_linear/identity.rs"]
mod identity;
#[path = "ch04_linear/mistakes.rs"]
mod mistakes;
#[path = "ch04_linear/optimum.rs"]
mod optimum;
#[path = "ch04_linear/penalty.rs"]
mod penalty;
#[path = "ch04_linear/runs.rs"]
mod runs;
#[path = "ch04_linear/saddle.rs"]
mod saddle;
#[path = "ch04_linear/sets.rs"]
mod sets;
#[path = "ch04_linear/stairs.rs"]
mod stairs;
#[path = "ch04_linear/surface.rs"]
mod surface;
#[path = "ch04_linear/table.rs"]
mod table;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "The linear autoencoder: descent to PCA's subspace, saddles, what descent keeps, and axes",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the digits. The faces remain the rendered ones.

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
    run.step("draw the digits");
    let sets = sets::Sets::load(run)?;
    let small = &sets.small;
    run.step("render the faces");
    let faces = faces::render(run)?;

    run.step("what the eigenvalues say");
    optimum::landscape(run, small);
    run.train("the loss by the size of the code");
    optimum::loss_by_k(run, small)?;
    identity::identity(run, small)?;
    run.train("a saddle, visited and left");
    saddle::saddle(run, small)?;
    run.train("stairs");
    stairs::stairs(run, &faces, small)?;
    run.train("what descent keeps");
    balance::balance(run, small)?;
    run.train("four ways down");
    angles::angles(run, small)?;
    run.train("the noise of minibatches");
    drift::drift(run, small)?;
    run.train("train on the digits");
    let model = digits::train(run, &sets.digits)?;
    digits::reconstruction(run, &sets.digits, &model)?;
    run.train("the axes of the digits");
    penalty::axes(run, &sets.digits)?;
    penalty::columns(run, small)?;
    run.train("a penalty");
    table::table(run, small)?;
    penalty::shrink(run, small)?;

    run.train("wrong rates, wrong starts");
    mistakes::wrong_rate(run, small)?;
    mistakes::wrong_start(run, small)
}
