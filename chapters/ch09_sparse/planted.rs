//! A planted dictionary: is what is found what was put in?

use super::arms::starts;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::ndarray::{Array2, s};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Schedule, Training};
use autoencoders::nonlinear::Output;
use autoencoders::pca::Pca;
use autoencoders::sparse::largest::coming_down;
use autoencoders::sparse::planted::{planted, recovery};
use autoencoders::sparse::{Scarcity, SparseAutoencoder};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Dimensions, atoms, atoms in a sample, noise.
const D: usize = 32;
const ATOMS: usize = 64;
const ACTIVE: usize = 3;
const NOISE: f64 = 0.05;
/// An atom is found where a feature's cosine with it is above this.
const FOUND: Real = 0.95;
/// λ of the code whose features are held, and those that are tried where they are free.
const LAMBDA: Real = 0.3;
const FREE: [Real; 3] = [0.3, 3.0, 30.0];

#[derive(Clone, Copy)]
enum Who {
    Plain,
    L1,
    Free,
    Largest,
    Down,
    Pca,
    Samples,
    Random,
}

const WHO: [(Who, &str, &str, Ink); 8] = [
    (Who::L1, "l1", "L1, held", Ink::Category(1)),
    (Who::Down, "down", "k coming down", Ink::Category(8)),
    (Who::Largest, "largest", "k largest", Ink::Category(3)),
    (Who::Free, "free", "L1, free", Ink::Category(6)),
    (Who::Plain, "plain", "plain ReLU", Ink::Autoencoder),
    (Who::Samples, "samples", "samples", Ink::Raw),
    (Who::Pca, "pca", "PCA", Ink::Pca),
    (Who::Random, "random", "random", Ink::Random),
];

/// The share of the atoms that each finds, from five dictionaries and starts.
pub fn experiment(run: &mut Run) -> Outcome {
    run.train("a planted dictionary");
    let (n, epochs) = (run.size(300, 6000, 6000), run.size(2, 80, 80));
    let cases: Vec<Who> = WHO.iter().map(|who| who.0).collect();
    let found = run.from_each_start(&cases, starts(run), |&who, start| {
        let mut rng = run.rng(&format!("planted {start}"));
        let set = planted(n, (D, ATOMS), ACTIVE, NOISE, &mut rng)?;
        let rng = &mut run.rng(&format!("planted start {start}"));
        let seed = run.args.seed + start as u64;
        let same = |features: Array2<Real>| [features.clone(), features];
        let found = match who {
            Who::Pca => same(Pca::fit(&set.x, D)?.w.t().to_owned()),
            Who::Samples => same(set.x.slice(s![..2 * ATOMS, ..]).to_owned()),
            Who::Random => same(planted(2, (D, 2 * ATOMS), 1, 0.0, rng)?.atoms),
            Who::Free => {
                let mut best = [(0.0, 0.0); 2];
                for lambda in FREE {
                    let found = learnt(who, lambda, &set.x, epochs, seed, rng)?;
                    for (best, features) in best.iter_mut().zip(&found) {
                        *best = better(score(&set.atoms, features)?, *best);
                    }
                }
                return Ok(best);
            }
            _ => learnt(who, LAMBDA, &set.x, epochs, seed, rng)?,
        };
        let [end, shorter] = &found;
        Ok([score(&set.atoms, end)?, score(&set.atoms, shorter)?])
    })?;
    let names = WHO.iter().rev().enumerate().map(|(i, who)| (i as f64, who.2));
    let mut panel = Panel::new(
        "",
        Scale::linear("atoms found, share", 0.0, 1.03),
        Scale::linear("", -0.6, WHO.len() as f64 - 0.4).with_ticks(names),
    );
    for (i, ((who, key, _, ink), found)) in WHO.iter().zip(&found).enumerate() {
        let of = |at: usize| found.iter().map(move |scores| scores[at]).unzip();
        let (shares, means): (Vec<f64>, Vec<f64>) = of(0);
        run.over_starts(&format!("planted_{key}"), &shares, "", 3);
        run.over_starts(&format!("planted_{key}_cosine"), &means, "", 3);
        if !matches!(who, Who::Pca | Who::Samples | Who::Random) {
            let (shares, means): (Vec<f64>, Vec<f64>) = of(1);
            run.over_starts(&format!("planted_{key}_shorter"), &shares, "", 3);
            run.over_starts(&format!("planted_{key}_cosine_shorter"), &means, "", 3);
        }
        let y = (WHO.len() - 1 - i) as f64;
        let points = shares.iter().enumerate();
        let points = points.map(|(j, &share)| (share, y + 0.08 * (j as f64 - 2.0)));
        panel = panel.points(points, *ink, Shape::Dot, 6.0);
    }
    run.figure(
        "planted",
        draw("Atoms of a planted dictionary that are found", 1, 230.0, &[panel]),
    );
    run.count("planted_atoms", ATOMS).spread(0.0);
    run.count("planted_units", 2 * ATOMS).spread(0.0);
    run.count("planted_dimensions", D).spread(0.0);
    run.count("planted_active", ACTIVE).spread(0.0);
    run.count("planted_samples", n).spread(0.0);
    Ok(())
}

/// The share of the atoms that are found, and the mean of their best cosines.
fn score(atoms: &Array2<Real>, features: &Array2<Real>) -> Outcome<(f64, f64)> {
    let cosines = recovery(atoms, features)?;
    let found = cosines.iter().filter(|&&cos| cos > FOUND).count() as f64;
    Ok((found / cosines.len() as f64, f64::from(cosines.mean().unwrap_or_default())))
}

/// The one that finds more, by its cosines where both find as many.
fn better(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    if a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).is_gt() { a } else { b }
}

/// The features of twice as many units as there are atoms, at the end and after two thirds
/// of the training.
fn learnt(
    who: Who,
    lambda: Real,
    x: &Array2<Real>,
    epochs: usize,
    seed: u64,
    rng: &mut rand_chacha::ChaCha8Rng,
) -> Outcome<[Array2<Real>; 2]> {
    let scarcity = match who {
        Who::L1 | Who::Free => Scarcity::L1 { lambda },
        Who::Largest | Who::Down => Scarcity::Largest { k: ACTIVE },
        _ => Scarcity::Nothing,
    };
    let hold = !matches!(who, Who::Free | Who::Plain);
    let (size, output, init) = ((D, 2 * ATOMS), Output::Linear, Init::Glorot);
    let mut model = SparseAutoencoder::random(size, scarcity, hold, output, init, rng)?;
    let schedule = Schedule::Constant;
    let training = Training { epochs, batch: 64, seed, schedule, ..Training::default() };
    let mut adam = Adam { rate: 3e-3, ..Adam::default() };
    let (mut shorter, middle) = (Array2::zeros((0, D)), (2 * epochs).div_ceil(3).max(1));
    let mut look = |record: &Record, model: &SparseAutoencoder| {
        if record.epoch == middle {
            shorter = model.features();
        }
        Ok(())
    };
    match who {
        Who::Down => {
            let ks = coming_down(2 * ATOMS, ACTIVE, epochs);
            model.train_by(&ks, x, &mut adam, &training, |r, model| look(r, model))?;
        }
        _ => {
            model.train(x, None, &mut adam, &training, look)?;
        }
    }
    debug_assert_eq!(model.code_size(), 2 * ATOMS);
    Ok([model.features(), shorter])
}
