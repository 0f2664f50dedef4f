//! Images live on a manifold: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch01_manifold/blends.rs"]
mod blends;
#[path = "ch01_manifold/digits.rs"]
mod digits;
#[path = "ch01_manifold/estimates.rs"]
mod estimates;
#[path = "ch01_manifold/growth.rs"]
mod growth;
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
#[path = "ch01_manifold/scale.rs"]
mod scale;
#[path = "ch01_manifold/views.rs"]
mod views;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Images live on a manifold: turning heads, blends, and two ways to count dimensions",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: their
dimension is measured as well.

Examples:
  {name}                                  rendered heads and built-in digits; figures/{name}
  {name} --data coil20 --out out/coil20   pictures of your own beside them
  {name} --seed 7 --out out/seed7         another head, other points
  {name} --quick --out out/quick          a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    let brought = digits::brought(run)?;
    run.step("pictures at random");
    noise::noise(run)?;
    run.step("a head from all sides");
    views::views(run)?;
    views::tangents(run)?;
    run.step("a turning head, and blends of two views");
    let turn = head::turn(run)?;
    views::yaw_path(run, &turn)?;
    blends::blends(run, &turn)?;
    run.step("how the number of neighbours grows");
    growth::growth(run)?;
    growth::ratios_on_a_line(run)?;
    run.step("sets of known dimension");
    known::known(run)?;
    run.step("heads of which one to five parameters move");
    let moving = moving::moving(run)?;
    moving::faces(run, &moving)?;
    moving::focus(run, &moving)?;
    run.step("digits");
    let digits = digits::digits(run, &brought)?;
    run.step("with fewer points");
    scale::scale(run, &moving, &digits)?;
    run.step("with noise, with too few points, with copies");
    mistakes::noise(run)?;
    mistakes::few(run)?;
    mistakes::copies(run)
}
