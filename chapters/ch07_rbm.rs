//! Layer by layer: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch07_rbm/bars.rs"]
mod bars;
#[path = "ch07_rbm/bias.rs"]
mod bias;
#[path = "ch07_rbm/depth.rs"]
mod depth;
#[path = "ch07_rbm/documents.rs"]
mod documents;
#[path = "ch07_rbm/likelihood.rs"]
mod likelihood;
#[path = "ch07_rbm/mistakes.rs"]
mod mistakes;
#[path = "ch07_rbm/pictures.rs"]
mod pictures;
#[path = "ch07_rbm/sets.rs"]
mod sets;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Restricted Boltzmann machines and what they were for: likelihood, pretraining, documents, codes as addresses",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the digits, and then the documents rest. Or it takes word counts, in place of the
documents, and then the machines rest: a folder with NAME-train.txt and NAME-test.txt, or with NAME.txt (or that file), gzipped or not, a line a document
(class id:count id:count ..., ids from 0); beside them NAME-vocab.txt and NAME-classes.txt, one a line. Or UCI's
docword.NAME.txt and vocab.NAME.txt, which have no classes: then what compares classes is left out.

Examples:
  {name}                                       the built-in digits and documents; figures/{name}
  {name} --data mnist --full --out out/mnist   MNIST, and the likelihoods of the published table
  {name} --data text --out out/news            20 Newsgroups' word counts
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    let documents = documents::are_brought(run)?;
    if !documents {
        machines(run)?;
    }
    if documents || run.args.data.is_none() {
        documents::documents(run)?;
    }
    Ok(())
}

/// Restricted Boltzmann machines on images.
fn machines(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let sets = sets::Sets::load(run)?;
    let bench = likelihood::Bench::new(run, &sets.small);
    likelihood::likelihood(run, &bench)?;
    let bench = bench.short();
    run.train("the bias of short walks");
    bias::bias(run, &bench)?;
    run.train("digits, flipped");
    likelihood::flipped(run, &bench)?;
    run.train("a draw forgotten");
    mistakes::wrong_hidden(run, &bench)?;
    if run.args.data.is_none() {
        run.train("bars and stripes");
        bars::bars(run)?;
    }
    pictures::machines(run, &sets.digits)?;
    depth::pretraining(run, &depth::Depth::new(run, &sets.small))
}
