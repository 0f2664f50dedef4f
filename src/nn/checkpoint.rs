//! A training that was cut off goes on where it was, as if nothing had been.
//!
//! After every epoch the weights, the optimiser's memory, the best weights and the history are written to one file. An
//! epoch's order is drawn from the seed and its number, so no generator's state is needed.

use super::loss::Loss;
use super::network::Network;
use super::optim::{Memory, Optimiser};
use super::progress::Progress;
use super::store::{self, File, Tensor};
use super::training::{Record, Samples, Schedule, Training};
use crate::data::malformed;
use crate::{Real, Result};
use ndarray::{ArrayD, ArrayView1, IxDyn};
use std::path::PathBuf;

/// Where a training is kept, and what it is, line by line. Another's is not gone on from.
pub(super) struct Checkpoint {
    path: PathBuf,
    run: String,
}

impl Checkpoint {
    /// The checkpoint of this training, where one is wanted.
    pub fn of(
        network: &Network,
        loss: Loss,
        optimiser: &(impl Optimiser + ?Sized),
        samples: &Samples,
        training: &Training,
    ) -> Option<Checkpoint> {
        let path = training.checkpoint.clone()?;
        let names: Vec<String> =
            network.layers().iter().map(|layer| layer.name()).collect();
        let sum = |x: &ndarray::Array2<Real>| x.iter().map(|&v| v as f64).sum::<f64>();
        let data =
            |x: &ndarray::Array2<Real>| format!("{} adding up to {}", x.nrows(), sum(x));
        let mut lines = vec![
            format!("layers: {} → {}", network.inputs(), names.join(", ")),
            format!("loss: {loss:?}"),
            format!("optimiser: {}", optimiser.settings()),
            format!("rate: {}, {:?}", optimiser.rate(), training.schedule),
            format!("batches: {} samples, seed {}", training.batch, training.seed),
            format!("patience: {:?}", training.patience),
            format!("samples: {}", data(samples.x)),
            format!("targets: {}", data(samples.target)),
            format!(
                "validation samples: {}",
                samples.validation.map_or("none".into(), |(x, _)| data(x))
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
        network: &Network,
        optimiser: &(impl Optimiser + ?Sized),
        progress: &Progress,
    ) -> Result<()> {
        let mut tensors: Vec<Tensor> = network
            .parameters()
            .into_iter()
            .map(|(name, theta)| Tensor::of(name, theta))
            .collect();
        let memory = optimiser.memory();
        for (what, groups) in
            [("first", &memory.first), ("second", &memory.second), ("best", &progress.best)]
        {
            let group = |(i, group): (usize, &Vec<Real>)| {
                Tensor::of(format!("{what}.{i}"), ArrayView1::from(group).into_dyn())
            };
            tensors.extend(groups.iter().enumerate().map(group));
        }
        tensors.push(Tensor::doubles(
            "progress",
            ArrayView1::from(&[memory.step as f64, progress.ordinary]).into_dyn(),
        ));
        tensors.push(Tensor::doubles("history", as_table(&progress.history).view()));
        store::write(&self.path, tensors, Some(self.run.clone()))
    }

    /// Goes back to what the file holds, where there is one; then `progress` counts its epochs as done.
    ///
    /// Errors, and leaves everything as it was, where the file is another training's or not whole.
    pub fn resume(
        &self,
        network: &mut Network,
        optimiser: &mut (impl Optimiser + ?Sized),
        progress: &mut Progress,
    ) -> Result<()> {
        if !self.path.exists() {
            return Ok(());
        }
        let mut file = store::read(&self.path)?;
        self.check(&file)?;
        let theta = store::take_parameters(&self.path, &mut file, network)?;
        let lengths: Vec<usize> = theta.iter().map(Vec::len).collect();
        let mut groups = |what: &str| -> Result<Vec<Vec<Real>>> {
            let named =
                lengths.iter().enumerate().map(|(i, &n)| (format!("{what}.{i}"), n));
            named.map(|(name, n)| store::take(&self.path, &mut file, &name, &[n])).collect()
        };
        let (first, second) = (groups("first")?, groups("second")?);
        let best = if progress.patience.is_some() { groups("best")? } else { Vec::new() };
        let of_shape = |name, fits: fn(&[usize]) -> bool| {
            file.tensors.get(name).filter(|t| fits(t.shape()))
        };
        let counts = of_shape("progress", |shape| shape == [2]);
        let table = of_shape("history", |shape| matches!(shape, [_, 5]));
        let (Some(counts), Some(table)) = (counts, table) else {
            return Err(malformed(
                &self.path,
                "has lost its history; delete it and start anew",
            ));
        };
        let history = from_table(table);
        if history.len() > progress.epochs {
            let (held, asked) = (history.len(), progress.epochs);
            let why = format!(
                "{held} epochs were trained here, but {asked} are asked for; ask for {held} or more"
            );
            return Err(malformed(&self.path, why));
        }
        progress.go_on_from(history, best, counts[1]);
        store::put_parameters(network, &theta);
        *optimiser.memory_mut() = Memory { step: counts[0] as i32, first, second };
        Ok(())
    }

    /// Errors, with the first line that differs, where the file is another training's.
    fn check(&self, file: &File) -> Result<()> {
        let Some(run) = &file.note else {
            return Err(malformed(
                &self.path,
                "is no checkpoint; to load weights from it, use `Network::load`",
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

/// (epochs, 5), NaN for what there is not.
fn as_table(history: &[Record]) -> ArrayD<f64> {
    let row = |r: &Record| {
        [r.epoch as f64, r.step as f64, r.loss, r.validation.unwrap_or(f64::NAN), r.rate]
    };
    let values: Vec<f64> = history.iter().flat_map(row).collect();
    ArrayD::from_shape_fn(IxDyn(&[history.len(), 5]), |at| values[at[0] * 5 + at[1]])
}

fn from_table(table: &ArrayD<f64>) -> Vec<Record> {
    let row = |r: ndarray::ArrayViewD<f64>| Record {
        epoch: r[0] as usize,
        step: r[1] as usize,
        loss: r[2],
        validation: Some(r[3]).filter(|v| !v.is_nan()),
        rate: r[4],
    };
    table.outer_iter().map(row).collect()
}
