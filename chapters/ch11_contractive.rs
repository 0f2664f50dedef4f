//! Contractive autoencoders: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch11_contractive/arms.rs"]
mod arms;
#[path = "ch11_contractive/dark.rs"]
mod dark;
#[path = "ch11_contractive/deeper.rs"]
mod deeper;
#[path = "ch11_contractive/escape.rs"]
mod escape;
#[path = "ch11_contractive/heads.rs"]
mod heads;
#[path = "ch11_contractive/noisy.rs"]
mod noisy;
#[path = "ch11_contractive/pictures.rs"]
mod pictures;
#[path = "ch11_contractive/planes.rs"]
mod planes;
#[path = "ch11_contractive/sensitivity.rs"]
mod sensitivity;
#[path = "ch11_contractive/shaken.rs"]
mod shaken;
#[path = "ch11_contractive/spots.rs"]
mod spots;
#[path = "ch11_contractive/walk.rs"]
mod walk;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Contractive autoencoders: a penalty on ∂h/∂x, what it does to codes, and tangent planes against the true ones",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the digits. What needs true tangents is left out then: no photograph has them.

Examples:
  {name}                                       the built-in digits, spots and a head; figures/{name}
  {name} --data mnist --full --out out/mnist   MNIST, 784-500-784 for ten epochs: a quarter of an hour
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let digits = pictures::Pictures::load(run)?;
    run.train("plain and contractive, tied and untied");
    let trained = sensitivity::Trained::train(run, &digits)?;
    trained.record(run);
    trained.draw(run, &digits)?;
    run.train("on noise");
    noisy::trainings(run, &digits, &trained)?;
    run.train("small noise");
    shaken::codes(run, &digits, &trained)?;
    if run.args.data.is_some() {
        return Ok(()); // true tangents are known of what we render ourselves
    }
    run.train("how strong a penalty");
    escape::strengths(run, &digits, &trained)?;
    run.train("the reconstruction under noise");
    shaken::errors(run)?;
    run.train("tangents of spots");
    spots::by_samples(run)?;
    run.train("a second layer");
    deeper::encoders(run)?;
    run.train("dark pixels");
    dark::optimisers(run)?;
    run.step("render a head");
    let heads = heads::Heads::render(run)?;
    run.train("tangents of a head");
    let planes = heads.tangents(run)?;
    walk::walk(run, &heads, &planes)
}
