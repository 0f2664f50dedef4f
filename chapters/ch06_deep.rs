//! Deep autoencoders: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch06_deep/by_k.rs"]
mod by_k;
#[path = "ch06_deep/codec.rs"]
mod codec;
#[path = "ch06_deep/codes2.rs"]
mod codes2;
#[path = "ch06_deep/halves.rs"]
mod halves;
#[path = "ch06_deep/hull.rs"]
mod hull;
#[path = "ch06_deep/logistic.rs"]
mod logistic;
#[path = "ch06_deep/mistakes.rs"]
mod mistakes;
#[path = "ch06_deep/models.rs"]
mod models;
#[path = "ch06_deep/neighbours.rs"]
mod neighbours;
#[path = "ch06_deep/rates.rs"]
mod rates;
#[path = "ch06_deep/roll.rs"]
mod roll;
#[path = "ch06_deep/sheet.rs"]
mod sheet;
#[path = "ch06_deep/thirty.rs"]
mod thirty;
#[path = "ch06_deep/views.rs"]
mod views;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Deep autoencoders: two numbers and thirty against PCA, sheets, neighbours, and what a code costs in bits",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the digits. The heads and the Swiss roll remain.

Examples:
  {name}                                       the built-in digits and heads; figures/{name}
  {name} --data mnist --full --out out/mnist   MNIST, and the widths of the paper: a quarter of an hour
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let models = models::Models::train(run)?;

    run.train("two numbers a digit");
    codes2::codes2(run, &models)?;
    run.train("thirty numbers a digit");
    thirty::reconstruction(run, &models)?;
    run.step("squared error by the size of the code");
    let mut by_k = by_k::ByK::default();
    by_k.pca(run, &models)?;
    logistic::logistic(run, &models, &mut by_k)?;
    by_k.deep(run, &models)?;
    by_k.draw(run, &models);
    halves::halves(run, &models)?;

    run.step("render a head from random sides");
    let views = views::Views::make(run, run.size(12, 24, 32))?;
    views.read_off(run, "angles")?;
    sheet::planes(run, &views)?;
    sheet::sheet(run, &views)?;

    run.train("unroll a Swiss roll");
    roll::roll(run)?;
    run.train("neighbours");
    neighbours::neighbours(run, &models)?;
    run.train("what a code costs");
    rates::rate_distortion(run, &models)?;
    rates::wrong_step(run, &models)?;

    run.train("bad starts, bent codes");
    mistakes::wrong_start(run, &models)?;
    mistakes::wrong_code(run, &models)
}
