//! The sparse autoencoder: one layer each way, and a code that costs.

use super::largest::Largest;
use super::penalty::{Over, Scarcity, at_means, l1, means};
use crate::autoencoder::Autoencoder;
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::draw::Draw;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::model::{Model, Parameters, Samples, Terms};
use crate::nn::network::Network;
use crate::nn::optim::Optimiser;
use crate::nn::train::{Record, Training, train};
use crate::nonlinear::{NeuralAutoencoder, Output, Tapes};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewD, ArrayViewMut2};
use rand::Rng;
use rayon::prelude::*;

/// X̃ = g(f(X)) with f(x) = s(xW + b), g(z) = zD + c, and a loss that makes the code scarce.
#[derive(Debug, Clone)]
pub struct SparseAutoencoder {
    networks: NeuralAutoencoder,
    scarcity: Scarcity,
    /// Whether features, the rows of D (k, d), are held to length 1 at most.
    hold: bool,
    /// X (n, d) of a training that goes on, where ρ̂ is taken over all of it.
    set: Option<Array2<Real>>,
}

impl SparseAutoencoder {
    /// d numbers, `units` units, first weights drawn from `rng`; `hold` keeps every feature's
    /// length at 1 or below.
    ///
    /// Errors where there is no feature or unit, or a setting is out of its range.
    pub fn random(
        (d, units): (usize, usize),
        scarcity: Scarcity,
        hold: bool,
        output: Output,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<SparseAutoencoder> {
        scarcity.check()?;
        let bend: Box<dyn Layer> = match scarcity {
            Scarcity::Nothing | Scarcity::L1 { .. } => Box::new(Activation::Relu),
            Scarcity::Divergence { .. } => Box::new(Activation::Sigmoid),
            Scarcity::Largest { k } => Box::new(Largest { k }),
        };
        let there = Dense::random(d, units, init, rng);
        let encoder = Network::new(d, vec![Box::new(there), bend])?;
        let mut back: Vec<Box<dyn Layer>> =
            vec![Box::new(Dense::random(units, d, init, rng))];
        if output == Output::Sigmoid {
            back.push(Box::new(Activation::Sigmoid));
        }
        let networks = NeuralAutoencoder::new(encoder, Network::new(units, back)?, output)?;
        let mut model = SparseAutoencoder { networks, scarcity, hold, set: None };
        if hold {
            model.shorten();
        }
        Ok(model)
    }

    /// What is scarce.
    pub fn scarcity(&self) -> Scarcity {
        self.scarcity
    }

    /// Encoder and decoder.
    pub fn networks(&self) -> &NeuralAutoencoder {
        &self.networks
    }

    /// D (k, d): row j is what unit j adds to the reconstruction when it is 1.
    pub fn features(&self) -> Array2<Real> {
        let (k, d) = (self.networks.code_size(), self.networks.features());
        let theta = self.networks.decoder.parameters();
        let values = theta[0].1.iter().copied().collect();
        Array2::from_shape_vec((k, d), values).expect("the decoder has one dense layer")
    }

    /// Another k of a code that lets the largest pass; errors where it is none, or there
    /// are fewer units.
    pub fn set_k(&mut self, k: usize) -> Result<()> {
        if !matches!(self.scarcity, Scarcity::Largest { .. }) {
            let (what, expected) = ("the scarcity of a code", "the k largest".into());
            let got = format!("{:?}", self.scarcity);
            return Err(Error::Shape { what, expected, got });
        }
        let f = &self.networks.encoder;
        let layers = vec![f.layers()[0].boxed(), Box::new(Largest { k }) as Box<dyn Layer>];
        self.networks.encoder = Network::new(f.inputs(), layers)?;
        self.scarcity = Scarcity::Largest { k };
        Ok(())
    }

    // ANCHOR: shorten
    /// Every feature longer than 1 becomes one of length 1.
    fn shorten(&mut self) {
        let d = self.networks.decoder.outputs();
        self.networks.decoder.parameters_mut()[0].par_chunks_mut(d).for_each(|feature| {
            let length = feature.iter().map(|v| v * v).sum::<Real>().sqrt();
            if length > 1.0 {
                feature.iter_mut().for_each(|v| *v /= length);
            }
        });
    }
    // ANCHOR_END: shorten

    /// Trains on X (n, d) as its own target; `validation` is only looked at. Gives back the
    /// history. Errors as [`train`].
    pub fn train<O: Optimiser + ?Sized>(
        &mut self,
        x: &Array2<Real>,
        validation: Option<&Array2<Real>>,
        optimiser: &mut O,
        training: &Training,
        observe: impl FnMut(&Record, &Self) -> Result<()>,
    ) -> Result<Vec<Record>> {
        let validation = validation.map(Samples::themselves);
        self.set = self.needs_set().then(|| x.clone());
        let history =
            train(self, optimiser, Samples::themselves(x), validation, training, observe);
        self.set = None;
        history
    }

    fn needs_set(&self) -> bool {
        matches!(self.scarcity, Scarcity::Divergence { over: Over::Set, .. })
    }

    /// The same with another k in each epoch, as [`coming_down`](super::largest::coming_down)
    /// gives them; `training.epochs` is not looked at.
    ///
    /// Each epoch is a training by itself (with a checkpoint of its own, if any) that goes on
    /// with the optimiser's memory, and whose schedule begins anew. Errors as [`train`] and
    /// [`set_k`](Self::set_k).
    pub fn train_by<O: Optimiser + ?Sized>(
        &mut self,
        ks: &[usize],
        x: &Array2<Real>,
        optimiser: &mut O,
        training: &Training,
        mut observe: impl FnMut(&Record, &mut Self) -> Result<()>,
    ) -> Result<Vec<Record>> {
        let mut history = Vec::new();
        for (done, &k) in ks.iter().enumerate() {
            self.set_k(k)?;
            let own = |path: &std::path::PathBuf| path.with_extension(format!("{done}"));
            let one = Training {
                epochs: 1,
                seed: training.seed.wrapping_add(done as u64),
                checkpoint: training.checkpoint.as_ref().map(own),
                ..training.clone()
            };
            let records = self.train(x, None, optimiser, &one, |_, _| Ok(()))?;
            for mut record in records {
                record.epoch += done;
                observe(&record, self)?;
                history.push(record);
            }
        }
        Ok(history)
    }
}

/// θ is named as in [`NeuralAutoencoder`]: "encoder.0.weight" to "decoder.0.bias".
impl Parameters for SparseAutoencoder {
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        self.networks.parameters()
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        self.networks.parameters_mut()
    }

