//! Stacked autoencoders: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch09_sparse/columns.rs"]
mod columns;
#[path = "ch12_stacked/depth.rs"]
mod depth;
#[path = "ch12_stacked/labels.rs"]
mod labels;
#[path = "ch12_stacked/large.rs"]
mod large;
#[path = "ch12_stacked/pictures.rs"]
mod pictures;
#[path = "ch12_stacked/rivals.rs"]
mod rivals;
#[path = "ch09_sparse/sets.rs"]
mod sets;
#[path = "ch12_stacked/stacks.rs"]
mod stacks;
#[path = "ch12_stacked/table.rs"]
mod table;
#[path = "ch12_stacked/transfer.rs"]
mod transfer;
#[path = "ch12_stacked/tuning.rs"]
mod tuning;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Stacked autoencoders: layers learnt without labels, what they spare in labels and in steps, and borrowed features",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or grey pictures of at
most 4096 numbers each, a sub-folder for each label, in place of the digits.

Examples:
  {name}                                       the built-in digits; figures/{name}
  {name} --data mnist --out out/mnist          4000 digits of MNIST at half size
  {name} --data mnist --full --out out/mnist   and all of MNIST, 784-500-500-500-10: a quarter of an hour
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let whole = sets::Sets::whole(sets::load(run)?)?;
    let small = whole.small(run)?;
    let stacks = stacks::Stacks::learn(run, &small)?;
    pictures::reconstructions(run, &small, &stacks)?;
    if small.classes() >= 2 {
        pictures::opening(run, &small)?;
        depth::by_layer(run, &small, &stacks)?;
        labels::compare(run, &small, &stacks)?;
        transfer::borrow(run, &small, &stacks)?;
    } else {
        run.note("these pictures have no labels: what needs them is left out");
    }
    table::yardsticks(run, &small)?;
    large::large(run, &whole)
}
