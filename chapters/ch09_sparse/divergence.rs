//! The divergence from a small activity: its picture, and over what the activity is taken.

use super::arms::{Arm, Lesson, RHO, Trained, at_best_rates};
use super::sets::Sets;
use super::tried;
use autoencoders::Real;
use autoencoders::ndarray::Axis;
use autoencoders::sparse::penalty::{divergence, divergence_slope};
use autoencoders::stats::range;
use autoencoders::{Autoencoder, stats::median};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// The lecture's ρ.
const SHOWN: Real = 0.2;
/// Images in a batch: as few as make its mean a poor one, and more.
const BATCHES: [usize; 2] = [8, 64];
/// A side above this is halved, as a step may look at all images.
const SIDE: usize = 8;
/// Steps of a training.
const STEPS: usize = 4000;

/// KL(ρ ‖ ρ̂) and its slope at ρ = .2.
pub fn picture(run: &mut Run) -> Outcome {
    let at = |i: usize| i as Real / 400.0;
    let value: Vec<(f64, f64)> =
        (2..399).map(|i| (f64::from(at(i)), divergence(SHOWN, at(i)))).collect();
    let slope: Vec<(f64, f64)> = (20..385)
        .map(|i| (f64::from(at(i)), f64::from(divergence_slope(SHOWN, at(i)))))
        .collect();
    let x = || Scale::linear("mean activity ρ̂", 0.0, 1.0);
    let rho = f64::from(SHOWN);
    let panels = [
        Panel::new("KL(ρ‖ρ̂), nats", x(), Scale::linear("", 0.0, 2.0))
            .line(value, Ink::Category(2), "")
            .upright(rho, Ink::Faint, "ρ = 0.2"),
        Panel::new("its slope", x(), Scale::linear("", -4.0, 16.0))
            .line(slope, Ink::Category(2), "")
            .across(0.0, Ink::Faint, "")
            .upright(rho, Ink::Faint, "ρ = 0.2"),
    ];
    run.figure(
        "divergence",
        draw("The divergence at ρ = 0.2, and its slope", 2, 190.0, &panels),
    );
    for (name, rho_hat) in [("01", 0.01), ("10", 0.1), ("50", 0.5), ("90", 0.9)] {
        run.number(&format!("kl_at_{name}"), divergence(SHOWN, rho_hat), 3);
        let slope = f64::from(divergence_slope(SHOWN, rho_hat));
        run.number(&format!("kl_slope_at_{name}"), slope, 2);
    }
    Ok(())
}

/// ρ̂ by batch, by running means and of all images, for batches of few images and of more.
pub fn means(run: &mut Run, whole: &Sets, lesson: &Lesson) -> Outcome {
    run.train("means of batches");
    let most = run.size([150, 60, 60], [1000, 500, 1000], [1000, 500, 1000]);
    let sets = &whole.reduced(most, SIDE)?;
    let arms = [Arm::Kl, Arm::Recent, Arm::Running, Arm::Set];
    let steps = run.size(40, STEPS, STEPS);
    // As many steps for both sizes of batch.
    let of = |batch: usize| {
        let epochs = (steps * batch).div_ceil(sets.train.len());
        Lesson { batch, epochs, units: 2 * sets.d(), ..lesson.clone() }
    };
    let cases: Vec<(Arm, Lesson)> =
        BATCHES.iter().flat_map(|&batch| arms.map(|arm| (arm, of(batch)))).collect();
    let found = at_best_rates(run, sets, &cases)?;
    for ((arm, lesson), (rate, made)) in cases.iter().zip(&found) {
        let key = format!("batch{}_{}", lesson.batch, arm.key());
        tried::record(run, &format!("{key}_rate"), *rate);
        let mut say = |what: &str, digits, of: &dyn Fn(&Trained) -> f64| {
            let values: Vec<f64> = made.iter().map(of).collect();
            run.over_starts(&format!("{key}_{what}"), &values, "", digits);
        };
        say("sq", 3, &|t| t.end.sq);
        say("sq_shorter", 3, &|t| t.shorter.sq);
        say("l0", 1, &|t| t.end.l0);
        say("hoyer", 3, &|t| t.end.hoyer);
        say("hoyer_shorter", 3, &|t| t.shorter.hoyer);
        let mut activity = Vec::new();
        for t in made {
            let means = t.model.encode(&sets.train.x)?.mean_axis(Axis(0));
            let means = means.unwrap_or_default().mapv(f64::from).to_vec();
            let (least, most) = range(means.iter().copied());
            activity.push((median(&means).unwrap_or(f64::NAN), least, most));
        }
        let of = |which: fn(&(f64, f64, f64)) -> f64| -> Vec<f64> {
            activity.iter().map(which).collect()
        };
        run.over_starts(&format!("{key}_activity"), &of(|a| a.0), "", 4);
        run.over_starts(&format!("{key}_activity_low"), &of(|a| a.1), "", 4);
        run.over_starts(&format!("{key}_activity_high"), &of(|a| a.2), "", 4);
    }
    run.count("means_samples", sets.train.len());
    run.count("means_features", sets.d());
    run.count("means_units", 2 * sets.d());
    run.count("means_steps", steps);
    run.number("rho", f64::from(RHO), 2).spread(0.0);
    Ok(())
}
