//! The encoder's Jacobian with and without a penalty: its size, its spectrum, the units.

use super::arms::{ARMS, LAMBDA, Made, Measured, starts};
use super::pictures::Pictures;
use autoencoders::Autoencoder;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Places of which the singular value is recorded.
const PLACES: [usize; 8] = [1, 2, 5, 10, 20, 50, 100, 200];
/// Names and colours, in the order of the arms.
const LOOKS: [(&str, Ink); 4] = [
    ("plain", Ink::Category(1)),
    ("contractive", Ink::Autoencoder),
    ("plain, tied", Ink::Category(4)),
    ("contractive, tied", Ink::Category(2)),
];

/// The four arms, each from every start.
pub struct Trained {
    made: Vec<Vec<Made>>,
}

impl Trained {
    /// Trains all.
    pub fn train(run: &mut Run, pictures: &Pictures) -> Outcome<Trained> {
        let made =
            run.from_each_start(&ARMS, starts(run), |arm, i| arm.train(run, pictures, i))?;
        Ok(Trained { made })
    }

    /// An arm's models by its key; none where there is no such arm.
    pub fn of(&self, key: &str) -> &[Made] {
        let at = ARMS.iter().position(|arm| arm.key == key);
        at.map_or(&[], |at| &self.made[at])
    }

    /// Everything measured, by arm.
    pub fn record(&self, run: &mut Run) {
        run.number("lambda", f64::from(LAMBDA), 1).spread(0.0);
        for (arm, made) in ARMS.iter().zip(&self.made) {
            record(run, arm.key, made);
        }
    }

    /// Spectra, each as it is and as a share of its largest; and how often units say what.
    pub fn draw(&self, run: &mut Run, pictures: &Pictures) -> Outcome {
        let curve = |made: &Made, scale: f64| -> Curve {
            let last = pictures.code as f64;
            let shown = |place: f64, s: f64| place < 0.9 * last && s * scale > 1e-4;
            let points = made.spectra[1].values.iter().enumerate();
            let points = points.map(|(i, &s)| ((i + 1) as f64, s));
            points.filter(|&(p, s)| shown(p, s)).map(|(p, s)| (p, s * scale)).collect()
        };
        let panel = |title: &str, shares: bool, low: f64, high: f64| {
            let x = Scale::log("place", 1.0, pictures.code as f64);
            let y = Scale::log("singular value", low, high);
            let panel = Panel::new(title, x, y);
            let arms = self.made.iter().zip(LOOKS);
            arms.fold(panel, |panel, (made, (name, ink))| {
                let curves: Vec<Curve> = made
                    .iter()
                    .map(|m| {
                        curve(m, if shares { 1.0 / m.spectra[1].values[0] } else { 1.0 })
                    })
                    .collect();
                bundle(panel, &curves, ink, name)
            })
        };
        let first = self.made.iter().flatten().map(|m| m.spectra[1].values[0]);
        let most = first.fold(0.0, f64::max);
        let panels = [
            panel("as they are", false, 2e-3, 2.0 * most),
            panel("as a share of the largest", true, 2e-3, 1.5),
        ];
        let title = "Singular values of the encoder's Jacobian, by place";
        run.figure("spectra", draw(title, 1, 210.0, &panels));
        self.units(run, pictures)
    }

    /// The distribution of all units' values on the test images.
    fn units(&self, run: &mut Run, pictures: &Pictures) -> Outcome {
        const BINS: usize = 20;
        let mut panels = Vec::new();
        for (made, (name, ink)) in self.made.iter().zip(LOOKS) {
            let mut curves: Vec<Curve> = Vec::new();
            for made in made {
                let h = made.model.encode(&pictures.test.x)?;
                let (mut counts, share) = ([0.0; BINS], 100.0 / h.len() as f64);
                for &h in &h {
                    let bin = (f64::from(h) * BINS as f64) as usize;
                    counts[bin.min(BINS - 1)] += share;
                }
                let at = |i: usize| (i as f64 + 0.5) / BINS as f64;
                curves.push(counts.iter().enumerate().map(|(i, &c)| (at(i), c)).collect());
            }
            let x = Scale::linear("a unit's value", 0.0, 1.0);
            let y = Scale::linear("% of units and images", 0.0, 45.0);
            panels.push(bundle(Panel::new(name, x, y), &curves, ink, ""));
        }
        run.figure("units", draw("Values of the code's units", 2, 150.0, &panels));
        Ok(())
    }
}

/// Everything measured of one arm, at two thirds of the training and at its end.
pub fn record(run: &mut Run, key: &str, made: &[Made]) {
    type Of = fn(&Measured) -> f64;
    let what: [(&str, Of, usize); 7] = [
        ("bce", |m| m.bce, 2),
        ("sq", |m| m.sq, 2),
        ("jacobian", |m| m.jacobian, 2),
        ("relative", |m| m.relative, 3),
        ("saturated", |m| m.saturated, 3),
        ("encoder_norm", |m| m.norms[0], 2),
        ("decoder_norm", |m| m.norms[1], 2),
    ];
    for (name, of, digits) in what {
        for (when, of_time) in [("", 1), ("shorter_", 0)] {
            let values: Vec<f64> =
                made.iter().map(|made| of(&made.measured[of_time])).collect();
            run.over_starts(&format!("{key}_{when}{name}"), &values, "", digits);
        }
    }
    let sizes: Vec<f64> = made.iter().map(|m| m.measured[1].jacobian).collect();
    let middle = median(&sizes).unwrap_or(f64::NAN);
    run.number(&format!("{key}_jacobian"), middle, 1).starts(sizes.len());
    for (time, of_time) in [("_shorter", 0), ("", 1)] {
        let all = || made.iter().map(|made| &made.spectra[of_time]);
        let ranks: Vec<f64> = all().map(|s| s.effective_rank).collect();
        run.over_starts(&format!("{key}{time}_rank"), &ranks, "", 1);
        let n95: Vec<f64> = all().map(|s| s.places() as f64).collect();
        run.over_starts(&format!("{key}{time}_places"), &n95, "", 0);
        for place in PLACES {
            let at: Option<Vec<f64>> =
                all().map(|s| s.values.get(place - 1).copied()).collect();
            if let Some(at) = at {
                run.over_starts(&format!("{key}{time}_s{place}"), &at, "", 4);
            }
        }
    }
}
