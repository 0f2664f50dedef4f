//! Rectifiers that are dead, and what keeps them alive.

use super::nets::Plan;
use super::sets::Set;
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nonlinear::Architecture;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Values from several starts, at each rate.
type ByRate = Vec<(f64, Vec<f64>)>;

/// Units that answer no image of the set, as a share in per cent.
pub fn dead(z: &Array2<Real>) -> f64 {
    let silent =
        z.columns().into_iter().filter(|unit| unit.iter().all(|&z| z <= 0.0)).count();
    100.0 * silent as f64 / z.ncols() as f64
}

/// Rectifiers that no image switches on any more, and the loss, against the rate; and leaky ones.
pub fn wrong_dead(run: &mut Run, set: &Set) -> Outcome {
    let epochs = run.size(2, 60, 60);
    let plan = Plan::one_layer(set, 64, epochs);
    let floor = entropy_of(set.x())?;
    let rates: Vec<f64> =
        (-run.size(2, 6, 6)..0).map(|i| 10f64.powf(f64::from(i) / 2.0)).collect();
    let starts = run.size(1, 5, 5);
    let bends = [
        ("relu", "ReLU", Ink::Category(1), Activation::Relu),
        ("leaky", "leaky", Ink::Autoencoder, Activation::LeakyRelu),
    ];
    let cases: Vec<_> =
        bends.iter().flat_map(|&bend| rates.iter().map(move |&r| (bend.3, r))).collect();
    let mut trained = run
        .from_each_start(&cases, starts, |&(bend, rate), seed| {
            let mut rng = run.rng(&format!("wrong_dead {seed}"));
            let shape = Architecture { code: Some(bend), ..plan.shape };
            let plan = Plan { shape, ..plan.clone() };
            let (net, history) = plan.by_adam(set, rate, &mut rng)?;
            let loss = history.last().map_or(f64::NAN, |at| at.loss);
            Ok((dead(&net.encode(set.x())?), loss))
        })?
        .into_iter();
    let across = || Scale::log("rate of Adam", rates[0], rates[rates.len() - 1]);
    let mut above = Panel::new("", across(), Scale::linear("shut units (%)", -3.0, 103.0));
    let mut below =
        Panel::new("", across(), Scale::linear("loss (nats an image)", 12.0, 32.0));
    for (key, name, ink, _) in bends {
        let (mut shares, mut losses) = (ByRate::new(), ByRate::new());
        for (&rate, found) in rates.iter().zip(trained.by_ref()) {
            let (share, loss): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
            let at = format!("{rate:.4}").replace('.', "_");
            run.scattered(&format!("dead_{key}_share_{at}"), &share, "%", 0, 1.0);
            run.scattered(&format!("dead_{key}_loss_{at}"), &loss, "nats", 2, 0.2);
            shares.push((rate, share));
            losses.push((rate, loss));
        }
        above = with(above, &shares, ink, name);
        below = with(below, &losses, ink, name);
    }
    // Several times as long, at the two rates that are the best for so many epochs: what shut units cost, above the floor.
    let patient = Plan { epochs: run.size(2, 240, 240), ..plan };
    let cases: Vec<_> =
        bends.iter().flat_map(|&bend| [3, 10].map(|rate| (bend, rate))).collect();
    let ends = run.from_each_start(&cases, starts, |&(bend, rate), seed| {
        let mut rng = run.rng(&format!("wrong_dead {seed}"));
        let shape = Architecture { code: Some(bend.3), ..patient.shape };
        let plan = Plan { shape, ..patient.clone() };
        let (_, history) = plan.by_adam(set, f64::from(rate) / 1000.0, &mut rng)?;
        Ok(history.last().map_or(f64::NAN, |at| at.loss) - floor)
    })?;
    for ((bend, rate), ends) in cases.iter().zip(ends) {
        run.scattered(&format!("patient_{}_{rate}", bend.0), &ends, "nats", 2, 0.1);
    }
    run.count("patient_epochs", patient.epochs);
    run.count("dead_seeds", starts);
    run.count("dead_epochs", epochs);
    run.count("dead_units", 64);
    let title = "Share of shut units, and the loss, against the rate";
    run.figure("wrong_dead", draw(title, 1, 150.0, &[above, below]));
    Ok(())
}

/// The values at each rate as points, their medians as a line.
fn with(panel: Panel, by_rate: &ByRate, ink: Ink, name: &str) -> Panel {
    let middle: Curve =
        by_rate.iter().filter_map(|(rate, all)| Some((*rate, median(all)?))).collect();
    let points = by_rate.iter().flat_map(|(rate, all)| all.iter().map(|&v| (*rate, v)));
    panel.line(middle, ink, name).points(points.collect::<Curve>(), ink, Shape::Dot, 6.0)
}
