//! All of a reader's set at full size, beside the oracle's numbers: with `--full` only.

use super::rivals::{Given, affordable};
use super::sets::Sets;
use super::stacks::{architecture, is_own};
use super::tuning::{Course, Tuned, best};
use autoencoders::nn::init::Init;
use autoencoders::nn::train::Training;
use autoencoders::nonlinear::NeuralAutoencoder;
use autoencoders::stacked::Greedy;
use autoencoders::stacked::greedy::unroll;
use autoencoders::stats::median;
use chapters::{Outcome, Run};

/// Units of each of three layers.
const UNITS: usize = 500;
/// Passes for each layer.
const EPOCHS: usize = 5;
/// Starts.
const STARTS: usize = 5;
/// Labels with the steps that they get; 0 stands for all.
const COURSES: [(usize, usize); 2] = [(1000, 800), (0, 4000)];
/// Adam's rates that are tried, the oracle's first.
const RATES: [f64; 2] = [1e-3, 3e-4];

/// 784-500-500-500-10 on all images, from a stack whose layers began small and from He's start.
pub fn large(run: &mut Run, sets: &Sets) -> Outcome {
    if !(is_own(run) && run.args.full) || sets.classes() < 2 {
        return Ok(());
    }
    run.train("all images");
    let fits = |n: usize| n == 0 || !affordable(sets, &[n]).is_empty();
    let courses: Vec<(usize, usize)> =
        COURSES.into_iter().filter(|&(n, _)| fits(n)).collect();
    let widths = vec![sets.d(), UNITS, UNITS, UNITS];
    let starts: Vec<usize> = (0..STARTS).collect();
    let found = run.together(&starts, |&start| {
        let seed = run.args.seed + 1000 * start as u64;
        let how = Training { epochs: EPOCHS, seed, ..Training::default() };
        let greedy = Greedy { training: how, init: Init::PyTorch, ..Greedy::default() };
        let rng = &mut run.rng(&format!("large {start}"));
        let stacked = unroll(&greedy.layers(&sets.train.x, &widths, rng)?)?.encoder;
        let rng = &mut run.rng(&format!("large scratch {start}"));
        let scratch =
            NeuralAutoencoder::random(&widths, &architecture(Init::He), rng)?.encoder;
        let mut all = Vec::new();
        for &(n, steps) in &courses {
            let n = if n == 0 { sets.train.len() } else { n };
            let given = Given::draw(run, sets, n, start)?;
            let (given, batch, frozen) = (&given.set, 128, false);
            let course = Course { given, sets, steps, batch, seed, frozen };
            for network in [&stacked, &scratch] {
                let by_rate = course.at_all(network, &RATES)?;
                let best = Tuned { encoder: None, ..best(&by_rate) };
                all.push(Found { last: by_rate[0].last, best });
            }
        }
        Ok(all)
    })?;
    run.count("large_units", UNITS).spread(0.0);
    run.count("large_starts", STARTS).spread(0.0);
    run.count("large_epochs", EPOCHS).spread(0.0);
    let brought = sets.train.len() + sets.valid.len();
    for (c, &(n, steps)) in courses.iter().enumerate() {
        let name = if n == 0 { brought } else { n };
        run.count(&format!("large_steps_{name}"), steps).spread(0.0);
        for (w, who) in ["stacked", "scratch"].iter().enumerate() {
            let percent = |of: fn(&Found) -> f64| -> Vec<f64> {
                found.iter().map(|all| 100.0 * of(&all[2 * c + w])).collect()
            };
            let tuned = percent(|found| found.best.test);
            run.over_starts(&format!("large_{who}_{name}"), &tuned, "%", 2);
            let last = percent(|found| found.last); // as the oracle has it
            run.over_starts(&format!("large_{who}_{name}_last"), &last, "%", 2);
            let middle = median(&last).unwrap_or(f64::NAN);
            run.measure(&format!("{who}_{name}"), middle, "%", 2).starts(last.len());
        }
        for (suffix, of) in
            [("", Found::tuned as fn(&Found) -> f64), ("_shorter", Found::shorter)]
        {
            let gains: Vec<f64> = found
                .iter()
                .map(|all| 100.0 * (of(&all[2 * c]) - of(&all[2 * c + 1])))
                .collect();
            run.over_starts(&format!("large_gain_{name}{suffix}"), &gains, "", 2);
        }
    }
    Ok(())
}

/// What became of one start under one course.
struct Found {
    /// On the test images at the end, at the oracle's rate.
    last: f64,
    /// At the rate that is best on held-out images.
    best: Tuned,
}

impl Found {
    /// On the test images, where it was best on held-out ones.
    fn tuned(&self) -> f64 {
        self.best.test
    }

    /// On the test images when two thirds of the steps were made.
    fn shorter(&self) -> f64 {
        let curve = &self.best.curve;
        let end = curve.last().map_or(0.0, |&(step, _)| step);
        let until = curve.iter().take_while(|&&(step, _)| 3.0 * step <= 2.0 * end);
        until.last().map_or(f64::NAN, |&(_, test)| test)
    }
}
