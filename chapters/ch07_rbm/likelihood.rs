//! Ways to learn, watched by the exact likelihood of images that no machine has seen.

use super::lesson::Lesson;
use super::sets::Set;
use autoencoders::Real;
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::Learning;
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Hidden units: 2¹⁶ states can be summed over.
pub const HIDDEN: usize = 16;

/// Binary images, and how long a machine learns from them.
pub struct Bench {
    pub train: Array2<Real>,
    pub test: Array2<Real>,
    pub epochs: usize,
    pub rate: f64,
    pub seeds: usize,
    pub hidden: usize,
}

impl Bench {
    /// Of few pixels: many epochs, several machines. Of many: as the published table has it.
    pub fn new(run: &Run, set: &Set) -> Bench {
        let (train, test) = set.binary();
        let large = train.ncols() > 100;
        let epochs = if large { run.size(2, 10, 50) } else { run.size(10, 160, 400) };
        let rate = if large { 0.01 } else { 0.1 };
        let seeds = if large { run.size(1, 1, 1) } else { run.size(2, 3, 9) };
        Bench { train, test, epochs, rate, seeds, hidden: run.size(8, HIDDEN, HIDDEN) }
    }

    /// A machine of small random weights and the pixels' own frequencies.
    pub fn start(&self, rng: &mut impl Rng) -> Outcome<Rbm> {
        Ok(Rbm::random(self.train.ncols(), self.hidden, 0.01, rng)?
            .with_means_of(&self.train)?)
    }

    /// The same machine, centred at the pixels' means and at ½.
    pub fn centred(&self, rbm: &Rbm) -> Outcome<Rbm> {
        let mean = self.train.mean_axis(Axis(0)).unwrap_or_else(|| rbm.mu.clone());
        Ok(rbm.centred_at(&mean, &Array1::from_elem(self.hidden, 0.5))?)
    }

    /// This way to learn, at this bench's pace.
    pub fn paced(&self, how: Learning) -> Learning {
        Learning { epochs: self.epochs, rate: self.rate, ..how }
    }

