//! Ways to learn, watched by the exact likelihood of images that no machine has seen.

use super::sets::Set;
use autoencoders::Real;
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::Learning;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Hidden units: 2¹⁶ states can be summed over.
pub const HIDDEN: usize = 16;
/// Machines, and walks through them, of which annealing estimates a partition function.
pub const ANNEALED: (usize, usize) = (1000, 100);

/// Binary images, and how long a machine learns from them.
pub struct Bench {
    pub train: Array2<Real>,
    pub test: Array2<Real>,
    pub epochs: usize,
    pub rate: f64,
    pub starts: usize,
    pub hidden: usize,
}

/// A way to learn from a start.
pub struct Way {
    pub key: &'static str,
    pub name: &'static str,
    pub ink: Ink,
    /// Whether the offsets are the means, in place of 0.
    pub centred: bool,
    /// Whether the first biases are the pixels' frequencies, in place of 0.
    pub means: bool,
    pub how: Learning,
}

impl Bench {
    /// Of few pixels: many epochs, several machines. Of many: as the published table has it.
    pub fn new(run: &Run, set: &Set) -> Bench {
        let (train, test) = set.binary();
        let large = train.ncols() > 100;
        let epochs = if large { run.size(2, 10, 50) } else { run.size(10, 300, 900) };
        let rate = if large { 0.01 } else { 0.1 };
        let starts = if large { 1 } else { run.size(2, 5, 9) };
        Bench { train, test, epochs, rate, starts, hidden: run.size(8, HIDDEN, HIDDEN) }
    }

    /// The same images for as long as is needed to see a difference: of many pixels, for a shorter time.
    pub fn short(&self) -> Bench {
        let epochs =
            if self.train.ncols() > 100 { self.epochs.min(20) } else { self.epochs };
        Bench { train: self.train.clone(), test: self.test.clone(), epochs, ..*self }
    }

    /// A machine of small random weights, at the pixels' own frequencies and centred if wanted.
    fn start(&self, way: &Way, rng: &mut impl Rng) -> Outcome<Rbm> {
        let mut rbm = Rbm::random(self.train.ncols(), self.hidden, 0.01, rng)?;
        if way.means {
            rbm = rbm.with_means_of(&self.train)?;
        }
        if way.centred {
            let mean = self.train.mean_axis(Axis(0)).unwrap_or_else(|| rbm.mu.clone());
            let half = Array1::from_elem(self.hidden, 0.5);
            rbm = rbm.centred_at(&mean, &half)?;
        }
        Ok(rbm)
    }

    /// Whether an epoch is one at which the likelihood is measured: about twenty, closer together at first.
    pub fn is_due(&self, epoch: usize) -> bool {
        let of = |i: i32| (self.epochs as f64).powf(f64::from(i) / 9.0).round() as usize;
        (0..=9).any(|i| of(i) == epoch) || epoch.is_multiple_of(self.epochs.div_ceil(10))
    }

    /// The epochs, with few enough numbers for two panels side by side.
    pub fn axis(&self) -> Scale {
        let most = self.epochs as f64;
        let ticks = [1.0, 10.0, 100.0]
            .into_iter()
            .filter(|&at| at <= most)
            .map(|at: f64| (at, at.to_string()));
        Scale::log("epochs", 1.0, most).with_ticks(ticks)
    }

    /// Learns at this bench's pace; `observe` sees the machine at the epochs that are due.
    pub fn learn(
        &self,
        way: &Way,
        rng: &mut ChaCha8Rng,
        mut observe: impl FnMut(f64, &Rbm) -> autoencoders::Result<()>,
    ) -> Outcome<Rbm> {
        let mut rbm = self.start(way, rng)?;
        let how = Learning { epochs: self.epochs, rate: self.rate, ..way.how };
        rbm.learn(&self.train, &how, rng, |epoch, rbm| match self.is_due(epoch) {
            true => observe(epoch as f64, rbm),
            false => Ok(()),
        })?;
        Ok(rbm)
    }

    /// ln p a test image where each pixel has its own frequency and nothing else: the machine with W = 0.
    pub fn independent(&self) -> Outcome<f64> {
        Ok(self.by_frequency()?.log_likelihood(&self.test)?)
    }

