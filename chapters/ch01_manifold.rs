//! Images live on a manifold: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch01_manifold/blends.rs"]
mod blends;
#[path = "ch01_manifold/digits.rs"]
mod digits;
#[path = "ch01_manifold/estimates.rs"]
mod estimates;
#[path = "ch01_manifold/head.rs"]
mod head;
#[path = "ch01_manifold/known.rs"]
mod known;
#[path = "ch01_manifold/mistakes.rs"]
mod mistakes;
#[path = "ch01_manifold/moving.rs"]
mod moving;
#[path = "ch01_manifold/noise.rs"]
mod noise;
#[path = "ch01_manifold/paths.rs"]
mod paths;
#[path = "ch01_manifold/ratios.rs"]
mod ratios;
#[path = "ch01_manifold/scale.rs"]
mod scale;
#[path = "ch01_manifold/unrolled.rs"]
mod unrolled;
#[path = "ch01_manifold/views.rs"]
mod views;
#[path = "ch01_manifold/yours.rs"]
mod yours;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Images live on a manifold: turning heads, blends, and two ways to count dimensions",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures, and
measures these instead of rendered heads: their dimension, what noise and copies do to it and, of 72 pictures a label in
order, the path of each object's turn; of pictures with a table (CSV) of as many rows beside them, how well distances
along the manifold recover what the table says.

Examples:
  {name}                                  rendered heads and built-in digits; figures/{name}
  {name} --data coil20 --out out/coil20   turning objects
  {name} --seed 7 --out out/seed7         other heads, other points
  {name} --quick --out out/quick          a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    if let Some(dir) = run.args.data.clone() {
        return yours::yours(run, &dir);
    }
    run.step("pictures at random");
    noise::noise(run)?;
    run.step("a head from all sides");
    views::views(run)?;
    views::tangents(run)?;
    run.step("turning heads, and blends of two views");
    let turns = head::turns(run)?;
    views::lengths(run, &turns)?;
    views::shorter_steps(run)?;
    views::yaw_path(run, &turns[0])?;
    blends::blends(run, &turns)?;
    run.step("ratios, and sets of known dimension");
    ratios::on_a_line(run)?;
    known::known(run)?;
    run.step("heads of which one to five parameters move");
    let moving = moving::moving(run)?;
    moving::faces(run, &moving)?;
    run.step("digits");
    let digits = digits::digits(run)?;
    run.step("with fewer points");
    scale::scale(run, &moving, &digits)?;
    run.step("views unrolled");
    unrolled::unrolled(run)?;
    run.step("with noise, with copies");
    mistakes::noise(run)?;
    mistakes::copies(run)
}
