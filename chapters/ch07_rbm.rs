//! Layer by layer: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Restricted Boltzmann machines and what they were for: likelihood, pretraining, documents, codes as addresses",
    examples: "\
--data takes a folder of MNIST's or Fashion-MNIST's four files, one IDX file of images, or pictures: of 1024 numbers
each at most, in place of the digits.

Examples:
  {name}                                       the built-in digits and documents; figures/{name}
  {name} --data mnist --full --out out/mnist   MNIST, and the likelihoods of the published table
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    machines(run)?;
    documents(run)
}

/// Restricted Boltzmann machines on images.
fn machines(_run: &mut Run) -> Outcome {
    Ok(())
}

/// Codes of documents. (docs: your steps here, your files in `ch07_rbm/`.)
fn documents(_run: &mut Run) -> Outcome {
    Ok(())
}
