//! Denoising: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch10_denoising/classic.rs"]
mod classic;
#[path = "ch10_denoising/features.rs"]
mod features;
#[path = "ch10_denoising/levels.rs"]
mod levels;
#[path = "ch10_denoising/nets.rs"]
mod nets;
#[path = "ch10_denoising/other.rs"]
mod other;
#[path = "ch10_denoising/repair.rs"]
mod repair;
#[path = "ch10_denoising/seen.rs"]
mod seen;
#[path = "ch10_denoising/sets.rs"]
mod sets;
#[path = "ch10_denoising/table.rs"]
mod table;
#[path = "ch10_denoising/toy.rs"]
mod toy;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Denoising: corruptions, networks and filters against them, arrows that are the score",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures, grey or
colour: sides that are multiples of 4, 4096 numbers each at most, in place of the digits. The points in the plane remain.

Examples:
  {name}                                       the built-in digits; figures/{name}
  {name} --data my_pictures --resize 32 --out out/mine
                                               your photographs, 32 pixels a side
  {name} --data mnist --full --out out/mnist   MNIST, all of it: an hour
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.train("points in the plane");
    toy::toys(run)?;
    run.step("read or draw the pictures");
    let sets = sets::Sets::load(run)?;
    run.step("filters and linear maps");
    let classic = classic::Classic::fit(run, &sets)?;
    repair::repair(run, &sets)?;
    run.train("denoising networks");
    let nets = nets::Nets::train(run, &sets)?;
    table::table(run, &sets, &classic, &nets)?;
    seen::pictures(run, &sets, &classic, &nets)?;
    run.train("other noise, other pictures");
    levels::levels(run, &sets, &nets)?;
    levels::blur(run, &sets, &nets)?;
    other::other(run, &sets, &nets)?;
    features::features(run, &sets, &nets)
}
