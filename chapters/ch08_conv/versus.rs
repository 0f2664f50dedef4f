//! The tutorial's network against dense ones: of equal code, and of as many parameters.

use super::arms::{Arm, Lesson, Trained, at_best_rates, starts};
use super::pictures::Pictures;
use super::tried;
use autoencoders::Autoencoder;
use autoencoders::ndarray::Axis;
use autoencoders::nn::loss::entropy_of;
use autoencoders::pca::Pca;
use autoencoders::stats::range;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// The arms on the data.
const ARMS: [(Arm, &str, Ink); 5] = [
    (Arm::Conv, "16-8-8", Ink::Autoencoder),
    (Arm::Straight, "16-8-8, linear code", Ink::Category(8)),
    (Arm::Wide, "24-12-8", Ink::Category(2)),
    (Arm::Dense, "dense, equal code", Ink::Category(1)),
    (Arm::Narrow, "dense, equal parameters", Ink::Category(3)),
];

/// The networks of one set, by arm and start.
pub struct Versus {
    /// In the order of [`Versus::arms`].
    made: Vec<Vec<Trained>>,
    arms: Vec<Arm>,
}

impl Versus {
    /// Trains and measures all arms of the data.
    pub fn digits(run: &mut Run, pictures: &Pictures) -> Outcome<Versus> {
        let arms: Vec<Arm> = ARMS.iter().map(|arm| arm.0).collect();
        let versus = Versus::train(run, pictures, &arms)?;
        versus.measure(run, pictures, "")?;
        Ok(versus)
    }

    /// The same on faces, where there are few images.
    pub fn faces(run: &mut Run, pictures: &Pictures) -> Outcome<Versus> {
        let arms = [Arm::Conv, Arm::Straight, Arm::Dense, Arm::Narrow];
        let versus = Versus::train(run, pictures, &arms)?;
        versus.measure(run, pictures, "faces_")?;
        Ok(versus)
    }

    /// Trains these; dense ones only where the pictures are not too large for them.
    fn train(run: &mut Run, pictures: &Pictures, arms: &[Arm]) -> Outcome<Versus> {
        let fits = |arm: &Arm| pictures.has_dense() || !arm.is_dense();
        let arms: Vec<Arm> = arms.iter().copied().filter(fits).collect();
        let made = at_best_rates(run, Lesson::of(pictures), &arms, starts(run))?;
        Ok(Versus { made, arms })
    }

    /// The networks of an arm, by start; none where it was not trained.
    pub fn of(&self, arm: Arm) -> &[Trained] {
        let at = self.arms.iter().position(|&one| one == arm);
        at.and_then(|at| self.made.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Those of these arms that were trained.
    pub fn trained<'a, const N: usize>(
        &self,
        arms: [(Arm, &'a str, Ink); N],
    ) -> impl Iterator<Item = (Arm, &'a str, Ink)> {
        arms.into_iter().filter(|arm| self.arms.contains(&arm.0))
    }

    /// Records what each arm reaches on the test images.
    fn measure(&self, run: &mut Run, pictures: &Pictures, of: &str) -> Outcome {
        let test = &pictures.test.x;
        for (arm, made) in self.arms.iter().zip(&self.made) {
            let key = format!("{of}equal_{}", arm.key());
            let (mut bce, mut sq) = (Vec::new(), Vec::new());
            for trained in made {
                bce.push(trained.model.bce(test)?);
                sq.push(trained.model.networks().squared_error(test)?);
            }
            let of =
                |value: fn(&Trained) -> f64| made.iter().map(value).collect::<Vec<_>>();
            run.over_starts(&format!("{key}_bce"), &bce, "", 4);
            run.over_starts(&format!("{key}_sq"), &sq, "", 2);
            run.over_starts(&format!("{key}_valid"), &of(Trained::last), "", 4);
            run.over_starts(&format!("{key}_shorter"), &of(Trained::at_two_thirds), "", 4);
            if let Some(first) = made.first() {
                let networks = first.model.networks();
                run.count(&format!("{key}_parameters"), first.model.parameters());
                run.count(&format!("{key}_code"), networks.code_size());
                tried::record(run, &format!("{key}_rate"), first.rate);
            }
        }
        run.number(&format!("{of}floor"), entropy_of(test)? / pictures.d(), 4).spread(0.0);
        let narrow = self.of(Arm::Narrow).first();
        let conv = self.of(Arm::Conv).first();
        if let (Some(narrow), Some(conv)) = (narrow, conv) {
            // Principal components serve both ways: with as many parameters there are twice
            // as many.
            let d = pictures.train.x.ncols();
            let tied = (conv.model.parameters().saturating_sub(d) / d).max(1);
            let k = narrow.model.networks().code_size();
            let most = pictures.train.len() - 1;
            let full = Pca::fit(&pictures.train.x, tied.max(k).min(most))?;
            run.count(&format!("{of}tied_code"), tied.min(most));
            let error = full.squared_error(test)?;
            run.number(&format!("{of}tied_sq"), error, 2).spread(0.0);
        }
        let mean = pictures.train.x.mean_axis(Axis(0)).unwrap_or_default();
        let apart: f64 = test
            .rows()
            .into_iter()
            .map(|row| (&row - &mean).mapv(|v| f64::from(v * v)).sum())
            .sum();
        run.number(&format!("{of}mean_sq"), apart / test.nrows() as f64, 2).spread(0.0);
        Ok(())
    }

    /// The figure: a point for each start at its number of parameters.
    pub fn draw(&self, run: &mut Run, pictures: &Pictures) -> Outcome {
        let test = &pictures.test.x;
        let mut clouds = Vec::new();
        for (arm, name, ink) in self.trained(ARMS) {
            let points = self
                .of(arm)
                .iter()
                .map(|t| Ok((t.model.parameters() as f64, t.model.bce(test)?)))
                .collect::<Outcome<Vec<_>>>()?;
            clouds.push((name, ink, points));
        }
        let all = || clouds.iter().flat_map(|cloud| &cloud.2);
        let (few, many) = range(all().map(|p| p.0));
        let (_, worst) = range(all().map(|p| p.1));
        let floor = entropy_of(test)? / pictures.d();
        let panel = Panel::new(
            "",
            Scale::log("parameters", few / 2.0, many * 2.5),
            Scale::linear("cross-entropy (nats a pixel)", 0.9 * floor, 1.05 * worst),
        )
        .across(floor, Ink::Faint, "entropy of the grey pixels");
        let panel = clouds.into_iter().fold(panel, |panel, (name, ink, points)| {
            let (low, top) = range(points.iter().map(|p| p.1));
            // Two arms have the same parameters: one is drawn aside and named below. The
            // others' names stand beside their points.
            let middle = (low + top) / 2.0;
            let (aside, away, y, anchor) = match name {
                "16-8-8, linear code" => {
                    (1.12, 1.0, low - 0.11 * (worst - floor), Anchor::Middle)
                }
                "16-8-8" | "dense, equal code" => (1.0, 0.9, middle, Anchor::End),
                _ => (1.0, 1.1, middle, Anchor::Start),
            };
            let points: Vec<_> = points.into_iter().map(|(x, y)| (aside * x, y)).collect();
            let at = (away * points[0].0, y);
            panel.points(points, ink, Shape::Dot, 5.0).note(at, name, ink, anchor)
        });
        let title = "Loss on test images against the number of parameters";
        run.figure("versus", draw(title, 1, 260.0, &[panel]));
        Ok(())
    }
}
