//! Accuracy by number of labels: what pretraining buys, and what else would buy it.

use super::columns::{self, Column};
use super::rivals::{Given, affordable};
use super::sets::Sets;
use super::stacks::{Stack, Stacks, encoder, recipe, shuffled};
use super::tuning::{Course, RATES, Tuned, best};
use super::{pictures, stacks};
use autoencoders::Autoencoder;
use autoencoders::ndarray::Array2;
use autoencoders::nn::network::Network;
use autoencoders::pca::Pca;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Components of PCA.
const COMPONENTS: usize = 50;
/// Numbers of labels.
const COUNTS: [usize; 3] = [10, 100, 1000];

/// A network to fine-tune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arm {
    /// He's start.
    Scratch,
    /// The same, with as many steps more as the stack had.
    Long,
    /// Layer by layer.
    Stacked,
    /// That, half as long again.
    Longer,
    /// All layers at once.
    Joint,
    /// The stack's numbers in another order.
    Shuffled,
    /// A stack that saw the labelled images alone.
    Own,
    /// The stack, and only the head learns.
    Head,
}

const ARMS: [(Arm, &str); 8] = [
    (Arm::Scratch, "scratch"),
    (Arm::Long, "long"),
    (Arm::Stacked, "stacked"),
    (Arm::Longer, "longer"),
    (Arm::Joint, "joint"),
    (Arm::Shuffled, "shuffled"),
    (Arm::Own, "own"),
    (Arm::Head, "head"),
];

/// What is read and never tuned.
const FROZEN: [&str; 6] = ["pixels", "pca", "random", "codes", "he_codes", "joint_codes"];

/// Where a training of an arm begins.
fn start_of(
    arm: Arm,
    run: &Run,
    stacks: &Stacks,
    given: &Given,
    start: usize,
) -> Outcome<Network> {
    let Stack { layers, longer, joint, .. } = &stacks.of[start];
    Ok(match arm {
        Arm::Scratch | Arm::Long => stacks.random(run, start)?,
        Arm::Stacked | Arm::Head => encoder(layers)?,
        Arm::Longer => encoder(longer)?,
        Arm::Joint => joint.encoder.clone(),
        Arm::Shuffled => shuffled(run, &encoder(layers)?, start),
        Arm::Own => {
            let n = given.set.len(); // as many steps as the stack had, in batches of these
            let passes = stacks.steps / stacks::DEPTH / n.div_ceil(100);
            let rng = &mut run.rng(&format!("stack {start}"));
            encoder(&recipe(run, passes, start).layers(
                &given.set.x,
                &stacks.widths,
                rng,
            )?)?
        }
    })
}

/// Everything by number of labels.
pub fn compare(run: &mut Run, sets: &Sets, stacks: &Stacks) -> Outcome {
    run.train("accuracy by number of labels");
    let all = sets.train.len();
    let controlled = affordable(sets, if run.args.quick { &[10, 20] } else { &COUNTS });
    let counts = [controlled.clone(), vec![all]].concat();
    if controlled.is_empty() {
        run.note("too few pictures of a class: nothing is compared by number of labels");
        return Ok(());
    }
    let steps = run.size(4, 600, 600);
    for (key, value) in [("tuning_steps", steps), ("long_steps", steps + stacks.steps)] {
        run.count(key, value).spread(0.0);
    }
    frozen(run, sets, stacks, &counts)?;
    let starts = stacks.of.len();
    let jobs: Vec<(Arm, usize)> = ARMS
        .iter()
        .flat_map(|&(arm, _)| counts.iter().map(move |&n| (arm, n)))
        .filter(|(arm, n)| {
            matches!(arm, Arm::Scratch | Arm::Stacked | Arm::Long) || controlled.contains(n)
        })
        .collect();
    let found = run.from_each_start(&jobs, starts, |&(arm, n), start| {
        let given = Given::draw(run, sets, n, start)?;
        let network = start_of(arm, run, stacks, &given, start)?;
        let steps = if arm == Arm::Long { steps + stacks.steps } else { steps };
        let seed = run.args.seed + start as u64;
        let (given, batch, frozen) = (&given.set, 50, arm == Arm::Head);
        let course = Course { given, sets, steps, batch, seed, frozen };
        match arm {
            Arm::Long => Ok(vec![course.at(&network, RATES[1])?]),
            _ => course.at_all(&network, &RATES),
        }
    })?;
    let name = |n: usize| if n == all { "all".to_string() } else { n.to_string() };
    let bests: Vec<Vec<Tuned>> =
        found.iter().map(|arm| arm.iter().map(|tried| best(tried)).collect()).collect();
    for (&(arm, n), tuned) in jobs.iter().zip(&bests) {
        let key = format!("{}_{}", key_of(arm), name(n));
        let percent = |of: fn(&Tuned) -> f64| -> Vec<f64> {
            tuned.iter().map(|t| 100.0 * of(t)).collect()
        };
        run.over_starts(&format!("acc_{key}"), &percent(|t| t.test), "%", 1);
        run.over_starts(&format!("last_{key}"), &percent(|t| t.last), "%", 1);
        run.over_starts(&format!("peeked_{key}"), &percent(|t| t.peeked - t.test), "", 1);
        let scratch = of(&jobs, &bests, Arm::Scratch, n);
        let gains: Vec<f64> =
            tuned.iter().zip(scratch).map(|(a, b)| 100.0 * (a.test - b.test)).collect();
        if arm != Arm::Scratch {
            run.over_starts(&format!("gain_{key}"), &gains, "", 1);
        }
    }
    draw_gains(run, &jobs, &bests, &counts);
    let Some(&many) = controlled.last() else { return Ok(()) };
    head_start(run, stacks, &jobs, &bests, many, steps)?;
    let stacked = of(&jobs, &bests, Arm::Stacked, many);
    let scratch = of(&jobs, &bests, Arm::Scratch, many);
    pictures::first_layers(run, sets, stacks, stacked, scratch)
}

