//! How far a picture can move when its code does: the bound of the weights, and the Jacobian.

use super::sets::Pictures;
use super::walked::{ARMS, CLOSELY, Model, Walked};
use autoencoders::Real;
use autoencoders::latent::lipschitz::{bound, stretches};
use autoencoders::latent::path::Path;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis, s};
use autoencoders::stats::{median, range};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Test images whose codes are looked at.
const CODES: usize = 200;
/// Pieces of a straight line between two codes on which the steepest place is sought.
const PIECES: usize = 10;

/// What one decoder says.
#[derive(Debug, Clone, Copy)]
struct Steep {
    /// The product of the layers' constants.
    bound: f64,
    /// The same without the sigmoid at the end.
    logits_bound: f64,
    /// The largest singular value of the Jacobian that was met.
    stretch: f64,
    /// The same of the logits.
    logits_stretch: f64,
    /// The largest ‖g(z) − g(z′)‖/‖z − z′‖ of two codes.
    chord: f64,
    /// The middle stretch where a unit of length is the codes' deviation.
    own: f64,
}

/// Bounds and stretches of all arms.
pub fn continuity(run: &mut Run, pictures: &Pictures, walked: &Walked) -> Outcome {
    let x = pictures.test.x.slice(s![..CODES.min(pictures.test.len()), ..]).to_owned();
    let jobs: Vec<(&Model, bool)> = walked
        .arms()
        .flat_map(|(_, made)| made)
        .flat_map(|made| [(&made.0[0], false), (&made.0[1], true)])
        .collect();
    let found = run.together(&jobs, |(model, _)| steep(model, &x))?;
    let mut found = found.into_iter();
    let mut shown: Vec<Vec<Steep>> = Vec::new();
    for (arm, made) in walked.arms() {
        let both: Vec<Steep> = found.by_ref().take(2 * made.len()).collect();
        for (when, at) in [("shorter_", 0), ("", 1)] {
            let own: Vec<Steep> = both.iter().skip(at).step_by(2).copied().collect();
            type Of = fn(&Steep) -> f64;
            let what: [(&str, Of, usize); 5] = [
                ("lipschitz", |s| s.bound, 1),
                ("stretch", |s| s.stretch, 2),
                ("own", |s| s.own, 2),
                ("loose", |s| s.bound / s.stretch, 1),
                ("loose_logits", |s| s.logits_bound / s.logits_stretch, 1),
            ];
            let both = [CLOSELY, "plain"].contains(&arm.key);
            let kept = |name| at == 1 || (both && name == "own");
            for (name, of, digits) in what.into_iter().filter(|(name, ..)| kept(*name)) {
                let values: Vec<f64> = own.iter().map(of).collect();
                run.over_starts(&format!("{}_{when}{name}", arm.key), &values, "", digits);
            }
            if at == 1 {
                shown.push(own);
            }
        }
    }
    figure(run, &shown);
    Ok(())
}

fn steep(model: &Model, x: &Array2<Real>) -> Outcome<Steep> {
    let (pixels, z) = (model.pixels()?, model.coder().encode(x)?);
    let logits = model.logits();
    let values = stretches(&pixels, &z)?;
    let usual: Vec<f64> = values.column(0).to_vec();
    let most = |values: Array2<f64>| range(values).1;
    let y = pixels.predict(&z)?;
    // the pair of neighbouring rows that is farthest apart for its codes, and the way between
    let (mut chord, mut steepest) = (0.0, 0);
    for i in 1..z.nrows() {
        let slope = apart(y.row(i - 1), y.row(i)) / apart(z.row(i - 1), z.row(i));
        if slope > chord {
            (chord, steepest) = (slope, i);
        }
    }
    let line = Path::Straight.codes(z.row(steepest.max(1) - 1), z.row(steepest), PIECES)?;
    let stretch = most(values).max(most(stretches(&pixels, &line)?)).max(chord);
    let deviation = z.var_axis(Axis(0), 0.0).mapv(f64::from).sum().sqrt();
    let picture = y.var_axis(Axis(0), 0.0).mapv(f64::from).sum().sqrt();
    let middle = median(&usual).unwrap_or(f64::NAN);
    Ok(Steep {
        bound: bound(&pixels)?,
        logits_bound: bound(logits)?,
        stretch,
        logits_stretch: most(stretches(logits, &z)?),
        chord,
        own: middle * deviation / picture,
    })
}

fn apart(a: ArrayView1<Real>, b: ArrayView1<Real>) -> f64 {
    let difference: Array1<f64> = (&a - &b).mapv(f64::from);
    difference.dot(&difference).sqrt()
}

fn figure(run: &mut Run, shown: &[Vec<Steep>]) {
    let all = shown.iter().flatten();
    let most = all.clone().map(|s| s.bound).fold(1.0, f64::max);
    // A decoder that hardly learnt may move nothing at all, and a logarithm has no place for that.
    let least = all.map(|s| s.chord).filter(|&chord| chord > 0.0).fold(most, f64::min);
    let x = Scale::log("change of the picture a unit of code", 0.7 * least, 1.4 * most);
    let count = ARMS.len();
    let at = |i: usize| (count - i) as f64;
    let ticks = ARMS.iter().enumerate().map(|(i, arm)| (at(i), arm.name));
    let y = Scale::linear("", 0.5, count as f64 + 0.7).with_ticks(ticks);
    type Of = fn(&Steep) -> f64;
    let looks: [(Of, Ink, Shape, &str, f64); 3] = [
        (|s| s.chord, Ink::Text, Shape::Cross, "two codes", 0.6),
        (|s| s.stretch, Ink::Autoencoder, Shape::Dot, "Jacobian", 2.2),
        (|s| s.bound, Ink::Category(1), Shape::Square, "weights", 1.0),
    ];
    let mut panel = Panel::new("", x, y);
    for (of, ink, shape, name, aside) in looks {
        let places = shown.iter().enumerate();
        let points = places.flat_map(|(i, all)| all.iter().map(move |s| (of(s), at(i))));
        let points: Vec<(f64, f64)> = points.filter(|&(value, _)| value > 0.0).collect();
        let middle = points.iter().map(|p| p.0.ln()).sum::<f64>() / points.len() as f64;
        let above = (middle.exp() * aside, at(0) + 0.4);
        panel = panel.note(above, name, ink, chapters::figures::Anchor::Middle);
        panel = panel.points(points, ink, shape, 7.0);
    }
    run.figure("steep", draw("How far a picture moves with its code", 1, 210.0, &[panel]));
}