    /// The machine that has each pixel right by itself, and no weights.
    fn by_frequency(&self) -> Outcome<Rbm> {
        let (d, m) = (self.train.ncols(), 1);
        let zeros = Rbm::new(Array2::zeros((d, m)), Array1::zeros(d), Array1::zeros(m))?;
        Ok(zeros.with_means_of(&self.train)?)
    }

    /// Learns, and measures on the way: (epoch, exact ln p a test image).
    fn watch(&self, way: &Way, rng: &mut ChaCha8Rng) -> Outcome<(Curve, Rbm)> {
        let mut curve = Curve::new();
        let rbm = self.learn(way, rng, |epoch, rbm| {
            curve.push((epoch, rbm.log_likelihood(&self.test)?));
            Ok(())
        })?;
        Ok((curve, rbm))
    }

    /// ln p a test image after a third of the time more at a tenth of the rate, where a step has less noise in it.
    fn cooled(&self, way: &Way, mut rbm: Rbm, rng: &mut ChaCha8Rng) -> Outcome<f64> {
        let (epochs, rate) = (self.cool(), 0.1 * self.rate);
        rbm.learn(&self.train, &Learning { epochs, rate, ..way.how }, rng, |_, _| Ok(()))?;
        Ok(rbm.log_likelihood(&self.test)?)
    }

    fn cool(&self) -> usize {
        self.epochs.div_ceil(3)
    }
}

/// The curves' last values.
pub fn ends(curves: &[Curve]) -> Vec<f64> {
    curves.iter().filter_map(|curve| Some(curve.last()?.1)).collect()
}

/// What each curve has lost at its end of the best that it had.
pub fn falls(curves: &[Curve]) -> Vec<f64> {
    let best = |curve: &Curve| curve.iter().map(|p| p.1).fold(f64::MIN, f64::max);
    curves.iter().zip(ends(curves)).map(|(curve, end)| best(curve) - end).collect()
}

/// Record a fall by its own name, the median, and with its range. It is a small difference: rounding moves much of it.
pub fn record_fall(run: &mut Run, key: &str, curves: &[Curve]) {
    let falls = falls(curves);
    run.over_starts(key, &falls, "nats", 2);
    run.measure(key, median(&falls).unwrap_or(f64::NAN), "nats", 2).starts(falls.len());
}

/// Four ways on one picture.
pub fn likelihood(run: &mut Run, bench: &Bench) -> Outcome {
    let way =
        |key, name, ink, centred, how| Way { key, name, ink, centred, means: true, how };
    let cd = Learning::default();
    let persistent = Learning { chains: 100, ..cd };
    let following = Learning { follow: 0.01, ..persistent };
    let ways = [
        way("cd1", "CD-1", Ink::Category(1), false, cd),
        way("cd10", "CD-10", Ink::Category(3), false, Learning { steps: 10, ..cd }),
        way("pcd", "PCD", Ink::Category(2), false, persistent),
        way("centred", "PCD, centred", Ink::Autoencoder, true, following),
    ];
    run.train("likelihood, four ways");
    let learnt = run.from_each_start(&ways, bench.starts, |way, start| {
        let mut rng = run.rng(&format!("likelihood {start}"));
        let (curve, rbm) = bench.watch(way, &mut rng)?;
        let cooled = bench.cooled(way, rbm.clone(), &mut rng)?;
        Ok((curve, (rbm, cooled)))
    })?;
    let (mut curves, mut machines): (Vec<Vec<Curve>>, Vec<Vec<Rbm>>) = Default::default();
    for (way, of_way) in ways.iter().zip(learnt) {
        let (of_curves, ends): (Vec<_>, Vec<_>) = of_way.into_iter().unzip();
        let (of_machines, cooled): (Vec<_>, Vec<f64>) = ends.into_iter().unzip();
        run.over_starts(&format!("rbm16_{}_cooled_ll", way.key), &cooled, "nats", 2);
        curves.push(of_curves);
        machines.push(of_machines);
    }
    let all = || curves.iter().flatten().flatten().map(|p| p.1);
    let most = all().fold(f64::MIN, f64::max);
    let independent = bench.independent()?;
    let low = independent.min(all().fold(f64::MAX, f64::min));
    let room = 0.06 * (most - low);
    let mut panel = Panel::new(
        "",
        Scale::linear("epochs", 0.0, bench.epochs as f64),
        Scale::linear("ln p of a test image (nats)", low - room, most + room),
    )
    .across(independent, Ink::Faint, "pixels by themselves");
    for (way, curves) in ways.iter().zip(&curves) {
        panel = bundle(panel, curves, way.ink, way.name);
        run.over_starts(&format!("rbm16_{}_ll", way.key), &ends(curves), "nats", 2);
    }
    record_fall(run, "cd1_fall", &curves[0]);
    anneal(run, bench, &machines[0])?;
    run.measure("independent_ll", independent, "nats", 2).spread(0.0); // nothing is trained
    run.count("likelihood_starts", bench.starts);
    run.count("likelihood_epochs", bench.epochs);
    run.count("likelihood_cool_epochs", bench.cool());
    run.count("likelihood_hidden", bench.hidden);
    run.number("likelihood_rate", bench.rate, 2);
    run.figure(
        "likelihood",
        draw("Exact log-likelihood of test images against epochs", 1, 280.0, &[panel]),
    );
    Ok(())
}