fn key_of(arm: Arm) -> &'static str {
    ARMS.iter().find(|one| one.0 == arm).map_or("", |one| one.1)
}

/// The trainings of an arm with n labels; none where there are none.
fn of<'a>(
    jobs: &[(Arm, usize)],
    bests: &'a [Vec<Tuned>],
    arm: Arm,
    n: usize,
) -> &'a [Tuned] {
    jobs.iter().position(|&job| job == (arm, n)).map_or(&[], |at| &bests[at])
}

/// Softmax regression on what nothing fine-tunes.
fn frozen(run: &mut Run, sets: &Sets, stacks: &Stacks, counts: &[usize]) -> Outcome {
    let all = sets.train.len();
    let pca = Pca::fit(&sets.train.x, COMPONENTS.min(sets.d()).min(all - 1))?;
    let found = run.from_each_start(counts, stacks.of.len(), |&n, start| {
        let given = Given::draw(run, sets, n, start)?;
        let (random, code) =
            (stacks.random(run, start)?, encoder(&stacks.of[start].layers)?);
        let (he, joint) = (encoder(&stacks.of[start].he)?, &stacks.of[start].joint.encoder);
        type Read<'a> = Box<
            dyn Fn(&Array2<autoencoders::Real>) -> Outcome<Array2<autoencoders::Real>> + 'a,
        >;
        let reads: [Read; 6] = [
            Box::new(|x| Ok(x.clone())),
            Box::new(|x| Ok(pca.encode(x)?)),
            Box::new(|x| Ok(random.predict(x)?)),
            Box::new(|x| Ok(code.predict(x)?)),
            Box::new(|x| Ok(he.predict(x)?)),
            Box::new(|x| Ok(joint.predict(x)?)),
        ];
        reads.iter().map(|read| given.softmax(sets, read)).collect::<Outcome<Vec<f64>>>()
    })?;
    for (&n, starts) in counts.iter().zip(&found) {
        let name = if n == all { "all".to_string() } else { n.to_string() };
        for (i, key) in FROZEN.iter().enumerate() {
            let values: Vec<f64> = starts.iter().map(|all| all[i]).collect();
            run.over_starts(&format!("acc_{key}_{name}"), &values, "%", 1);
        }
    }
    Ok(())
}

/// What each start gains over He's, by number of labels.
fn draw_gains(
    run: &mut Run,
    jobs: &[(Arm, usize)],
    bests: &[Vec<Tuned>],
    counts: &[usize],
) {
    let looks = [
        (Arm::Stacked, "stacked", Ink::Autoencoder),
        (Arm::Joint, "at once", Ink::Category(2)),
        (Arm::Own, "own", Ink::Category(6)),
        (Arm::Shuffled, "shuffled", Ink::Category(8)),
        (Arm::Long, "long", Ink::Category(1)),
        (Arm::Head, "frozen", Ink::Category(3)),
    ];
    let gains = |arm: Arm, n: usize| -> Vec<f64> {
        let (own, scratch) = (of(jobs, bests, arm, n), of(jobs, bests, Arm::Scratch, n));
        own.iter().zip(scratch).map(|(own, s)| 100.0 * (own.test - s.test)).collect()
    };
    let by_count: Vec<Vec<Column>> = counts
        .iter()
        .map(|&n| looks.map(|(arm, name, ink)| (name, ink, gains(arm, n))).to_vec())
        .collect();
    let panels = columns::gains(counts, "", "points more than from He's start", &by_count);
    run.figure("labels", draw("Gain over a random start", 1, 120.0, &panels));
}

/// Accuracy by steps, the stack's own counted or not.
fn head_start(
    run: &mut Run,
    stacks: &Stacks,
    jobs: &[(Arm, usize)],
    bests: &[Vec<Tuned>],
    n: usize,
    steps: usize,
) -> Outcome {
    let curves = |arm: Arm, later: f64| -> Vec<Curve> {
        let all = of(jobs, bests, arm, n).iter();
        all.map(|t| t.curve.iter().map(|&(s, a)| (s + later, 100.0 * a)).collect())
            .collect()
    };
    let arms = [
        (curves(Arm::Long, 0.0), Ink::Category(1), "random"),
        (curves(Arm::Stacked, stacks.steps as f64), Ink::Autoencoder, "stacked"),
    ];
    let settled: Vec<f64> = arms[0].0.iter().map(settled).collect();
    run.over_starts("settled_long", &settled, "", 0);
    let values = arms.iter().flat_map(|a| &a.0).flatten().map(|p| p.1);
    let x = Scale::linear("steps in all", 0.0, (stacks.steps + steps) as f64);
    let mut panel = Panel::new("", x, Scale::around("% of test images right", values));
    for (curves, ink, name) in &arms {
        panel = bundle(panel, curves, *ink, name);
    }
    let title = "Accuracy by steps, those without labels counted";
    run.figure("steps", draw(title, 1, 230.0, &[panel]));
    Ok(())
}

/// The step from which on a curve stays within a point of its end.
fn settled(curve: &Curve) -> f64 {
    let end = curve.last().map_or(f64::NAN, |p| p.1);
    let after = curve.iter().rposition(|p| (p.1 - end).abs() > 1.0).map_or(0, |at| at + 1);
    curve.get(after).map_or(f64::NAN, |p| p.0)
}
