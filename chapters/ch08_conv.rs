//! Convolutional autoencoders: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch08_conv/accuracy.rs"]
mod accuracy;
#[path = "ch08_conv/arms.rs"]
mod arms;
#[path = "ch08_conv/checker.rs"]
mod checker;
#[path = "ch08_conv/edges.rs"]
mod edges;
#[path = "ch08_conv/keras.rs"]
mod keras;
#[path = "ch08_conv/lecture.rs"]
mod lecture;
#[path = "ch08_conv/maps.rs"]
mod maps;
#[path = "ch08_conv/pictures.rs"]
mod pictures;
#[path = "ch08_conv/receptive.rs"]
mod receptive;
#[path = "ch08_conv/sharing.rs"]
mod sharing;
#[path = "ch08_conv/shifts.rs"]
mod shifts;
#[path = "ch08_conv/small.rs"]
mod small;
#[path = "ch08_conv/tried.rs"]
mod tried;
#[path = "ch08_conv/versus.rs"]
mod versus;
#[path = "ch08_conv/wrong.rs"]
mod wrong;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "Convolutional autoencoders: shared weights, checkerboards, what a unit sees, dense ones beside them",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures, grey or
colour: sides that are multiples of 4, 65536 numbers each at most, in place of the digits. Above 4096 numbers the dense
networks are left out: they would take too long. The rendered faces remain.

Examples:
  {name}                                       the built-in digits and faces; figures/{name}
  {name} --data cifar10 --out out/cifar        small colour photographs
  {name} --data mnist --full --out out/mnist   MNIST, and the tutorial's fifty epochs from five starts: over an hour
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("the lecture's examples");
    lecture::six_by_six(run)?;
    lecture::four_by_four(run)?;
    lecture::bilinear(run)?;
    wrong::odd(run)?;
    run.step("draw the digits");
    let digits = pictures::Pictures::load(run)?;
    run.train("what moves along");
    sharing::gaps(run, &digits)?;
    sharing::figure(run, &digits)?;
    run.train("what a unit sees");
    receptive::stacks(run)?;

    run.train("ways back up");
    checker::checkerboards(run, &digits)?;

    run.train("convolutional and dense");
    let versus = versus::Versus::digits(run, &digits)?;
    versus.draw(run, &digits)?;
    let conv = versus.of(arms::Arm::Conv);
    receptive::code(run, &digits, conv)?;
    maps::filters(run, &digits, conv)?;
    maps::codes(run, "latent", &digits, conv)?;
    accuracy::accuracies(run, &digits, &versus)?;
    run.train("few images");
    small::small(run, &digits, &versus)?;
    run.train("moved images");
    shifts::shifts(run, &digits, &versus)?;

    run.step("render faces");
    let faces = pictures::Pictures::faces(run)?;
    run.train("convolutional and dense on faces");
    let on_faces = versus::Versus::faces(run, &faces)?;
    maps::codes(run, "latent_faces", &faces, on_faces.of(arms::Arm::Conv))?;
    wrong::dead(run, [("", &digits, &versus), ("faces_", &faces, &on_faces)])?;
    keras::tutorial(run)
}
