//! A training that was cut off goes on where it was, as if nothing had been.
//!
//! After every epoch the weights, the optimiser's memory, the best weights and the history are written to one file. An
//! epoch's order is drawn from the seed and its number, so no generator's state is needed.

use super::model::{Model, Terms};
use super::optim::{Memory, Optimiser};
use super::progress::Progress;
use super::samples::Samples;
use super::store::{self, File, Tensor};
use super::training::{Record, Schedule, Training};
use crate::data::malformed;
use crate::{Real, Result, error::counted};
use ndarray::{ArrayD, ArrayView1, ArrayView2, IxDyn};
use std::path::PathBuf;

/// Where a training is kept, and what it is, line by line. Another's is not gone on from.
pub(super) struct Checkpoint {
    path: PathBuf,
    run: String,
}

impl Checkpoint {
    /// The checkpoint of this training, where one is wanted.
    pub fn of<M: Model>(
        model: &M,
        optimiser: &(impl Optimiser + ?Sized),
        samples: Samples,
        validation: Option<Samples>,
        training: &Training,
    ) -> Option<Checkpoint> {
        let path = training.checkpoint.clone()?;
        let theta = model.parameters();
        let shapes =
            theta.iter().map(|(name, theta)| format!("{name} {:?}", theta.shape()));
        let sum = |x: ArrayView2<Real>| x.iter().map(|&v| v as f64).sum::<f64>();
        let data = |x: ArrayView2<Real>| format!("{} adding up to {}", x.nrows(), sum(x));
        let mut lines = vec![
            format!("settings: {}", model.settings()),
            format!("parameters: {}", shapes.collect::<Vec<_>>().join(", ")),
            format!("terms of the loss: {}", M::TERMS.join(", ")),
            format!("optimiser: {}", optimiser.settings()),
            format!("rate: {}, {:?}", optimiser.rate(), training.schedule),
            format!("batches: {} samples, seed {}", training.batch, training.seed),
            format!("patience: {:?}", training.patience),
            format!("samples: {}", data(samples.x)),
            format!("targets: {}", data(samples.target)),
            format!("weights: {}", samples.weight.map_or("none".into(), data)),
            format!(
                "validation samples: {}",
                validation.map_or("none".into(), |v| data(v.x))
            ),
            format!("precision: {} bytes a number", size_of::<Real>()),
        ];
        if training.schedule == Schedule::Cosine {
            lines.push(format!("epochs (the cosine ends with them): {}", training.epochs));
        }
        Some(Checkpoint { path, run: lines.join("\n") })
    }

    /// Writes everything that the epochs to come depend on, whole or not at all.
    pub fn save(
        &self,
        model: &impl Model,
        optimiser: &(impl Optimiser + ?Sized),
        progress: &Progress,
    ) -> Result<()> {
        let theta = model.parameters().into_iter();
        let mut tensors: Vec<Tensor> =
            theta.map(|(name, theta)| Tensor::of(name, theta)).collect();
        let memory = optimiser.memory();
        let moments = memory.moments.iter().enumerate();
        let named = moments.map(|(m, groups)| (format!("moment {m}"), groups));
        for (what, groups) in named.chain([("best".into(), &progress.best)]) {
            let group = |(i, group): (usize, &Vec<Real>)| {
                Tensor::of(format!("{what}.{i}"), ArrayView1::from(group).into_dyn())
            };
            tensors.extend(groups.iter().enumerate().map(group));
        }
        let counts = [memory.step as f64, memory.moments.len() as f64, progress.ordinary];
        tensors.push(Tensor::doubles("progress", ArrayView1::from(&counts).into_dyn()));
        tensors.push(Tensor::doubles("history", as_table(&progress.history).view()));
        store::write(&self.path, tensors, Some(self.run.clone()))
    }

