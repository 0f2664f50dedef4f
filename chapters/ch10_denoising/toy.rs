//! Points in the plane: arrows from where a point is seen to where a network puts it, beside
//! those of the known density.

use autoencoders::data::toy::{self, Component};
use autoencoders::denoising::posterior::{NoisyMixture, posterior_of_points};
use autoencoders::denoising::{Corruption, DenoisingAutoencoder};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder};
use autoencoders::{Autoencoder, Real};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use std::f64::consts::{PI, TAU};

/// The noise of the arrows.
const SD: f64 = 0.1;
/// Other levels on the mixture.
const SDS: [f64; 3] = [0.1, 0.2, 0.4];
/// Points that stand for a curve.
const FINE: usize = 2000;

/// A set whose posterior mean is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Mixture,
    Circle,
    Moons,
}

/// What was found at one level of noise.
struct Found {
    model: NeuralAutoencoder,
    /// ⟨a, b⟩/(‖a‖‖b‖) of the network's arrows and the true ones, over all points; ‖a‖/‖b‖.
    near: (f64, f64),
    /// The same where noise of three times the sd put the points.
    far: (f64, f64),
    /// ‖x − r(x̃)‖², its mean.
    loss: f64,
}

/// Three long thin clouds.
pub fn clouds() -> [Component; 3] {
    let along = |weight, mean, angle: f64| {
        let (s, c) = angle.sin_cos();
        let (long, thin) = (0.36, 0.0036);
        let covariance = [
            [long * c * c + thin * s * s, (long - thin) * s * c],
            [(long - thin) * s * c, long * s * s + thin * c * c],
        ];
        Component { weight, mean, covariance }
    };
    [
        along(2.0, [-0.9, 0.2], 0.4),
        along(1.0, [0.9, 0.6], 2.0),
        along(1.0, [0.4, -0.9], -0.2),
    ]
}

impl Set {
    fn key(self) -> &'static str {
        match self {
            Set::Mixture => "mixture",
            Set::Circle => "circle",
            Set::Moons => "moons",
        }
    }

    fn draw(self, run: &Run, n: usize, what: &str) -> Outcome<Array2<Real>> {
        let mut rng = run.rng(&format!("{} {what}", self.key()));
        let toy = match self {
            Set::Mixture => toy::mixture(n, &clouds(), &mut rng)?,
            Set::Circle => toy::circle(n, 0.0, &mut rng)?,
            Set::Moons => toy::two_moons(n, 0.0, &mut rng)?,
        };
        Ok(toy.x)
    }

    /// E[x|x̃].
    fn posterior(self, noisy: &Array2<Real>, sd: f64) -> Outcome<Array2<Real>> {
        if self == Set::Mixture {
            return Ok(NoisyMixture::new(&clouds(), sd)?.posterior_mean(noisy)?);
        }
        let mut curve = Array2::zeros((FINE, 2));
        for (i, mut point) in curve.rows_mut().into_iter().enumerate() {
            let share = (i / 2) as f64 / (FINE / 2) as f64;
            let (s, c) = match self {
                Set::Moons => (PI * share).sin_cos(),
                _ => (TAU * i as f64 / FINE as f64).sin_cos(),
            };
            let at =
                if self == Set::Moons && i % 2 == 1 { (1.0 - c, 0.5 - s) } else { (c, s) };
            (point[0], point[1]) = (at.0 as Real, at.1 as Real);
        }
        Ok(posterior_of_points(&curve, noisy, sd)?)
    }
}

fn gaussian(sd: f64) -> Corruption {
    Corruption::Gaussian { sd: sd as Real }
}

