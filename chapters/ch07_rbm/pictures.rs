//! What machines of many hidden units dream and copy.

use super::likelihood::ANNEALED;
use super::sets::Set;
use autoencoders::Real;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::chains::Chains;
use autoencoders::rbm::learning::Learning;
use autoencoders::stats::mean;
use chapters::figures::{Grid, grid};
use chapters::{Outcome, Run};

/// Pictures in a row.
const COLUMNS: usize = 10;
/// Walks whose ends are looked at.
const WALKS: usize = 100;
/// How a machine learns: by CD-1, by persistent walks, by persistent walks and centred.
const WAYS: [(&str, usize, f64); 3] =
    [("cd1", 0, 0.0), ("pcd", 100, 0.0), ("centred", 100, 0.01)];

/// The rate of the machines, and of those of CD-1 that are taught on.
const RATES: [f64; 2] = [0.05, 0.15];

/// A machine that has learnt, and what was found of it.
struct Learnt {
    rbm: Rbm,
    /// ln p of a test image, by annealing.
    likelihood: f64,
    /// What its walks came to from coins, and from test images.
    dreams: [Dreams; 2],
    /// The squared error of a test image there and back by means, and by drawn hidden units.
    errors: [f64; 2],
}

/// Where walks ended.
struct Dreams {
    /// P(v = 1 | h) where each of them is.
    means: Array2<Real>,
    /// F of what was dreamt less F of the test images, on average.
    above: f64,
    /// The share of the walks at the class at which most of them are, in percent.
    one_class: f64,
}

/// Machines of one size, taught for the same time in three ways, from several starts.
pub fn machines(run: &mut Run, set: &Set) -> Outcome {
    let large = run.args.data.is_some();
    let starts = if large { run.size(1, 1, 2) } else { run.size(1, 5, 9) };
    let m = run.size(16, 100, 200);
    let (epochs, steps) = (run.size(2, 45, 45), run.size(50, 1000, 2000));
    run.train("machines of many units");
    let (train, test) = set.binary();
    let data = Data { set, train, test, m, epochs, steps };
    let learnt = run.from_each_start(&WAYS, starts, |way, start| {
        data.learn(way, &mut run.rng(&format!("pictures {start}")))
    })?;
    let on = run.size(4, 105, 45);
    let taught_on = run.from_each_start(&[()], starts, |_, start| {
        let rbm = learnt[0][start].rbm.clone();
        data.teach_on(rbm, on, &mut run.rng(&format!("taught on {start}")))
    })?;
    let all = WAYS.iter().map(|way| way.0).zip(&learnt);
    for (key, of_way) in all.chain([("cd1_on", &taught_on[0])]) {
        let of =
            |what: &dyn Fn(&Learnt) -> f64| of_way.iter().map(what).collect::<Vec<_>>();
        run.over_starts(&format!("dream_{key}_ll"), &of(&|l| l.likelihood), "nats", 1);
        for (from, i) in [("", 0), ("_from_test", 1)] {
            let above = of(&|l| l.dreams[i].above);
            run.over_starts(&format!("dream_{key}{from}_above"), &above, "nats", 1);
            let shares = of(&|l| l.dreams[i].one_class);
            run.over_starts(&format!("dream_{key}{from}_one_class"), &shares, "%", 0);
        }
        for (name, i) in [("tied_error", 0), ("tied_error_drawn", 1)] {
            run.over_starts(&format!("{name}_{key}"), &of(&|l| l.errors[i]), "", 1);
        }
    }
    run.count("machines_hidden", m);
    run.count("machines_epochs", epochs);
    run.count("machines_on_epochs", on);
    run.count("machines_starts", starts);
    run.count("dream_steps", steps);
    run.count("dream_walks", WALKS);
    let first: Vec<&Learnt> = learnt.iter().map(|of_way| &of_way[0]).collect();
    fantasies(run, set, &data.train, &first);
    Ok(())
}

/// What the machines learn from, and for how long.
struct Data<'a> {
    set: &'a Set,
    train: Array2<Real>,
    test: Array2<Real>,
    m: usize,
    epochs: usize,
    steps: usize,
}

