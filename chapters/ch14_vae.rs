//! The variational autoencoder: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

#[path = "ch14_vae/aggregate.rs"]
mod aggregate;
#[path = "ch14_vae/alarm.rs"]
mod alarm;
#[path = "ch14_vae/arms.rs"]
mod arms;
#[path = "ch14_vae/binary.rs"]
mod binary;
#[path = "ch14_vae/blur.rs"]
mod blur;
#[path = "ch14_vae/bounds.rs"]
mod bounds;
#[path = "ch14_vae/estimates.rs"]
mod estimates;
#[path = "ch14_vae/exact.rs"]
mod exact;
#[path = "ch14_vae/gaps.rs"]
mod gaps;
#[path = "ch06_deep/hull.rs"]
mod hull;
#[path = "ch14_vae/integral.rs"]
mod integral;
#[path = "ch14_vae/linear_vae.rs"]
mod linear_vae;
#[path = "ch14_vae/pictures.rs"]
mod pictures;
#[path = "ch14_vae/pixels.rs"]
mod pixels;
#[path = "ch14_vae/plain.rs"]
mod plain;
#[path = "ch14_vae/posterior.rs"]
mod posterior;
#[path = "ch14_vae/quadrature.rs"]
mod quadrature;
#[path = "ch14_vae/rate.rs"]
mod rate;
#[path = "ch14_vae/rounded.rs"]
mod rounded;
#[path = "ch14_vae/samples.rs"]
mod samples;
#[path = "ch14_vae/scales.rs"]
mod scales;
#[path = "ch14_vae/weaker.rs"]
mod weaker;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "The variational autoencoder: both terms of its bound, wrong scales, collapse and cures, samples, blur",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the digits.

Examples:
  {name}                                       the built-in digits; figures/{name}
  {name} --data mnist --full --out out/mnist   MNIST, 784-400-20 for ten epochs from five starts: an hour
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let pictures = pictures::Pictures::load(run)?;
    run.train("right and wrong scales, cures, other β");
    let trained = arms::Trained::train(run, &pictures)?;
    trained.record(run, &pictures)?;
    bounds::bounds(run, &pictures, &trained)?;
    scales::units(run, &pictures, &trained);
    scales::collapse(run, &pictures, &trained);
    run.train("plain autoencoders");
    let plain = plain::Plain::train(run, &pictures)?;
    plain.draw(run, &pictures, &trained)?;
    rate::rates(run, &pictures, &trained, &plain)?;
    samples::samples(run, &pictures, &trained)?;
    aggregate::aggregate(run, &pictures, &trained)?;
    run.train("the noise of two gradients");
    estimates::estimates(run, &pictures, &trained)?;
    run.train("decoders with other noises");
    blur::blur(run, &pictures, &trained)?;
    exact::exact(run, &pictures)
}