    // ANCHOR: sparse_step
    /// The optimiser's step; then features that have become too long are shortened.
    fn step(
        &mut self,
        optimiser: &mut (impl Optimiser + ?Sized),
        gradients: Vec<&mut [Real]>,
    ) -> Result<()> {
        self.networks.step(optimiser, gradients)?;
        if self.hold {
            self.shorten();
        }
        Ok(())
    }
    // ANCHOR_END: sparse_step
}

/// A batch's tapes, and the running means.
#[derive(Debug)]
pub struct Room {
    tapes: Tapes,
    /// ρ̂ (k) after the batches before the one of `draw`, and after it.
    before: Option<Array1<Real>>,
    after: Option<Array1<Real>>,
    draw: Option<Draw>,
}

impl Room {
    /// γρ̂ + (1 − γ)m, where ρ̂ is of the batches before this draw's: who asks twice gets the
    /// same twice. (An interrupted training starts the mean anew.)
    fn running(&mut self, keep: Real, m: Array1<Real>, draw: Draw) -> &Array1<Real> {
        if self.draw != Some(draw) {
            (self.before, self.draw) = (self.after.take(), Some(draw));
        }
        let mean = match &self.before {
            Some(before) => before * keep + &m * (1.0 - keep),
            None => m,
        };
        self.after.insert(mean)
    }
}

