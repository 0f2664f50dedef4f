//! The same network with different things scarce, from five starts.

use super::arms::{Arm, Lesson, Trained, at_best_rates, record, record_shorter};
use super::sets::Sets;
use super::tried;
use autoencoders::Real;
use autoencoders::nonlinear::Output;
use autoencoders::stats::range;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// λ where features are held.
const LAMBDA: Real = 0.1;
const ARMS: [(Arm, &str, Ink); 8] = [
    (Arm::Plain, "plain ReLU", Ink::Autoencoder),
    (Arm::Free, "L1, free", Ink::Category(6)),
    (Arm::L1, "L1, held", Ink::Category(1)),
    (Arm::Kl, "KL", Ink::Category(2)),
    (Arm::Largest, "k largest", Ink::Category(3)),
    (Arm::Down, "k coming down", Ink::Category(8)),
    (Arm::Revived, "k largest, revived", Ink::Category(9)),
    (Arm::Tied, "k largest, start tied", Ink::Category(4)),
];

/// The networks, by arm and start.
pub struct Codes {
    made: Vec<Vec<Trained>>,
    /// How they were trained, but for the rate.
    pub lesson: Lesson,
}

impl Codes {
    /// Trains and measures all arms.
    pub fn train(run: &mut Run, sets: &Sets) -> Outcome<Codes> {
        run.train("scarce codes");
        let units = 2 * sets.d();
        let lesson = Lesson {
            units,
            k: (units / 40).max(2),
            lambda: LAMBDA,
            epochs: run.size(3, 60, 60),
            batch: 64,
            rate: 1e-3,
            output: Output::Linear,
            checkpoint: None,
        };
        let arms: Vec<Arm> = ARMS.iter().map(|arm| arm.0).collect();
        let cases: Vec<(Arm, Lesson)> =
            arms.iter().map(|&arm| (arm, lesson.clone())).collect();
        let found = at_best_rates(run, sets, &cases)?;
        for (arm, (rate, _)) in arms.iter().zip(&found) {
            tried::record(run, &format!("{}_rate", arm.key()), *rate);
        }
        let made: Vec<Vec<Trained>> = found.into_iter().map(|(_, made)| made).collect();
        for (key, count) in [
            ("units", units),
            ("features", sets.d()),
            ("k", lesson.k),
            ("epochs", lesson.epochs),
            ("train_samples", sets.train.len()),
            ("test_samples", sets.test.len()),
        ] {
            run.count(key, count).spread(0.0);
        }
        for (arm, made) in arms.iter().zip(&made) {
            record(run, arm.key(), made);
            record_shorter(run, arm.key(), made);
        }
        Ok(Codes { made, lesson })
    }

    /// The networks of an arm, by start.
    pub fn of(&self, arm: Arm) -> &Vec<Trained> {
        let at = ARMS.iter().position(|one| one.0 == arm).unwrap_or(0);
        &self.made[at]
    }

    /// Those that the later experiments compare.
    pub fn some(&self) -> Vec<(Arm, &Vec<Trained>)> {
        let some = [Arm::Plain, Arm::L1, Arm::Kl, Arm::Largest, Arm::Down];
        some.into_iter().map(|arm| (arm, self.of(arm))).collect()
    }

    /// Units on against squared error, a point for each start.
    pub fn draw(&self, run: &mut Run) -> Outcome {
        let points = |arm: Arm| -> Vec<(f64, f64)> {
            self.of(arm).iter().map(|t| (t.end.l0.max(0.5), t.end.sq)).collect()
        };
        let all: Vec<(f64, f64)> = ARMS.iter().flat_map(|arm| points(arm.0)).collect();
        let (few, many) = range(all.iter().map(|p| p.0));
        let (_, worst) = range(all.iter().map(|p| p.1));
        let panel = Panel::new(
            "",
            Scale::log("units on for an image", few / 1.6, many * 1.6),
            Scale::linear("squared error of a test image", 0.0, 1.15 * worst),
        );
        let panel = ARMS.iter().fold(panel, |panel, (arm, name, ink)| {
            let points = points(*arm);
            let (low, top) = range(points.iter().map(|p| p.1));
            let x = points[0].0;
            let panel = panel.points(points, *ink, Shape::Dot, 5.0);
            // Codes of k units stand above each other: two of the four are named.
            match arm {
                Arm::Revived | Arm::Tied => panel,
                Arm::Largest => {
                    panel.note((x * 1.06, top + 0.04 * worst), name, *ink, Anchor::Start)
                }
                Arm::Down => {
                    panel.note((x * 1.06, low - 0.06 * worst), name, *ink, Anchor::Start)
                }
                Arm::Free => panel.note((x * 1.1, low), name, *ink, Anchor::Start),
                _ => panel.note((x, top + 0.05 * worst), name, *ink, Anchor::Middle),
            }
        });
        run.figure("codes", draw("Squared error against units on", 1, 260.0, &[panel]));
        Ok(())
    }

    /// Dead units of the codes of places, a point for each start.
    pub fn dead(&self, run: &mut Run) -> Outcome {
        let arms = [Arm::Largest, Arm::Tied, Arm::Revived, Arm::Down];
        let names = ["k largest", "start tied", "revived", "k coming down"];
        let ticks = names.iter().enumerate().map(|(i, name)| (i as f64, *name));
        let top = self.lesson.units as f64;
        let mut panel = Panel::new(
            "",
            Scale::linear("", -0.6, 3.6).with_ticks(ticks),
            Scale::linear("units, of all", 0.0, top),
        )
        .across(top, Ink::Faint, "all units");
        for (i, arm) in arms.into_iter().enumerate() {
            let made = self.of(arm);
            let at = |j: usize| i as f64 + 0.05 * (j as f64 - 2.0);
            let dead = made.iter().enumerate().map(|(j, t)| (at(j), t.end.dead));
            let rare = made.iter().enumerate().map(|(j, t)| (at(j), t.end.rare));
            panel = panel.points(rare, Ink::Faint, Shape::Cross, 6.0).points(
                dead,
                Ink::Autoencoder,
                Shape::Dot,
                6.0,
            );
        }
        run.figure("dead", draw("Dead and rare units", 1, 220.0, &[panel]));
        Ok(())
    }

    /// The price and the features' length by epoch, free and held.
    pub fn cheat(&self, run: &mut Run) -> Outcome {
        let arms =
            [(Arm::Free, "free", Ink::Category(6)), (Arm::L1, "held", Ink::Category(1))];
        let curves = |arm: Arm, of: fn(&(f64, f64)) -> f64| -> Vec<Vec<(f64, f64)>> {
            let own = self.of(arm).iter().map(|t| {
                t.path.iter().enumerate().map(|(i, p)| (i as f64 + 1.0, of(p))).collect()
            });
            own.collect()
        };
        let mut panels = Vec::new();
        for (title, of) in [
            ("price λ‖z‖₁", (|p| p.0) as fn(&(f64, f64)) -> f64),
            ("median length in use", |p| p.1),
        ] {
            let all = arms.iter().flat_map(|arm| curves(arm.0, of)).flatten();
            let (_, most) = range(all.map(|p| p.1));
            let panel = Panel::new(
                title,
                Scale::linear("epoch", 0.0, self.lesson.epochs as f64),
                Scale::linear("", 0.0, 1.05 * most),
            );
            panels.push(arms.iter().fold(panel, |panel, (arm, name, ink)| {
                chapters::curves::bundle(panel, &curves(*arm, of), *ink, name)
            }));
        }
        run.figure(
            "cheat",
            draw("The price of a code, and how it is evaded", 2, 200.0, &panels),
        );
        Ok(())
    }
}