/// A network of 2-64-64-64-2, trained at this level of noise.
fn learn(run: &Run, set: Set, sd: f64, start: usize) -> Outcome<Found> {
    let x = set.draw(run, run.size(200, 8000, 8000), "train")?;
    let (bend, init) = (Activation::Relu, Init::He);
    let of =
        Architecture { hidden: bend, code: Some(bend), init, ..Architecture::default() };
    let name = format!("{} {sd} {start}", set.key());
    let autoencoder = NeuralAutoencoder::random(&[2, 64, 64], &of, &mut run.rng(&name))?;
    let mut model = DenoisingAutoencoder { autoencoder, corruption: gaussian(sd) };
    let how = Training {
        epochs: run.size(2, 50, 50),
        batch: 64,
        seed: run.args.seed + start as u64,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    let mut adam = Adam { rate: 1e-2, ..Adam::default() };
    model.train(&x, None, &mut adam, &how, silent)?;
    let model = model.autoencoder;
    let clean = set.draw(run, run.size(200, 4000, 4000), "test")?;
    let scored = |times: f64| -> Outcome<(f64, f64)> {
        let noisy = gaussian(times * sd.max(SD)).fixed(&clean, run.args.seed)?;
        let known = set.posterior(&noisy, sd.max(SD))? - &noisy;
        Ok(alike(&(model.reconstruct(&noisy)? - &noisy), &known))
    };
    let noisy = gaussian(sd).fixed(&clean, run.args.seed)?;
    let loss = squares(&(model.reconstruct(&noisy)? - &clean)) / clean.nrows() as f64;
    Ok(Found { near: scored(1.0)?, far: scored(3.0)?, loss, model })
}

/// The cosine between two fields, and the ratio of their lengths, over all points together.
fn alike(a: &Array2<Real>, b: &Array2<Real>) -> (f64, f64) {
    let product: f64 = a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
    let (aa, bb) = (squares(a), squares(b));
    (product / (aa * bb).sqrt(), (aa / bb).sqrt())
}

fn squares(a: &Array2<Real>) -> f64 {
    a.iter().map(|&v| f64::from(v).powi(2)).sum()
}

/// All numbers and both figures.
pub fn toys(run: &mut Run) -> Outcome {
    let starts = run.size(2, 5, 5);
    run.number("toy_sd", SD, 1);
    let mut cases: Vec<(Set, f64)> = SDS.map(|sd| (Set::Mixture, sd)).to_vec();
    cases.extend([(Set::Circle, SD), (Set::Moons, SD), (Set::Mixture, 0.0)]);
    let found = run
        .from_each_start(&cases, starts, |&(set, sd), start| learn(run, set, sd, start))?;
    let (mut cosines, mut lengths) =
        (vec![Curve::new(); starts], vec![Curve::new(); starts]);
    let mut panels = Vec::new();
    for ((set, sd), found) in cases.iter().zip(&found) {
        let of = |value: fn(&Found) -> f64| found.iter().map(value).collect::<Vec<_>>();
        let percent = (100.0 * sd).round();
        let name = if *sd > 0.0 { format!("{percent}") } else { "plain".into() };
        let key = format!("score_{}_{name}", set.key());
        run.over_starts(&format!("{key}_cosine"), &of(|f| f.near.0), "", 3);
        run.over_starts(&format!("{key}_length"), &of(|f| f.near.1), "", 3);
        run.over_starts(&format!("{key}_far_cosine"), &of(|f| f.far.0), "", 3);
        run.over_starts(&format!("{key}_far_length"), &of(|f| f.far.1), "", 3);
        if *sd > 0.0 {
            run.over_starts(&format!("{key}_loss"), &of(|f| f.loss), "", 5);
            best_loss(run, *set, *sd, &key)?;
        }
        if *set == Set::Mixture && *sd == SD {
            let least = of(|f| f.near.0).into_iter().fold(1.0, f64::min);
            run.number("score_cosine", least, 3).starts(starts);
        }
        if *set == Set::Mixture && *sd > 0.0 {
            for (start, one) in found.iter().enumerate() {
                cosines[start].push((*sd, one.near.0));
                lengths[start].push((*sd, one.near.1));
            }
        }
        if let Some(first) = found.first().filter(|_| *sd == SD) {
            panels.push(arrows(run, *set, &first.model)?);
        }
    }
    run.figure(
        "arrows",
        draw("Where a network moves points of the plane", 3, 190.0, &panels),
    );
    let x = || {
        let ticks = SDS.map(|sd| (sd, format!("{sd}")));
        Scale::log("sd of the noise", 0.09, 0.45).with_ticks(ticks)
    };
    let cosine =
        Panel::new("", x(), Scale::linear("cosine with the true score", 0.9, 1.005));
    let length = Panel::new("", x(), Scale::linear("length, true = 1", 0.8, 1.2));
    let panels = [
        bundle(cosine, &cosines, Ink::Autoencoder, ""),
        bundle(length.across(1.0, Ink::Faint, ""), &lengths, Ink::Autoencoder, ""),
    ];
    run.figure("score", draw("The arrows against the true score", 2, 170.0, &panels));
    Ok(())
}

/// The loss of the posterior mean, and of copying: σ² a number.
fn best_loss(run: &mut Run, set: Set, sd: f64, key: &str) -> Outcome {
    let clean = set.draw(run, run.size(200, 4000, 4000), "test")?;
    let noisy = gaussian(sd).fixed(&clean, run.args.seed)?;
    let n = clean.nrows() as f64;
    let best = squares(&(set.posterior(&noisy, sd)? - &clean)) / n;
    run.number(&format!("{key}_best"), best, 5).spread(0.0);
    run.number(&format!("{key}_copy"), squares(&(noisy - &clean)) / n, 5).spread(0.0);
    Ok(())
}

/// Arrows on a grid: the network's over the true ones, with some of the points.
fn arrows(run: &Run, set: Set, model: &NeuralAutoencoder) -> Outcome<Panel> {
    let ((x0, x1), (y0, y1)) = match set {
        Set::Mixture => ((-1.8, 1.8), (-1.8, 1.8)),
        Set::Circle => ((-1.5, 1.5), (-1.5, 1.5)),
        Set::Moons => ((-1.4, 2.4), (-1.65, 2.15)),
    };
    let side = 11;
    let at =
        |from: f64, to: f64, i: usize| from + (i as f64 + 0.5) / side as f64 * (to - from);
    let grid = Array2::from_shape_fn((side * side, 2), |(i, j)| {
        (if j == 0 { at(x0, x1, i % side) } else { at(y0, y1, i / side) }) as Real
    });
    let (true_ends, ends) = (set.posterior(&grid, SD)?, model.reconstruct(&grid)?);
    let bare =
        |from, to| Scale::linear("", from, to).with_ticks(Vec::<(f64, String)>::new());
    let points = set.draw(run, 250, "shown")?;
    let two =
        |p: autoencoders::ndarray::ArrayView1<Real>| (f64::from(p[0]), f64::from(p[1]));
    let title = match set {
        Set::Mixture => "three clouds",
        Set::Circle => "circle",
        Set::Moons => "two moons",
    };
    let panel = Panel::new(title, bare(x0, x1), bare(y0, y1)).equal().points(
        points.axis_iter(Axis(0)).map(two),
        Ink::Faint,
        Shape::Dot,
        2.0,
    );
    // Whole arrows would cross each other far away: half of each is drawn, from a dot.
    let half = |from: (f64, f64), to: (f64, f64)| {
        [from, ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0)]
    };
    let panel = (0..side * side).fold(panel, |panel, i| {
        let from = two(grid.row(i));
        panel.line(half(from, two(true_ends.row(i))), Ink::Raw, "").line(
            half(from, two(ends.row(i))),
            Ink::Autoencoder,
            "",
        )
    });
    let tails = grid.axis_iter(Axis(0)).map(two);
    Ok(panel.points(tails, Ink::Autoencoder, Shape::Dot, 2.5))
}
