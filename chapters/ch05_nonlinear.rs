//! Layers that bend: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use sets::Sets;
use std::process::ExitCode;

#[path = "ch05_nonlinear/bends.rs"]
mod bends;
#[path = "ch05_nonlinear/bottleneck.rs"]
mod bottleneck;
#[path = "ch05_nonlinear/code_index.rs"]
mod code_index;
#[path = "ch05_nonlinear/deep_starts.rs"]
mod deep_starts;
#[path = "ch05_nonlinear/gradient.rs"]
mod gradient;
#[path = "ch05_nonlinear/keras.rs"]
mod keras;
#[path = "ch05_nonlinear/losses.rs"]
mod losses;
#[path = "ch05_nonlinear/mistakes.rs"]
mod mistakes;
#[path = "ch05_nonlinear/nets.rs"]
mod nets;
#[path = "ch05_nonlinear/one_bend.rs"]
mod one_bend;
#[path = "ch05_nonlinear/overcomplete.rs"]
mod overcomplete;
#[path = "ch05_nonlinear/sets.rs"]
mod sets;
#[path = "ch05_nonlinear/starts.rs"]
mod starts;
#[path = "ch05_nonlinear/training.rs"]
mod training;
#[path = "ch05_nonlinear/valley.rs"]
mod valley;
#[path = "ch05_nonlinear/ways.rs"]
mod ways;
#[path = "ch05_nonlinear/worked.rs"]
mod worked;
#[path = "ch05_nonlinear/wrong_mean.rs"]
mod wrong_mean;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Networks with a bend: layers, losses, optimisers, starts, and one bend against PCA",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures, in place
of the rendered digits. The small experiments remain on the 8×8 digits that the library holds.

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
    run.step("draw the digits");
    let Sets { digits, small } = Sets::load(run)?;
    run.train("a line and a curve");
    one_bend::one_bend(run)?;
    run.step("three bends, and an example by hand");
    bends::bends(run)?;
    worked::worked(run)?;

    run.step("two prices for a wrong pixel");
    losses::losses(run)?;
    run.train("down to the floor");
    let net = keras::floor(run, &digits)?;
    run.step("differences for derivatives");
    gradient::gradient_check(run)?;
    run.step("four ways down a valley");
    valley::optimisers(run)?;
    run.train("four ways down, at many rates");
    training::optimisers(run, &small)?;

    run.step("signals through ten layers");
    starts::starts(run)?;
    run.train("starts");
    deep_starts::training(run, &small)?;

    run.train("one bend against none");
    bottleneck::pca_vs_bend(run, &digits)?;
    bottleneck::reconstruction(run, &digits, &net)?;
    run.step("a code that is an index");
    code_index::code_index(run, &digits)?;
    run.train("too much power");
    overcomplete::too_strong(run, &small)?;
    overcomplete::overcomplete(run, &small)?;

    run.train("the mean, and the dead");
    wrong_mean::wrong_mean(run, &digits)?;
    mistakes::wrong_dead(run, &small)
}
