//! Layers that bend: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch05_nonlinear/gradient.rs"]
mod gradient;
#[path = "ch05_nonlinear/losses.rs"]
mod losses;
#[path = "ch05_nonlinear/valley.rs"]
mod valley;
#[path = "ch05_nonlinear/ways.rs"]
mod ways;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Networks with a bend: layers, losses, optimisers, starts, and one bend against PCA",
    examples: "\
--data takes a folder of MNIST's or Fashion-MNIST's four files, one IDX file of images, or pictures, in place of the
rendered digits. The small experiments remain on the 8×8 digits that the library holds.

Examples:
  {name}                                  the built-in digits; figures/{name}
  {name} --data mnist --full              MNIST in place of the digits, as long as others trained on it
  {name} --seed 7 --out out/seed7         the random parts anew
  {name} --quick --out out/quick          a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("two prices for a wrong pixel");
    losses::losses(run)?;
    run.step("differences for derivatives");
    gradient::gradient_check(run)?;
    run.step("four ways down a valley");
    valley::optimisers(run)?;
    Ok(())
}