    /// Whether an epoch is one at which the likelihood is measured: about ten, ever further apart.
    pub fn is_due(&self, epoch: usize) -> bool {
        let of = |i: i32| (self.epochs as f64).powf(f64::from(i) / 9.0).round() as usize;
        (0..=9).any(|i| of(i) == epoch)
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

    /// A lesson from this bench's images.
    pub fn lesson(
        &self,
        start: Rbm,
        how: Learning,
        rng: &mut ChaCha8Rng,
    ) -> Outcome<Lesson> {
        Lesson::plan(start, how, self.train.nrows(), rng)
    }

    /// Learn, and measure on the way: (epoch, exact ln p a test image).
    fn watch(&self, lesson: &Lesson) -> Outcome<Curve> {
        let mut curve = Curve::new();
        lesson.give(&self.train, |epoch, rbm| {
            if self.is_due(epoch) {
                curve.push((epoch as f64, rbm.log_likelihood(&self.test)?));
            }
            Ok(())
        })?;
        Ok(curve)
    }
}

/// Four ways on one picture.
pub fn likelihood(run: &mut Run, bench: &Bench) -> Outcome {
    let mut rng = run.rng("likelihood");
    let persistent = Learning { chains: 100, ..Learning::default() };
    let ways = [
        ("rbm16_cd1", "CD-1", Ink::Category(1), false, Learning::default()),
        (
            "rbm16_cd10",
            "CD-10",
            Ink::Category(3),
            false,
            Learning { steps: 10, ..Learning::default() },
        ),
        ("rbm16", "PCD", Ink::Category(2), false, persistent),
        (
            "rbm16_centred",
            "PCD, centred",
            Ink::Autoencoder,
            true,
            Learning { follow: 0.01, ..persistent },
        ),
    ];
    run.train("likelihood, four ways");
    let mut lessons = Vec::new();
    for _ in 0..bench.seeds {
        let start = bench.start(&mut rng)?;
        for (.., centred, how) in &ways {
            let rbm = if *centred { bench.centred(&start)? } else { start.clone() };
            lessons.push(bench.lesson(rbm, bench.paced(*how), &mut rng)?);
        }
    }
    let mut curves: [Vec<Curve>; 4] = Default::default();
    for (i, curve) in
        run.together(&lessons, |lesson| bench.watch(lesson))?.into_iter().enumerate()
    {
        curves[i % ways.len()].push(curve);
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
    for ((key, name, ink, ..), curves) in ways.iter().zip(&curves) {
        panel = bundle(panel, curves, *ink, name);
        run.measure(&format!("{key}_ll"), end(curves), "nats", 2);
    }
    run.measure("independent_ll", independent, "nats", 2);
    run.count("likelihood_seeds", bench.seeds);
    run.count("likelihood_epochs", bench.epochs);
    run.count("likelihood_hidden", bench.hidden);
    run.number("likelihood_rate", bench.rate, 2);
    run.figure(
        "likelihood",
        draw("Exact log-likelihood of test images against epochs", 1, 280.0, &[panel]),
    );
    Ok(())
}

impl Bench {
    /// ln p a test image where each pixel has its own frequency and nothing else: the machine with W = 0.
    pub fn independent(&self) -> Outcome<f64> {
        let (d, m) = (self.train.ncols(), 1);
        let rbm = Rbm::new(Array2::zeros((d, m)), Array1::zeros(d), Array1::zeros(m))?
            .with_means_of(&self.train)?;
        Ok(rbm.log_likelihood(&self.test)?)
    }
}

/// Black on white and white on black, plain and centred.
pub fn flipped(run: &mut Run, bench: &Bench) -> Outcome {
    let mut rng = run.rng("flipped");
    let mirror = Bench {
        train: bench.train.mapv(|v| 1.0 - v),
        test: bench.test.mapv(|v| 1.0 - v),
        ..*bench
    };
    let how = bench.paced(Learning { chains: 100, ..Learning::default() });
    let (titles, sides) =
        ([("plain", false), ("centred", true)], [("", bench), ("_flipped", &mirror)]);
    let mut lessons = Vec::new();
    for (_, centred) in titles {
        for (_, bench) in sides {
            for _ in 0..bench.seeds {
                let (d, m) = (bench.train.ncols(), bench.hidden);
                let mut rbm = Rbm::random(d, m, 0.01, &mut rng)?; // b = 0: nothing is known beforehand
                let mut how = how;
                if centred {
                    (rbm, how.follow) = (bench.centred(&rbm)?, 0.01);
                }
                lessons.push((bench, bench.lesson(rbm, how, &mut rng)?));
            }
        }
    }
    let found = run.together(&lessons, |(bench, lesson)| bench.watch(lesson))?;
    let mut each = found.chunks(bench.seeds);
    let mut panels = Vec::new();
    for (title, _) in titles {
        let both: Vec<&[Curve]> = each.by_ref().take(sides.len()).collect();
        for ((flip, _), curves) in sides.iter().zip(&both) {
            run.measure(&format!("{title}{flip}_ll"), end(curves), "nats", 2);
        }
        panels.push((title, both));
    }
    let least = bench.independent()?;
    let all = || found.iter().flatten().map(|p| p.1);
    let most = all().fold(f64::MIN, f64::max);
    let low =
        all().fold(f64::MAX, f64::min).max(least - 1.5 * (most - least).abs().max(1.0));
    let panels: Vec<_> = panels
        .into_iter()
        .map(|(title, both)| {
            let panel = Panel::new(
                title,
                bench.axis(),
                Scale::linear(
                    "ln p of a test image (nats)",
                    low,
                    most + 0.05 * (most - low),
                ),
            );
            let panel = bundle(panel, both[0], Ink::Category(2), "digits");
            bundle(panel, both[1], Ink::Category(1), "flipped")
        })
        .collect();
    run.figure(
        "flipped",
        draw(
            "Log-likelihood of digits and of flipped digits, plain and centred",
            2,
            220.0,
            &panels,
        ),
    );
    Ok(())
}
