//! Features that were learnt on other digits than the ones to be told apart.

use super::columns::{Column, columns};
use super::rivals::{Given, affordable};
use super::sets::Sets;
use super::stacks::{Stacks, architecture, encoder, recipe, starts};
use autoencoders::data::{ImageSet, optdigits};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::init::Init;
use autoencoders::nn::network::Network;
use autoencoders::nonlinear::NeuralAutoencoder;
use autoencoders::{Frame, Real};
use chapters::figures::{Ink, Scale, draw};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// The side of the digits that the library holds, without and with a margin.
const OWN: usize = 8;
/// Readers, and how they are drawn.
const WHO: [(&str, &str, Ink); 5] = [
    ("pixels", "pixels", Ink::Raw),
    ("random", "random", Ink::Random),
    ("mixed", "mixed-up", Ink::Category(8)),
    ("borrowed", "borrowed", Ink::Category(2)),
    ("own", "own", Ink::Autoencoder),
];

/// The 1 797 real digits in the frame of the others, with as wide a margin.
fn resized(frame: Frame) -> Outcome<Sets> {
    let all = optdigits::load()?;
    let (h, w) = (frame.height, frame.width);
    let margin = |n: usize| (n as f64 / 7.0).round() as usize; // 4 of 28 pixels
    let mut x = Array2::zeros((all.len(), frame.len()));
    for (from, mut to) in all.x.axis_iter(Axis(0)).zip(x.axis_iter_mut(Axis(0))) {
        let at = |i: usize, j: usize| f64::from(from[i * OWN + j]) / 16.0;
        let (top, left) = (margin(h), margin(w));
        let (tall, wide) = (h - 2 * top, w - 2 * left);
        for i in 0..tall {
            for j in 0..wide {
                let value = bilinear(at, place(i, tall), place(j, wide));
                to[(i + top) * w + j + left] = value as Real;
            }
        }
    }
    let set = ImageSet { x, labels: all.labels, frame };
    let part = |from: usize, to: usize| set.select(&(from..to).collect::<Vec<_>>());
    Ok(Sets { train: part(0, 1000)?, valid: part(1000, 1297)?, test: part(1297, 1797)? })
}

/// Where pixel i of `n` lies among the eight, centre on centre.
fn place(i: usize, n: usize) -> f64 {
    let at = (i as f64 + 0.5) * OWN as f64 / n as f64 - 0.5;
    at.clamp(0.0, (OWN - 1) as f64)
}

fn bilinear(at: impl Fn(usize, usize) -> f64, y: f64, x: f64) -> f64 {
    let (i, j) = ((y as usize).min(OWN - 2), (x as usize).min(OWN - 2));
    let (v, u) = (y - i as f64, x - j as f64);
    (1.0 - v) * ((1.0 - u) * at(i, j) + u * at(i, j + 1))
        + v * ((1.0 - u) * at(i + 1, j) + u * at(i + 1, j + 1))
}

/// A stack on these images, as many steps whatever their number.
fn stack(run: &Run, x: &Array2<Real>, stacks: &Like, start: usize) -> Outcome<Network> {
    let passes = (stacks.steps / x.nrows().div_ceil(100)).max(1);
    let rng = &mut run.rng(&format!("stack {start}"));
    encoder(&recipe(run, passes, start).layers(x, &stacks.widths, rng)?)
}

/// Widths of a stack, and steps of each layer.
struct Like {
    widths: Vec<usize>,
    steps: usize,
}

/// Both ways: each set's own features, the other's, and controls, with 100 labels.
pub fn borrow(run: &mut Run, sets: &Sets, stacks: &Stacks) -> Outcome {
    let frame = sets.frame();
    let n = run.size(20, 100, 100);
    let too_few = affordable(sets, &[n]).is_empty();
    if too_few
        || frame.channels != 1
        || frame.height.min(frame.width) < 10
        || sets.classes() != 10
    {
        run.note("no pictures of ten digits: no features are borrowed");
        return Ok(());
    }
    run.train("borrow features");
    let real = resized(frame)?;
    let like =
        Like { widths: stacks.widths.clone(), steps: stacks.steps / super::stacks::DEPTH };
    let starts: Vec<usize> = (0..starts(run)).collect();
    let found = run.together(&starts, |&start| {
        let theirs = encoder(&stacks.of[start].layers)?;
        let ours = stack(run, &real.train.x, &like, start)?;
        let mut order: Vec<usize> = (0..sets.d()).collect();
        order.shuffle(&mut run.rng(&format!("mix {start}")));
        let mix = |x: &Array2<Real>| x.select(Axis(1), &order);
        let rng = &mut run.rng(&format!("scratch {start}"));
        let random =
            NeuralAutoencoder::random(&like.widths, &architecture(Init::He), rng)?.encoder;
        let mixed = [
            stack(run, &mix(&sets.train.x), &like, start)?,
            stack(run, &mix(&real.train.x), &like, start)?,
        ];
        let mut all = Vec::new();
        for (target, own, other, mixed) in
            [(&real, &ours, &theirs, &mixed[0]), (sets, &theirs, &ours, &mixed[1])]
        {
            let given = Given::draw(run, target, n, start)?;
            all.push(vec![
                given.softmax(target, |x| Ok(x.clone()))?,
                given.softmax(target, |x| Ok(random.predict(x)?))?,
                given.softmax(target, |x| Ok(mixed.predict(x)?))?,
                given.softmax(target, |x| Ok(other.predict(x)?))?,
                given.softmax(target, |x| Ok(own.predict(x)?))?,
            ]);
        }
        Ok(all)
    })?;
    let mut panels = Vec::new();
    let set = if run.args.data.is_some() { "your digits" } else { "rendered digits" };
    for (t, (key, title)) in
        [("real", "8 × 8 real digits"), ("set", set)].iter().enumerate()
    {
        let values = found.iter().flat_map(|all| all[t].iter().copied());
        let of = |i: usize| found.iter().map(|all| all[t][i]).collect::<Vec<f64>>();
        let mut arms: Vec<Column> = Vec::new();
        for (i, (who, name, ink)) in WHO.iter().enumerate() {
            run.over_starts(&format!("transfer_{key}_{who}"), &of(i), "%", 1);
            arms.push((name, *ink, of(i)));
        }
        for (name, i) in [("borrowed", 3), ("own", 4)] {
            let gains: Vec<f64> = found.iter().map(|all| all[t][i] - all[t][0]).collect();
            run.over_starts(&format!("transfer_{key}_{name}_gain"), &gains, "", 1);
        }
        let y = Scale::around("% right", values);
        panels.push(columns(title, "features", y, &arms));
    }
    run.figure("transfer", draw("Features of other digits", 1, 190.0, &panels));
    Ok(())
}
