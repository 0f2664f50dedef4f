//! An optimiser that this crate does not know, with a memory of three moments.

use super::{network, shades};
use autoencoders::nn::model::{Parameters, Samples};
use autoencoders::nn::optim::{Memory, Optimiser};
use autoencoders::nn::train::{Training, silent, train};
use autoencoders::nonlinear::{NeuralAutoencoder, Output};
use autoencoders::{Error, Real, Result};

/// Adam with the largest second moment so far in place of the last. Reddi, Kale & Kumar 2018.
#[derive(Clone, Default)]
struct AmsGrad {
    rate: f64,
    memory: Memory,
}

impl Optimiser for AmsGrad {
    fn step(&mut self, parameters: &mut [(&mut [Real], &[Real])]) -> Result<()> {
        let (_, [first, second, largest]) = self.memory.at_step(parameters)?;
        for (i, (theta, g)) in parameters.iter_mut().enumerate() {
            for j in 0..g.len() {
                first[i][j] = 0.9 * first[i][j] + 0.1 * g[j];
                second[i][j] = 0.99 * second[i][j] + 0.01 * g[j] * g[j];
                largest[i][j] = largest[i][j].max(second[i][j]);
                theta[j] -= self.rate as Real * first[i][j] / (largest[i][j].sqrt() + 1e-4);
            }
        }
        Ok(())
    }

    fn rate(&self) -> f64 {
        self.rate
    }

    fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
    }

    fn settings(&self) -> String {
        "AMSGrad".into()
    }

    fn memory(&self) -> &Memory {
        &self.memory
    }

    fn memory_mut(&mut self) -> &mut Memory {
        &mut self.memory
    }

    fn stable_below(&self, _: f64) -> Option<f64> {
        None
    }
}

#[test]
fn an_optimiser_from_outside_is_kept_and_gone_on_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let x = shades(20, 6, 3);
    let run = |epochs: usize, stop: usize, kept: bool| {
        let (there, back) = (network(&[6, 4], true, 1), network(&[4, 6], false, 2));
        let mut model =
            NeuralAutoencoder::new(there, back, Output::Logits).expect("they fit");
        let checkpoint = kept.then(|| folder.path().join("ams.safetensors"));
        let how = Training { epochs, batch: 7, checkpoint, ..Training::default() };
        let mut optimiser = AmsGrad { rate: 0.01, ..AmsGrad::default() };
        let samples = Samples::themselves(&x);
        let done = train(&mut model, &mut optimiser, samples, None, &how, |record, _| {
            let off = Error::TooFew { what: "power", need: 1, unit: "volt", got: 0 };
            if record.epoch == stop { Err(off) } else { silent(record, &()) }
        });
        let theta: Vec<_> = model.parameters().iter().map(|p| p.1.to_owned()).collect();
        (done, theta, optimiser.memory)
    };
    let (whole, theta, memory) = run(8, 99, false);
    assert!(whole.as_ref().is_ok_and(|history| history[7].loss < history[0].loss));
    assert_eq!((memory.step, memory.moments.len()), (8 * 3, 3));
    assert!(run(8, 5, true).0.is_err());
    let resumed = run(8, 99, true);
    assert_eq!((resumed.1, resumed.2), (theta, memory));
}