    /// Goes back to what the file holds, where there is one; then `progress` counts its epochs as done.
    ///
    /// Errors, and leaves everything as it was, where the file is another training's or not whole.
    pub fn resume<M: Model>(
        &self,
        model: &mut M,
        optimiser: &mut (impl Optimiser + ?Sized),
        progress: &mut Progress,
    ) -> Result<()> {
        if !self.path.exists() {
            return Ok(());
        }
        let mut file = store::read(&self.path)?;
        self.check(&file)?;
        let (counts, history) = self.take_history::<M>(&mut file)?;
        if history.len() > progress.epochs {
            let (held, asked) = (history.len(), progress.epochs);
            let why = format!(
                "{} trained here, but {asked} asked for; ask for {held} or more",
                counted(held, "epoch")
            );
            return Err(malformed(&self.path, why));
        }
        let theta = store::take_parameters(&self.path, &mut file, &model.parameters())?;
        let lengths: Vec<usize> = theta.iter().map(Vec::len).collect();
        let mut groups = |what: &str| -> Result<Vec<Vec<Real>>> {
            let named =
                lengths.iter().enumerate().map(|(i, &n)| (format!("{what}.{i}"), n));
            named.map(|(name, n)| store::take(&self.path, &mut file, &name, &[n])).collect()
        };
        let best = if progress.patience.is_some() { groups("best")? } else { Vec::new() };
        let moments = (0..counts[1] as usize).map(|m| groups(&format!("moment {m}")));
        let moments = moments.collect::<Result<_>>()?;
        progress.go_on_from(history, best, counts[2]);
        model.replace(&theta);
        *optimiser.memory_mut() = Memory { step: counts[0] as i32, moments };
        Ok(())
    }

    /// What was counted, and the history.
    fn take_history<M: Model>(&self, file: &mut File) -> Result<([f64; 3], Vec<Record>)> {
        let counts = file.tensors.remove("progress");
        let counts = counts.and_then(|t| <[f64; 3]>::try_from(t.as_slice()?).ok());
        let table = file.tensors.remove("history");
        let columns = 3 + 2 * M::TERMS.len();
        let table = table.filter(|t| matches!(t.shape(), [_, c] if *c == columns));
        match (counts, table) {
            (Some(counts), Some(table)) => Ok((counts, from_table(&table, M::TERMS))),
            _ => {
                let why = "has lost its history; delete it and start anew";
                Err(malformed(&self.path, why))
            }
        }
    }

    /// Errors, with the first line that differs, where the file is another training's.
    fn check(&self, file: &File) -> Result<()> {
        let Some(run) = &file.note else {
            return Err(malformed(
                &self.path,
                "is no checkpoint; to load weights from it, use `load`",
            ));
        };
        if *run == self.run {
            return Ok(());
        }
        let differ = run.lines().zip(self.run.lines()).find(|(theirs, own)| theirs != own);
        let (theirs, own) = differ.unwrap_or(("of another kind", "of this kind"));
        let why = format!(
            "is the checkpoint of another training ({theirs}; here {own}); delete it, or name another"
        );
        Err(malformed(&self.path, why))
    }
}

/// (epochs, 3 + 2 · terms): epoch, step, rate, then the terms, then those on the validation
/// samples, NaN where there are none.
fn as_table(history: &[Record]) -> ArrayD<f64> {
    let row = |r: &Record| {
        let counted = [r.epoch as f64, r.step as f64, r.rate];
        let own: Vec<f64> = r.terms.iter().map(|(_, v)| v).collect();
        let none = vec![f64::NAN; own.len()];
        let others =
            r.validation_terms.map_or(none, |t| t.iter().map(|(_, v)| v).collect());
        [&counted[..], &own, &others].concat()
    };
    let rows: Vec<Vec<f64>> = history.iter().map(row).collect();
    let columns = rows.first().map_or(0, Vec::len);
    ArrayD::from_shape_fn(IxDyn(&[rows.len(), columns]), |at| rows[at[0]][at[1]])
}

fn from_table(table: &ArrayD<f64>, names: &'static [&'static str]) -> Vec<Record> {
    let row = |r: ndarray::ArrayViewD<f64>| {
        let terms = |from: usize| Terms::zero(names).with(r.iter().skip(from).copied());
        let (own, others) = (terms(3), terms(3 + names.len()));
        let others = (!others.total().is_nan()).then_some(others);
        Record {
            epoch: r[0] as usize,
            step: r[1] as usize,
            loss: own.total(),
            terms: own,
            validation: others.map(|terms| terms.total()),
            validation_terms: others,
            rate: r[2],
        }
    };
    table.outer_iter().map(row).collect()
}
