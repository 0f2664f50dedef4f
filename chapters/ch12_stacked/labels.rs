//! Accuracy by number of labels: what pretraining buys, and what else would buy it.

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
/// Labels at which the controls are trained.
const CONTROLLED: [usize; 2] = [100, 1000];

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
}

const ARMS: [(Arm, &str); 7] = [
    (Arm::Scratch, "scratch"),
    (Arm::Long, "long"),
    (Arm::Stacked, "stacked"),
    (Arm::Longer, "longer"),
    (Arm::Joint, "joint"),
    (Arm::Shuffled, "shuffled"),
    (Arm::Own, "own"),
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
        Arm::Stacked => encoder(layers)?,
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
    let wanted: &[usize] = if run.args.quick { &[10, 20] } else { &[10, 100, 1000] };
    let mut counts = affordable(sets, wanted);
    let controlled = affordable(sets, if run.args.quick { &[20] } else { &CONTROLLED });
    if stacks::is_own(run) {
        counts.clone_from(&controlled);
    } else {
        counts.push(all);
    }
    if counts.is_empty() {
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
        .filter(|(arm, _)| {
            let control = matches!(arm, Arm::Longer | Arm::Shuffled | Arm::Own);
            !(control && stacks::is_own(run))
        })
        .filter(|(arm, n)| match arm {
            Arm::Scratch | Arm::Stacked => true,
            Arm::Long => *n > 10,
            _ => controlled.contains(n),
        })
        .collect();
    let found = run.from_each_start(&jobs, starts, |&(arm, n), start| {
        let given = Given::draw(run, sets, n, start)?;
        let network = start_of(arm, run, stacks, &given, start)?;
        let steps = if arm == Arm::Long { steps + stacks.steps } else { steps };
        let seed = run.args.seed + start as u64;
        let course = Course { given: &given.set, sets, steps, batch: 50, seed };
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
    draw_gains(run, &jobs, &bests, &counts)?;
    let (Some(&few), Some(&many)) = (controlled.first(), controlled.last()) else {
        return Ok(());
    };
    by_rate(run, &jobs, &found, few)?;
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

/// Accuracy by rate with few labels.
fn by_rate(
    run: &mut Run,
    jobs: &[(Arm, usize)],
    found: &[Vec<Vec<Tuned>>],
    n: usize,
) -> Outcome {
    for (&(arm, labels), starts) in jobs.iter().zip(found) {
        if labels != n || !matches!(arm, Arm::Scratch | Arm::Stacked) {
            continue;
        }
        for (at, rate) in RATES.iter().enumerate() {
            let values: Vec<f64> = starts.iter().map(|all| 100.0 * all[at].last).collect();
            let key = format!("rate_{}_{}", key_of(arm), (rate * 1e5).round());
            run.over_starts(&key, &values, "%", 1);
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
) -> Outcome {
    let first = [
        (Arm::Stacked, "stacked", Ink::Autoencoder),
        (Arm::Joint, "at once", Ink::Category(2)),
    ];
    let controls = [
        (Arm::Long, "random, long", Ink::Category(1)),
        (Arm::Own, "own images", Ink::Category(6)),
        (Arm::Shuffled, "shuffled", Ink::Category(8)),
    ];
    let curves = |arm: Arm| -> Vec<Curve> {
        let with: Vec<usize> = counts
            .iter()
            .copied()
            .filter(|&n| !of(jobs, bests, arm, n).is_empty())
            .collect();
        let starts = bests.first().map_or(0, Vec::len);
        let gain = |n: usize, start: usize| {
            let (own, scratch) =
                (of(jobs, bests, arm, n), of(jobs, bests, Arm::Scratch, n));
            100.0 * (own[start].test - scratch[start].test)
        };
        (0..starts)
            .map(|start| with.iter().map(|&n| (n as f64, gain(n, start))).collect())
            .collect()
    };
    let arms = first.iter().chain(&controls).map(|look| look.0);
    let all: Vec<f64> = arms.flat_map(curves).flatten().map(|p| p.1).collect();
    let ends = (counts[0] as f64, counts[counts.len() - 1] as f64);
    let panel = |title: &str, looks: &[(Arm, &str, Ink)]| {
        let x = Scale::log("labels", ends.0, ends.1)
            .with_ticks(counts.iter().map(|&n| (n as f64, n.to_string())));
        let y = Scale::around("points more than from He's start", all.clone());
        looks.iter().fold(
            Panel::new(title, x, y).across(0.0, Ink::Raw, ""),
            |panel, &(arm, name, ink)| bundle(panel, &curves(arm), ink, name),
        )
    };
    let panels = [panel("layers learnt first", &first), panel("controls", &controls)];
    run.figure("labels", draw("Gain over a random start", 1, 210.0, &panels));
    Ok(())
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
