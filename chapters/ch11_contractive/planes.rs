//! Tangent planes of trained encoders and of neighbours, and how far they are from the truth.

use autoencoders::contractive::tangents::{
    angles, leading, local_plane, mean_squared_cosine, nearest,
};
use autoencoders::contractive::{ContractiveAutoencoder, Weights, blobs};
use autoencoders::linalg::orthonormal;
use autoencoders::ndarray::{Array2, ArrayView1};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::{Adam, Optimiser};
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::Output;
use autoencoders::pca::Pca;
use autoencoders::stats::{mean, median};
use autoencoders::{Autoencoder, Real, Result};
use chapters::{Outcome, Run};

/// Neighbours that are tried.
pub const NEIGHBOURS: [usize; 8] = [4, 6, 8, 12, 16, 24, 32, 64];
/// Penalties that are tried.
pub const LAMBDAS: [Real; 4] = [0.01, 0.1, 1.0, 10.0];

/// A network and its training: d-hidden-d, sigmoid, then linear.
#[derive(Debug, Clone, Copy)]
pub struct Lesson {
    /// Units.
    pub hidden: usize,
    /// Steps of Adam.
    pub steps: usize,
    /// Images in a batch.
    pub batch: usize,
    /// Whether the decoder has its own weights.
    pub weights: Weights,
}

/// Points, and the true planes there: bases (d, m).
pub struct Truth {
    /// (n, d).
    pub x: Array2<Real>,
    /// One a row.
    pub planes: Vec<Array2<Real>>,
}

/// How far planes are from the truth, over many points.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    /// The median of all principal angles, degrees.
    pub median: f64,
    /// The mean of cos².
    pub overlap: f64,
}

impl Lesson {
    /// The one for spots.
    pub fn spots(run: &Run) -> Lesson {
        let (steps, weights) = (run.size(20, 2000, 2000), Weights::Untied);
        Lesson { hidden: run.size(30, 100, 100), steps, batch: 50, weights }
    }

    /// Trained by Adam(.001) with this λ.
    pub fn train(
        self,
        run: &Run,
        x: &Array2<Real>,
        lambda: Real,
        start: usize,
    ) -> Outcome<ContractiveAutoencoder> {
        self.train_by(&mut Adam::default(), run, x, lambda, start)
    }

    /// The same by another optimiser.
    pub fn train_by(
        self,
        optimiser: &mut dyn Optimiser,
        run: &Run,
        x: &Array2<Real>,
        lambda: Real,
        start: usize,
    ) -> Outcome<ContractiveAutoencoder> {
        let mut rng = run.rng(&format!("planes {start}"));
        let (shape, output) = ((x.ncols(), self.hidden), Output::Linear);
        let (weights, init) = (self.weights, Init::PyTorch);
        let mut model =
            ContractiveAutoencoder::random(shape, weights, output, lambda, init, &mut rng)?;
        model.train(x, None, optimiser, &self.training(run, x.nrows(), start), silent)?;
        Ok(model)
    }

    /// As many steps on so many samples.
    pub fn training(self, run: &Run, samples: usize, start: usize) -> Training {
        let batches = samples.div_ceil(self.batch);
        Training {
            epochs: self.steps.div_ceil(batches),
            batch: self.batch,
            seed: run.args.seed + start as u64,
            ..Training::default()
        }
    }
}

impl Truth {
    /// Fresh spots with as much noise as the others.
    pub fn spots(run: &Run, name: &str, n: usize, noise: f64) -> Result<Truth> {
        let set = blobs::blobs(n, noise, &mut run.rng(name))?;
        let plane =
            |p: ArrayView1<Real>| blobs::tangents([0, 1, 2].map(|i| f64::from(p[i])));
        let planes = set.truth.rows().into_iter().map(plane).collect::<Result<_>>()?;
        Ok(Truth { x: set.x, planes })
    }

    /// m.
    fn directions(&self) -> usize {
        self.planes.first().map_or(1, |plane| plane.ncols())
    }

    /// The score of what `plane` estimates at each point.
    pub fn score(
        &self,
        plane: impl Fn(ArrayView1<Real>, usize) -> Result<Array2<Real>>,
    ) -> Result<Score> {
        let (mut all, mut overlaps) = (Vec::new(), Vec::new());
        for (x, truth) in self.x.rows().into_iter().zip(&self.planes) {
            let found = angles(&plane(x, self.directions())?, truth)?;
            overlaps.push(mean_squared_cosine(&found));
            all.extend(found);
        }
        let nan = f64::NAN;
        Ok(Score {
            median: median(&all).unwrap_or(nan),
            overlap: mean(&overlaps).unwrap_or(nan),
        })
    }

    /// Of an encoder: the leading right singular vectors of its Jacobian.
    pub fn of_encoder(&self, model: &ContractiveAutoencoder) -> Result<Score> {
        self.score(|x, m| encoder_plane(model, x, m))
    }

    /// Of the k nearest samples: their principal directions.
    pub fn of_neighbours(&self, train: &Array2<Real>, k: usize) -> Result<Score> {
        self.score(|x, m| local_plane(train, &nearest(train, x, k)?, m))
    }

    /// Of all samples: the same plane everywhere.
    pub fn of_all(&self, train: &Array2<Real>) -> Result<Score> {
        let plane = Pca::fit(train, self.directions())?.w;
        self.score(|_, _| Ok(plane.clone()))
    }

    /// How far the code moves for a unit of input, root mean square: along the true planes,
    /// and across them.
    pub fn pushes(&self, model: &ContractiveAutoencoder) -> Result<[f64; 2]> {
        let (mut along, mut across) = (0.0, 0.0);
        let (squares, h) = (model.squared_jacobian(&self.x)?, model.encode(&self.x)?);
        for ((h, &whole), plane) in h.rows().into_iter().zip(&squares).zip(&self.planes) {
            let (d, m) = plane.dim();
            let moved = model.jacobian_at(h).dot(&orthonormal(plane.view())?);
            let inside: f64 = moved.iter().map(|&v| f64::from(v * v)).sum();
            along += inside / m as f64;
            across += (f64::from(whole) - inside).max(0.0) / (d - m) as f64;
        }
        Ok([along, across].map(|sum| (sum / self.planes.len() as f64).sqrt()))
    }

    /// The number of neighbours whose planes are nearest to the truth here.
    pub fn best_neighbours(&self, train: &Array2<Real>) -> Result<usize> {
        let mut best = (f64::INFINITY, NEIGHBOURS[0]);
        for k in NEIGHBOURS.into_iter().filter(|&k| k < train.nrows()) {
            let median = self.of_neighbours(train, k)?.median;
            if median < best.0 {
                best = (median, k);
            }
        }
        Ok(best.1)
    }
}

/// The m leading right singular vectors of J at x.
pub fn encoder_plane(
    model: &ContractiveAutoencoder,
    x: ArrayView1<Real>,
    m: usize,
) -> Result<Array2<Real>> {
    let row = x.to_owned().insert_axis(autoencoders::ndarray::Axis(0));
    leading(&model.jacobian_at(model.encode(&row)?.row(0)), m)
}

/// .05 → "005", 1 → "1".
pub fn short(value: f64) -> String {
    value.to_string().replace('.', "")
}