/// How far annealing is from the exact ln Z, at worst among the machines.
fn anneal(run: &mut Run, bench: &Bench, machines: &[Rbm]) -> Outcome {
    let base = bench.by_frequency()?.b;
    let (steps, walks) = ANNEALED;
    let mut rng = run.rng("annealing");
    let (mut gaps, mut errors) = (Vec::new(), Vec::new());
    for rbm in machines {
        let found = rbm.anneal(&base, steps, walks, &mut rng)?;
        gaps.push((found.log_z - rbm.log_z()?).abs());
        errors.push(found.error);
    }
    let most = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
    // The walks' own noise: another rounding is another draw of it.
    run.measure("ais_gap", most(&gaps), "nats", 3).starts(gaps.len()).spread(3.0);
    run.measure("ais_error", most(&errors), "", 3).starts(gaps.len()).spread(3.0);
    run.count("ais_steps", steps);
    run.count("ais_walks", walks);
    Ok(())
}

/// Black on white and white on black: from biases of zero, from the pixels' frequencies, and centred.
pub fn flipped(run: &mut Run, bench: &Bench) -> Outcome {
    let exchange = |x: &Array2<Real>| x.mapv(|v| 1.0 - v);
    let (train, test) = (exchange(&bench.train), exchange(&bench.test));
    let mirror = Bench { train, test, ..*bench };
    let way = |key, name, centred, means| {
        let follow = if centred { 0.01 } else { 0.0 };
        let how = Learning { follow, ..Learning::default() };
        Way { key, name, ink: Ink::Text, centred, means, how }
    };
    let ways = [
        way("plain", "biases of zero", false, false),
        way("means", "frequencies", false, true),
        way("centred", "centred", true, false),
    ];
    let sides = [
        ("", "digits", bench, Ink::Category(2)),
        ("_flipped", "flipped", &mirror, Ink::Category(1)),
    ];
    let cases: Vec<_> =
        ways.iter().flat_map(|way| sides.map(|(.., bench, _)| (way, bench))).collect();
    let found = run.from_each_start(&cases, bench.starts, |(way, bench), start| {
        Ok(bench.watch(way, &mut run.rng(&format!("flipped {start}")))?.0)
    })?;
    let least = bench.independent()?;
    let all = || found.iter().flatten().flatten().map(|p| p.1);
    let most = all().fold(f64::MIN, f64::max);
    let low =
        all().fold(f64::MAX, f64::min).max(least - 0.3 * (most - least).abs().max(1.0));
    let mut panels = Vec::new();
    for (way, both) in ways.iter().zip(found.chunks(sides.len())) {
        let y = Scale::linear("ln p of a test image", low, most + 0.05 * (most - low));
        let mut panel = Panel::new(way.name, bench.axis(), y);
        for ((side, name, _, ink), curves) in sides.iter().zip(both) {
            panel = bundle(panel, curves, *ink, name);
            run.over_starts(&format!("{}{side}_ll", way.key), &ends(curves), "nats", 2);
        }
        panels.push(panel);
    }
    let title = "Log-likelihood of digits and of flipped digits, by the start";
    run.figure("flipped", draw(title, 3, 220.0, &panels));
    Ok(())
}
