//! What a unit of the code knows: gaps, of the codes as they are and turned, and read-outs.

use super::faces::{FACTORS, Faces, SMILE};
use super::sets::starts;
use super::spaces::{Net, SHORTER, Spaces};
use autoencoders::deep::readout::{linear, r_squared};
use autoencoders::latent::mig::Shared;
use autoencoders::latent::reader::Reader;
use autoencoders::linalg::orthonormal;
use autoencoders::ndarray::{Array2, Axis, Zip, s};
use autoencoders::nn::init::Init;
use autoencoders::nn::train::{Schedule, Training};
use autoencoders::stats::range;
use autoencoders::vae::{active_units, sample_codes};
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;

/// Bins of a unit, and of a factor.
const BINS: usize = 10;
/// Heads for these tables.
const GAPS: usize = 1500;

/// What is measured of a code.
struct Known {
    /// Mutual information gap, of the codes as they are.
    mig: f64,
    /// The same after a random turn.
    turned: f64,
    /// The same with the rows of the codes in another order: what chance makes of it.
    chance: f64,
    /// Of codes drawn from q(z|x), where there is one.
    drawn: f64,
    /// R² of a linear read-out, and of a small network, averaged over the factors.
    linear: f64,
    network: f64,
    /// That of the smile alone, by the network.
    smile: f64,
    /// Units whose means vary.
    active: f64,
}

/// Every space: gaps and read-outs.
pub fn units(run: &mut Run, faces: &Faces, spaces: &Spaces) -> Outcome {
    let names: Vec<_> =
        spaces.names().into_iter().filter(|name| name.0 != "pixels").collect();
    let found = run.from_each_start(&names, starts(run), |&(key, _), start| {
        known(run, faces, spaces.of(key, start), spaces.net(key, start), start)
    })?;
    type Of = fn(&Known) -> f64;
    let what: [(&str, Of); 8] = [
        ("mig", |k| k.mig),
        ("turned_mig", |k| k.turned),
        ("chance_mig", |k| k.chance),
        ("drawn_mig", |k| k.drawn),
        ("linear_r2", |k| k.linear),
        ("network_r2", |k| k.network),
        ("smile_r2", |k| k.smile),
        ("face_active", |k| k.active),
    ];
    for ((key, _), found) in names.iter().zip(&found) {
        for (name, of) in what {
            let values: Vec<f64> = found.iter().map(of).filter(|v| v.is_finite()).collect();
            if !values.is_empty() {
                run.over_starts(&format!("{key}_{name}"), &values, "", 3);
            }
        }
    }
    // the shorter training is the last
    let shown = || names.iter().filter(|name| name.0 != SHORTER);
    let ticks = || shown().enumerate().map(|(i, name)| (i as f64, name.1));
    let wide = shown().count() as f64 - 0.5;
    let panel = |title: &str, ends: (f64, f64), of: [(Of, Ink, Shape); 2]| {
        let x = Scale::linear("", -0.5, wide).with_ticks(ticks());
        let panel = Panel::new(title, x, Scale::linear("", ends.0, ends.1));
        of.into_iter().enumerate().fold(panel, |panel, (at, (of, ink, shape))| {
            let beside = 0.12 * (2.0 * at as f64 - 1.0);
            let of_each = found.iter().take(shown().count()).enumerate();
            let points = of_each.flat_map(|(i, found)| {
                found.iter().map(move |known| (i as f64 + beside, of(known)))
            });
            panel.points(points.collect::<Vec<_>>(), ink, shape, 6.0)
        })
    };
    let most = found.iter().flatten().map(|known| known.mig).fold(0.05, f64::max);
    let scores = found.iter().flatten().flat_map(|known| [known.linear, known.network]);
    let (least, best) = range(scores);
    let left = panel(
        "MIG (crosses: turned)",
        (0.0, 1.1 * most),
        [
            (|k| k.mig, Ink::Autoencoder, Shape::Dot),
            (|k| k.turned, Ink::Random, Shape::Cross),
        ],
    );
    let right = panel(
        "R² (squares: network)",
        ((10.0 * least).floor() / 10.0, (10.0 * best).ceil() / 10.0),
        [
            (|k| k.linear, Ink::Autoencoder, Shape::Dot),
            (|k| k.network, Ink::Category(1), Shape::Square),
        ],
    );
    run.figure(
        "units",
        draw("What single units know, and whole codes", 2, 190.0, &[left, right]),
    );
    Ok(())
}

fn known(
    run: &Run,
    faces: &Faces,
    model: &dyn Autoencoder,
    net: Option<&Net>,
    start: usize,
) -> Outcome<Known> {
    let (set, test) = (&faces.known, &faces.test);
    let (z, unseen) = (model.encode(&set.x)?, model.encode(&test.x)?);
    let mut rng = run.rng(&format!("turn {start}"));
    let some = s![..set.x.nrows().min(GAPS), ..];
    let theta = set.theta.slice(some).to_owned();
    let gap = |z: &Array2<Real>| Shared::of_codes(&z.slice(some).to_owned(), &theta, BINS);
    let r = orthonormal(
        Init::Normal { sd: 1.0 }.matrix(z.ncols(), z.ncols(), &mut rng).view(),
    )?;
    let mut rows: Vec<usize> = (0..z.nrows()).collect();
    rows.shuffle(&mut rng);
    let drawn = match net.and_then(|net| Some((net, net.vae()?))) {
        None => f64::NAN,
        Some((net, vae)) => {
            let (mu, s) = vae.posterior(&net.front.encode(&set.x)?)?;
            let mut z = sample_codes(mu.nrows(), mu.ncols(), &mut rng);
            Zip::from(&mut z).and(&mu).and(&s).for_each(|z, mu, s| {
                *z = mu + (s / 2.0).exp() * *z;
            });
            gap(&z)?.mig()
        }
    };
    let training = Training {
        epochs: run.size(2, 20, 20),
        batch: 50,
        schedule: Schedule::Cosine,
        seed: start as u64,
        ..Training::default()
    };
    let network = Reader::fit(&z, &set.theta, &[64], 5e-3, &training, &mut rng)?;
    let each = r_squared(&test.theta, &network.read(&unseen)?)?;
    let straight = r_squared(&test.theta, &linear(&z, &set.theta, &unseen)?)?;
    let q = FACTORS.len() as f64;
    Ok(Known {
        mig: gap(&z)?.mig(),
        turned: gap(&z.dot(&r))?.mig(),
        chance: gap(&z.select(Axis(0), &rows))?.mig(),
        drawn,
        linear: straight.sum() / q,
        network: each.sum() / q,
        smile: each[SMILE],
        active: active_units(&z) as f64,
    })
}
