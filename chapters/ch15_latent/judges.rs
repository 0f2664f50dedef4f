//! Readers of factors, and what they say of pictures.

use super::faces::{Edit, FACTORS, Faces, Heads};
use super::sets::starts;
use autoencoders::deep::readout::r_squared;
use autoencoders::latent::reader::{Reader, errors};
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::nn::train::{Schedule, Training};
use autoencoders::{Real, Result};
use chapters::{Outcome, Run};

/// A reader that has seen true heads only, and how far it is off on others.
pub struct Judge {
    reader: Reader,
    /// √ of the mean squared error of each factor on true test heads.
    pub errors: Array1<f64>,
}

/// What a change did.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// The mean change of the factor's reading, as a share of the one asked for.
    pub gain: f64,
    /// The share of pictures in which the factor is read on the far side of half way.
    pub added: f64,
    /// The same before the change.
    pub still: f64,
    /// The share of pictures in which no reading of another factor moved by more than two of the judge's errors.
    pub kept: f64,
    /// The share of the true change of the pixels that was made: 1 − ‖Δ − Δ_true‖²/‖Δ_true‖².
    pub truth: f64,
    /// The mean change of the reading of glasses.
    pub glasses: f64,
    /// The same of the smile.
    pub smile: f64,
}

impl Judge {
    /// One from each start.
    pub fn train(run: &mut Run, faces: &Faces) -> Outcome<Vec<Judge>> {
        let (known, test) = (&faces.known, &faces.test);
        let hidden = run.size([12, 8], [96, 48], [96, 48]);
        run.count("reader_hidden", hidden[0]).spread(0.0);
        let epochs = run.size(2, 24, 24);
        let made = run.from_each_start(&[()], starts(run), |(), start| {
            let training = Training {
                epochs,
                batch: 50,
                schedule: Schedule::Cosine,
                seed: run.args.seed + 1000 * start as u64,
                ..Training::default()
            };
            let rng = &mut run.rng(&format!("reader {start}"));
            let reader =
                Reader::fit(&known.x, &known.theta, &hidden, 2e-3, &training, rng)?;
            let read = reader.read(&test.x)?;
            let errors = errors(&test.theta, &read);
            Ok((Judge { reader, errors }, r_squared(&test.theta, &read)?))
        })?;
        let made = made.into_iter().flatten();
        let (judges, r2): (Vec<Judge>, Vec<Array1<f64>>) = made.unzip();
        for (j, name) in FACTORS.iter().enumerate() {
            let of = |all: &[Array1<f64>]| all.iter().map(|one| one[j]).collect::<Vec<_>>();
            run.over_starts(&format!("reader_{name}_r2"), &of(&r2), "", 3);
        }
        Ok(judges)
    }

    /// θ̂ of pictures.
    pub fn read(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.reader.read(x)
    }

    /// The change of pictures of these heads from `before` to `after`, beside the true one from `from.x` to `to`.
    pub fn score(
        &self,
        edit: &Edit,
        from: &Heads,
        to: &Array2<Real>,
        before: &Array2<Real>,
        after: &Array2<Real>,
    ) -> Result<Score> {
        let (first, last) = (self.read(before)?, self.read(after)?);
        let shift = (&last - &first).mapv(f64::from);
        let (n, by, own) = (shift.nrows() as f64, f64::from(edit.by), edit.factor);
        let mean = shift.mean_axis(Axis(0)).unwrap_or_default();
        let share = |read: &Array2<Real>| {
            let far = |i: &usize| read[(*i, own)] - from.theta[(*i, own)] > edit.by / 2.0;
            (0..read.nrows()).filter(far).count() as f64 / n
        };
        let mut units = (&shift / &self.errors).mapv(f64::abs);
        units.column_mut(own).fill(0.0);
        let kept = units.rows().into_iter().filter(|row| row.iter().all(|&u| u <= 2.0));
        let [made, asked] = [after - before, to - &from.x];
        let square =
            |a: &Array2<Real>| a.iter().map(|&a| f64::from(a).powi(2)).sum::<f64>();
        Ok(Score {
            gain: mean[own] / by,
            added: share(&last),
            still: share(&first),
            kept: kept.count() as f64 / n,
            truth: 1.0 - square(&(&made - &asked)) / square(&asked),
            glasses: mean[super::faces::GLASSES],
            smile: mean[super::faces::SMILE],
        })
    }
}