impl Model for SparseAutoencoder {
    const TERMS: &'static [&'static str] = &["reconstruction", "sparsity"];

    type Room = Room;

    fn room(&self, rows: usize) -> Room {
        Room { tapes: self.networks.room(rows), before: None, after: None, draw: None }
    }

    fn check(&self, samples: Samples) -> Result<()> {
        self.networks.check(samples)
    }

    // ANCHOR: sparse_slope
    fn slope(&self, batch: Samples, draw: Draw, room: &mut Room) -> Result<Terms> {
        let NeuralAutoencoder { encoder: f, decoder: g, output } = &self.networks;
        let Tapes { encoder, decoder } = &mut room.tapes;
        f.forward(batch.x, encoder)?; // Z = f(X)
        g.forward(encoder.output(), decoder)?; // Y = g(Z)
        let (y, dy) = decoder.output_and_slope();
        let loss = output.loss().of_batch(y, batch, dy); // L, ∂L/∂Y
        if draw.learns() {
            g.backward(encoder.output(), decoder, true)?; // ∂L/∂Z of the reconstruction
            encoder.d_output_mut().assign(&decoder.d_input());
        }
        let price = self.penalise(draw, room)?; // adds ∂/∂Z of the penalty
        if draw.learns() {
            f.backward(batch.x, &mut room.tapes.encoder, false)?;
        }
        Ok(Self::terms([loss, price]))
    }
    // ANCHOR_END: sparse_slope

    fn gradients(room: &mut Room) -> Vec<&mut [Real]> {
        room.tapes.gradients_mut()
    }

    fn settings(&self) -> String {
        format!("{}; {:?}, held: {}", self.networks.settings(), self.scarcity, self.hold)
    }

    fn naive(&self, samples: Samples) -> f64 {
        self.networks.naive(samples)
    }
}

impl SparseAutoencoder {
    // ANCHOR: penalise
    /// The code's price on the tape's batch; adds its slope to ∂L/∂Z there.
    fn penalise(&self, draw: Draw, room: &mut Room) -> Result<f64> {
        Ok(match self.scarcity {
            Scarcity::Nothing | Scarcity::Largest { .. } => 0.0,
            Scarcity::L1 { lambda } => {
                let (z, dz) = room.tapes.encoder.output_and_slope();
                l1(lambda, z, dz)
            }
            Scarcity::Divergence { beta, rho, over } => {
                let m = means(room.tapes.encoder.output()); // the batch's mean
                let rho_hat = match (over, &self.set) {
                    (Over::Running { keep }, _) if draw.learns() => {
                        room.running(keep, m, draw).clone()
                    }
                    (Over::Set, Some(x)) if draw.learns() => {
                        means(self.networks.encoder.predict(x)?.view())
                    }
                    _ => m,
                };
                at_means((beta, rho), &rho_hat, room.tapes.encoder.d_output_mut())
            }
        })
    }
    // ANCHOR_END: penalise

    /// W (d, k) with b (k), and D (k, d): the encoder's weights and biases and the features.
    pub(super) fn weights_mut(
        &mut self,
    ) -> (ArrayViewMut2<'_, Real>, &mut [Real], ArrayViewMut2<'_, Real>) {
        let (d, k) = (self.networks.features(), self.networks.code_size());
        let shaped = "dense layers are laid out row by row";
        let NeuralAutoencoder { encoder, decoder, .. } = &mut self.networks;
        let mut there = encoder.parameters_mut().into_iter();
        let (w, b) = (there.next().expect(shaped), there.next().expect(shaped));
        let back = decoder.parameters_mut().into_iter().next().expect(shaped);
        (
            ArrayViewMut2::from_shape((d, k), w).expect(shaped),
            b,
            ArrayViewMut2::from_shape((k, d), back).expect(shaped),
        )
    }

    /// L on samples (n, d) with all of them for a batch: reconstruction and the code's price.
    ///
    /// Errors where X has no row, not d columns, or numbers that are none of the loss's.
    pub fn loss(&self, x: &Array2<Real>) -> Result<Terms> {
        let samples = Samples::themselves(x);
        self.check(samples)?;
        self.slope(samples, Draw::measuring(0, 0), &mut self.room(x.nrows()))
    }
}

impl Autoencoder for SparseAutoencoder {
    fn features(&self) -> usize {
        self.networks.features()
    }

    fn code_size(&self) -> usize {
        self.networks.code_size()
    }

    /// Codes Z = f(X): (n, d) → (n, k). Errors where X has not d columns, or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        self.networks.encode(x)
    }

    /// g(Z), of logits σ(g(Z)): (n, k) → (n, d). Errors as [`NeuralAutoencoder`]'s.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        self.networks.decode(z)
    }
}

/// The lengths of the rows of D (k, d).
pub fn lengths(features: ArrayView2<Real>) -> Array1<Real> {
    features.rows().into_iter().map(|f| f.dot(&f).sqrt()).collect()
}
