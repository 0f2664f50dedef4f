//! Squared error on images that no model has seen, by the size of the code: a curve a family of models.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::nonlinear::NeuralAutoencoder;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// The curves so far.
#[derive(Default)]
pub struct ByK {
    families: Vec<Family>,
}

/// One family of models.
struct Family {
    name: String,
    ink: Ink,
    /// One curve a start: (k, squared error).
    curves: Vec<Curve>,
    /// Other starts that were made at one size only.
    others: Curve,
}

impl ByK {
    /// Add a family: one curve of (k, squared error on the test images) for each start, all of them of the same k.
    ///
    /// Records the numbers `{key}{k}_sq`: of several starts, the first, whose models the other experiments use.
    pub fn add(
        &mut self,
        run: &mut Run,
        key: &str,
        name: &str,
        ink: Ink,
        curves: Vec<Curve>,
    ) {
        for &(k, error) in curves.first().into_iter().flatten() {
            run.number(&format!("{key}{k}_sq"), error, 2);
        }
        self.families.push(Family {
            name: name.to_string(),
            ink,
            curves,
            others: Vec::new(),
        });
    }

    /// PCA of every size.
    pub fn pca(&mut self, run: &mut Run, models: &Models) -> Outcome {
        let error =
            |&k: &usize| Ok((k as f64, models.pca(k)?.squared_error(&models.test.x)?));
        let curve: Curve = models.sizes.iter().map(error).collect::<Outcome<_>>()?;
        self.add(run, "pca", "PCA", Ink::Pca, vec![curve]);
        Ok(())
    }

    /// The deep autoencoders.
    pub fn deep(&mut self, run: &mut Run, models: &Models) -> Outcome {
        let error =
            |&k: &usize| Ok((k as f64, models.deep(k)?.squared_error(&models.test.x)?));
        let curve: Curve = models.sizes.iter().map(error).collect::<Outcome<_>>()?;
        self.add(run, "deep", "deep", Ink::Autoencoder, vec![curve]);
        let k = models.sizes[0] as f64;
        let error =
            |model: &NeuralAutoencoder| Ok((k, model.squared_error(&models.test.x)?));
        let others: Curve = models.smallest().map(error).collect::<Outcome<_>>()?;
        let (least, most) = range(others.iter().map(|p| p.1));
        run.number(&format!("deep{k}_sq_least"), least, 2);
        run.number(&format!("deep{k}_sq_most"), most, 2);
        self.families
            .iter_mut()
            .rev()
            .take(1)
            .for_each(|family| family.others = others.clone());
        Ok(())
    }

    /// The figure.
    pub fn draw(&self, run: &mut Run, models: &Models) {
        let all = || self.families.iter().flat_map(|family| family.curves.iter().flatten());
        let most = all().fold(1.0, |most: f64, p| most.max(p.1));
        let ticks = models.sizes.iter().map(|&k| (k as f64, k.to_string()));
        let widest = models.sizes.last().copied().unwrap_or(2) as f64;
        let x = Scale::log("numbers in the code, k", 1.8, 1.05 * widest).with_ticks(ticks);
        let panel = Panel::new(
            "",
            x,
            Scale::linear("squared error of a test image", 0.0, 1.05 * most),
        );
        let panel = self.families.iter().fold(panel, |panel, family| {
            let points = family.curves.iter().flatten().chain(&family.others).copied();
            bundle(panel, &family.curves, family.ink, &family.name).points(
                points,
                family.ink,
                Shape::Dot,
                5.0,
            )
        });
        run.figure(
            "error_by_k",
            draw("Squared error against the size of the code", 1, 260.0, &[panel]),
        );
    }
}

/// The least and the most.
pub fn range(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    values
        .into_iter()
        .fold((f64::MAX, f64::MIN), |(least, most), v| (least.min(v), most.max(v)))
}
