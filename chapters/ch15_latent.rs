//! A walk in latent space: the experiments of the chapter.

use chapters::{Outcome, Program, Run};
use std::process::ExitCode;

// Part A: the grid, continuity, paths, lengths.
#[path = "ch15_latent/continuity.rs"]
mod continuity;
#[path = "ch15_latent/judge.rs"]
mod judge;
#[path = "ch15_latent/lengths.rs"]
mod lengths;
#[path = "ch15_latent/paths.rs"]
mod paths;
#[path = "ch15_latent/plane.rs"]
mod plane;
#[path = "ch15_latent/sets.rs"]
mod sets;
#[path = "ch15_latent/turning.rs"]
mod turning;
#[path = "ch15_latent/walked.rs"]
mod walked;
// Part C: holes, samples tested, classes.
#[path = "ch15_latent/classes.rs"]
mod classes;
#[path = "ch15_latent/coders.rs"]
mod coders;
#[path = "ch15_latent/holes.rs"]
mod holes;
#[path = "ch15_latent/jury.rs"]
mod jury;
#[path = "ch15_latent/tested.rs"]
mod tested;
// Part B: average faces and attributes, disentanglement.
#[path = "ch15_latent/attributes.rs"]
mod attributes;
#[path = "ch15_latent/averages.rs"]
mod averages;
#[path = "ch15_latent/faces.rs"]
mod faces;
#[path = "ch15_latent/judges.rs"]
mod judges;
#[path = "ch15_latent/spaces.rs"]
mod spaces;
#[path = "ch15_latent/units.rs"]
mod units;

const PROGRAM: Program = Program {
    name: env!("CARGO_BIN_NAME"),
    about: "A walk in latent space: paths between codes, holes, classes, smiles, and what a unit means",
    examples: "\
--data takes a folder of the four files of MNIST or a set named like it, one IDX file of images, or pictures: of 1024
numbers each at most, in place of the digits. The faces are rendered all the same.

Examples:
  {name}                                       the built-in digits and faces; figures/{name}
  {name} --data mnist --full --out out/mnist   MNIST in place of the digits
  {name} --seed 7 --out out/seed7              the random parts anew
  {name} --quick --out out/quick               a fast look",
};

fn main() -> ExitCode {
    chapters::run(PROGRAM, experiments)
}

fn experiments(run: &mut Run) -> Outcome {
    run.step("draw the digits");
    let pictures = sets::Pictures::load(run)?;
    run.train("readers, and models to walk in");
    let judges = judge::Judges::train(run, &pictures)?;
    let walked = walked::Walked::train(run, &pictures)?;
    plane::plane(run, &pictures, &walked, &judges)?;
    run.train("how steep decoders are");
    continuity::continuity(run, &pictures, &walked)?;
    paths::paths(run, &pictures, &walked, &judges)?;
    lengths::lengths(run, &pictures, &walked, &judges)?;
    turning::turning(run)?;
    run.train("readers of other images, and models whose holes are looked for");
    if let Some(jury) = jury::Jury::call(run, &pictures)? {
        let coders = coders::Coders::train(run, &pictures, &jury)?;
        holes::holes(run, &pictures, &jury, &coders)?;
        run.train("two-sample tests");
        tested::tested(run, &pictures, &jury, &coders)?;
        run.train("conditional VAEs");
        classes::classes(run, &pictures, &jury, &coders)?;
    }
    run.step("render heads");
    let faces = faces::Faces::render(run)?;
    run.train("readers of factors");
    let judges = judges::Judge::train(run, &faces)?;
    run.train("codes of faces");
    let spaces = spaces::Spaces::train(run, &faces, &judges)?;
    averages::averages(run, &faces, &judges, &spaces)?;
    attributes::attributes(run, &faces, &judges, &spaces)?;
    run.train("what a unit knows");
    units::units(run, &faces, &spaces)?;
    Ok(())
}
