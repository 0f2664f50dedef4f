//! Squared error on images that no model has seen, by the size of the code: a curve a family of models.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::stats::median;
use chapters::curves::Curve;
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
    /// (k, squared errors from all starts).
    errors: Vec<(usize, Vec<f64>)>,
}

impl ByK {
    /// Add a family: for each k the squared errors on the test images from all starts.
    ///
    /// Records their numbers: `{key}{k}_sq` where there is no start to choose, or `{key}{k}_sq_median`, `_least` and `_most`.
    pub fn add(
        &mut self,
        run: &mut Run,
        key: &str,
        name: &str,
        ink: Ink,
        errors: Vec<(usize, Vec<f64>)>,
    ) {
        for (k, errors) in &errors {
            one_or_more(run, &format!("{key}{k}_sq"), errors, "", 2);
        }
        self.families.push(Family { name: name.to_string(), ink, errors });
    }

    /// PCA of every size, and of one more that the text compares with.
    pub fn pca(&mut self, run: &mut Run, models: &Models) -> Outcome {
        let error = |k: usize| -> Outcome<f64> {
            Ok(models.pca(k)?.squared_error(&models.test.x)?)
        };
        let mut errors = Vec::new();
        for &k in &models.sizes {
            run.number(&format!("pca{k}_sq"), error(k)?, 2);
            errors.push((k, vec![error(k)?]));
        }
        if models.largest() > 20 {
            run.number("pca20_sq", error(20)?, 2);
        }
        self.families.push(Family { name: "PCA".to_string(), ink: Ink::Pca, errors });
        Ok(())
    }

    /// The deep autoencoders.
    pub fn deep(&mut self, run: &mut Run, models: &Models) -> Outcome {
        let errors = models
            .sizes
            .iter()
            .map(|&k| {
                let errors = models
                    .each_deep(k, |model| Ok(model.squared_error(&models.test.x)?))?;
                Ok((k, errors))
            })
            .collect::<Outcome<Vec<_>>>()?;
        self.add(run, "deep", "deep", Ink::Autoencoder, errors);
        Ok(())
    }

    /// The figure: a line through the medians, a point for each start.
    pub fn draw(&self, run: &mut Run, models: &Models) {
        let all = || self.families.iter().flat_map(|family| &family.errors);
        let most = all().flat_map(|p| &p.1).fold(1.0, |most: f64, &error| most.max(error));
        let ticks = models.sizes.iter().map(|&k| (k as f64, k.to_string()));
        let widest = models.sizes.last().copied().unwrap_or(2) as f64;
        let x = Scale::log("numbers in the code, k", 1.8, 1.05 * widest).with_ticks(ticks);
        let panel = Panel::new(
            "",
            x,
            Scale::linear("squared error of a test image", 0.0, 1.05 * most),
        );
        let panel = self.families.iter().fold(panel, |panel, family| {
            let of = |values: &[f64]| median(values).unwrap_or(f64::NAN);
            let line: Curve =
                family.errors.iter().map(|p| (p.0 as f64, of(&p.1))).collect();
            let each = |p: &'_ (usize, Vec<f64>)| -> Curve {
                p.1.iter().map(|&error| (p.0 as f64, error)).collect()
            };
            let points: Curve = family.errors.iter().flat_map(each).collect();
            panel.line(line, family.ink, &family.name).points(
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

/// Record what was measured from one start under `key`, or from several under `key_median`, `key_least` and `key_most`.
pub fn one_or_more(run: &mut Run, key: &str, values: &[f64], unit: &str, digits: usize) {
    match values {
        [value] => drop(run.measure(key, *value, unit, digits)),
        _ => run.over_starts(key, values, unit, digits),
    }
}