impl Data<'_> {
    fn learn(
        &self,
        &(_, chains, follow): &(&str, usize, f64),
        rng: &mut rand_chacha::ChaCha8Rng,
    ) -> Outcome<Learnt> {
        let train = &self.train;
        let mut rbm =
            Rbm::random(train.ncols(), self.m, 0.01, rng)?.with_means_of(train)?;
        if follow > 0.0 {
            let mean = train.mean_axis(Axis(0)).unwrap_or_else(|| rbm.mu.clone());
            rbm = rbm.centred_at(&mean, &Array1::from_elem(self.m, 0.5))?;
        }
        let how = Learning {
            epochs: self.epochs,
            rate: RATES[0],
            chains,
            follow,
            ..Learning::default()
        };
        rbm.learn(train, &how, rng, |_, _| Ok(()))?;
        self.look(rbm, rng)
    }

    /// A machine of CD-1, taught for longer at the higher rate.
    fn teach_on(
        &self,
        mut rbm: Rbm,
        epochs: usize,
        rng: &mut rand_chacha::ChaCha8Rng,
    ) -> Outcome<Learnt> {
        let how = Learning { epochs, rate: RATES[1], ..Learning::default() };
        rbm.learn(&self.train, &how, rng, |_, _| Ok(()))?;
        self.look(rbm, rng)
    }

    /// What is to be found of a machine that has learnt.
    fn look(&self, rbm: Rbm, rng: &mut rand_chacha::ChaCha8Rng) -> Outcome<Learnt> {
        let (train, test) = (&self.train, &self.test);
        let (d, zero) = (train.ncols(), Array1::zeros(1));
        let base = Rbm::new(Array2::zeros((d, 1)), Array1::zeros(d), zero)?;
        let base = base.with_means_of(train)?.b;
        let f = rbm.free_energy(test)?.mean().unwrap_or(f64::NAN);
        let annealed = rbm.anneal(&base, ANNEALED.0, ANNEALED.1, rng)?;
        let some: Vec<usize> = (0..test.nrows().min(WALKS)).collect();
        let dreams = [
            self.dream(&rbm, Chains::random(&rbm, WALKS, rng)?, f)?,
            self.dream(&rbm, Chains::at(&rbm, &test.select(Axis(0), &some), rng)?, f)?,
        ];
        let drawn = rbm.down(&Chains::at(&rbm, test, rng)?.hidden())? - test;
        let drawn = drawn.iter().map(|&e| f64::from(e).powi(2)).sum::<f64>();
        let errors = [rbm.reconstruction_error(test)?, drawn / test.nrows() as f64];
        Ok(Learnt { likelihood: -f - annealed.log_z, dreams, errors, rbm })
    }

    /// Walks on from where the chains are; `f` is the mean F of the test images.
    fn dream(&self, rbm: &Rbm, mut chains: Chains, f: f64) -> Outcome<Dreams> {
        chains.walk(rbm, self.steps);
        let v = chains.visible();
        let free: Vec<f64> = rbm.free_energy(&v)?.to_vec();
        let labels = &self.set.train.labels;
        let mut counts = vec![0_usize; labels.iter().max().map_or(1, |most| most + 1)];
        for v in v.outer_iter() {
            let class = labels.get(nearest(v, &self.train)).copied().unwrap_or(0);
            counts[class] += 1;
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        Ok(Dreams {
            means: rbm.down(&chains.hidden())?,
            above: mean(&free).unwrap_or(f64::NAN) - f,
            one_class: 100.0 * most as f64 / v.nrows() as f64,
        })
    }
}

/// The row of the data that differs from a binary picture in the fewest pixels.
fn nearest(v: ArrayView1<Real>, data: &Array2<Real>) -> usize {
    // ‖v − x‖² = Σv + Σx − 2v·x for zeros and ones.
    let inner = data.dot(&v);
    let distances = data.outer_iter().zip(&inner).map(|(x, &inner)| x.sum() - 2.0 * inner);
    distances.enumerate().fold((0, Real::INFINITY), |a, b| if b.1 < a.1 { b } else { a }).0
}

/// Long walks from coins: what the first machine of each kind takes for digits.
fn fantasies(run: &mut Run, set: &Set, train: &Array2<Real>, machines: &[&Learnt]) {
    let data = train.outer_iter().take(COLUMNS).map(|row| set.tile(row));
    let dreamt = machines.iter().flat_map(|machine| {
        machine.dreams[0].means.outer_iter().take(COLUMNS).map(|row| set.tile(row))
    });
    let tiles = data.chain(dreamt).collect();
    let row_labels = ["data", "CD-1", "PCD", "centred"].map(str::to_string).to_vec();
    let title = "Digits, and what three machines dream after long walks".to_string();
    run.figure(
        "fantasies",
        grid(&Grid { title, columns: COLUMNS, tiles, row_labels, ..Grid::default() }),
    );
}
