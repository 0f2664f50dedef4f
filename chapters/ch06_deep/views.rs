//! A head at random angles: do two code units find yaw and tilt?

use autoencoders::data::ImageSet;
use autoencoders::data::faces::{
    self, Colour, FaceSet, Factors, Identity, View, render_all,
};
use autoencoders::deep::readout::{linear, nearest, r_squared};
use autoencoders::ndarray::Array2;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use chapters::{Outcome, Run};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Largest turn and nod of a head, in degrees: those of the 133 views.
const WITHIN: [f32; 2] = [90.0, 30.0];
/// What is read off a code.
pub const ANGLES: [&str; 2] = ["yaw", "tilt"];

/// Pictures of one head at random angles, and what was made of them.
pub struct Views {
    /// To train on.
    pub train: ImageSet,
    /// To measure on.
    pub test: ImageSet,
    /// Yaw and tilt of `train` and of `test`, in degrees: (n, 2).
    pub angles: [Array2<Real>; 2],
    /// The same head at even angles: the 133 views.
    pub even: FaceSet,
    /// Two components.
    pub pca: Pca,
    /// Autoencoders of two code units, from several starts.
    pub deep: Vec<NeuralAutoencoder>,
}

impl Views {
    /// Render the head with so many pixels along each side, and train on it.
    pub fn make(run: &mut Run, side: usize) -> Outcome<Views> {
        let (n, held_out) = run.size((120, 40), (1600, 400), (3000, 1000));
        let seed = run.args.seed + 2; // the head of the first chapter
        let head = Identity::random(&mut ChaCha8Rng::seed_from_u64(seed));
        let mut rng = run.rng("views");
        let mut random = |n: usize| -> Outcome<(ImageSet, Array2<Real>)> {
            let mut within = |limit: f32| limit * rng.random_range(-1.0f32..1.0);
            let views: Vec<View> = (0..n)
                .map(|_| View {
                    yaw: within(WITHIN[0]),
                    tilt: within(WITHIN[1]),
                    ..View::default()
                })
                .collect();
            let angles = Array2::from_shape_fn(
                (n, 2),
                |(i, j)| if j == 0 { views[i].yaw } else { views[i].tilt } as Real,
            );
            let factors = views.into_iter().map(|view| Factors {
                person: 0,
                identity: head.clone(),
                view,
            });
            Ok((render_all(factors.collect(), side, Colour::Grey)?.images, angles))
        };
        let ((train, known), (test, truth)) = (random(n)?, random(held_out)?);
        let even = faces::views(seed, side, Colour::Grey)?;
        let pca = Pca::fit(&train.x, 2)?;
        run.train("train on the views");
        let starts: Vec<usize> = (0..run.size(1, 5, 5)).collect();
        let epochs = run.size(2, 30, 60);
        let deep = run.together(&starts, |&start| train_one(run, &train, start, epochs))?;
        run.count("views_epochs", epochs);
        run.count("views_side", side);
        run.count("views_samples", n);
        run.count("views_held_out", held_out);
        Ok(Views { train, test, angles: [known, truth], even, pca, deep })
    }

    /// R² of yaw and tilt on held-out views: by the linear read-out, then by the nearest code's.
    fn scores(&self, model: &dyn Autoencoder) -> Outcome<[[f64; 2]; 2]> {
        let (seen, unseen) = (model.encode(&self.train.x)?, model.encode(&self.test.x)?);
        let [known, truth] = &self.angles;
        let straight = r_squared(truth, &linear(&seen, known, &unseen)?)?;
        let near = r_squared(truth, &nearest(&seen, known, &unseen)?)?;
        Ok([[straight[0], straight[1]], [near[0], near[1]]])
    }

    /// The numbers, by keys that begin with `name`.
    pub fn read_off(&self, run: &mut Run, name: &str) -> Outcome {
        let of_pca = self.scores(&self.pca)?;
        let starts = self
            .deep
            .iter()
            .map(|model| self.scores(model))
            .collect::<Outcome<Vec<_>>>()?;
        for (w, way) in ["linear", "nearest"].into_iter().enumerate() {
            for (a, angle) in ANGLES.into_iter().enumerate() {
                let found: Vec<f64> = starts.iter().map(|score| score[w][a]).collect();
                run.over_starts(&format!("{name}_{angle}_{way}"), &found, "", 3);
                // No training made PCA's: it is the same on every processor.
                run.number(&format!("{name}_pca_{angle}_{way}"), of_pca[w][a], 3)
                    .spread(0.0);
            }
        }
        run.count("views_starts", starts.len());
        Ok(())
    }
}

/// An autoencoder with two code units from start number `start`.
fn train_one(
    run: &Run,
    train: &ImageSet,
    start: usize,
    epochs: usize,
) -> Outcome<NeuralAutoencoder> {
    let shape = Architecture {
        hidden: Activation::Tanh,
        code: None,
        output: Output::Logits,
        init: Init::Glorot,
    };
    let widths = [train.x.ncols(), run.size(32, 128, 256), run.size(16, 32, 64), 2];
    let mut model = NeuralAutoencoder::random(
        &widths,
        &shape,
        &mut run.rng(&format!("views {start}")),
    )?;
    let training = Training {
        epochs,
        batch: 50,
        seed: run.args.seed + start as u64,
        schedule: Schedule::Cosine,
        ..Training::default()
    };
    let mut optimiser = Adam { rate: 3e-3, ..Adam::default() };
    model.train(&train.x, None, &mut optimiser, &training, silent)?;
    Ok(model)
}
