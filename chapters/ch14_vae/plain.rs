//! Autoencoders without chance, of the same layers: what their codes are good for.

use super::arms::Trained;
use super::pictures::{Pictures, starts};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::vae::sample_codes;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Pictures in a row of a figure.
pub const ROW: usize = 8;

/// With codes of several sizes, the VAE's the last; each from every start.
pub struct Plain {
    /// As they ended, by size.
    pub models: Vec<Vec<NeuralAutoencoder>>,
}

/// Sizes of code, in tenths of the VAE's.
const TENTHS: [usize; 5] = [2, 3, 4, 6, 10];

impl Plain {
    /// Trains all.
    pub fn train(run: &mut Run, pictures: &Pictures) -> Outcome<Plain> {
        let sizes = TENTHS.map(|tenths| pictures.code * tenths / 10);
        run.count("plain_code_least", sizes[0]);
        let models = run.from_each_start(&sizes, starts(run), |&k, start| {
            let widths = [pictures.d(), pictures.hidden, k];
            let of = Architecture {
                output: Output::Logits,
                init: Init::PyTorch,
                ..Architecture::default()
            };
            let mut rng = run.rng(&format!("plain {start}"));
            let mut model = NeuralAutoencoder::random(&widths, &of, &mut rng)?;
            let training = Training {
                epochs: pictures.epochs,
                batch: pictures.batch,
                seed: run.args.seed + 1000 * start as u64,
                ..Training::default()
            };
            let adam = &mut Adam { rate: pictures.rate, ..Adam::default() };
            model.train(&pictures.train.x, None, adam, &training, silent)?;
            Ok(model)
        })?;
        let plain = Plain { models };
        let errors: Result<Vec<f64>, _> =
            plain.widest().iter().map(|m| m.squared_error(&pictures.test.x)).collect();
        run.over_starts("plain_sq", &errors?, "", 2);
        Ok(plain)
    }

    /// Those with as many numbers as the VAE.
    pub fn widest(&self) -> &[NeuralAutoencoder] {
        self.models.last().map_or(&[], Vec::as_slice)
    }

    /// Codes drawn at random, made into pictures by the plain decoder and by the VAE's.
    pub fn draw(&self, run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
        let ([plain, ..], [vae, ..]) = (self.widest(), trained.of("right")) else {
            return Err("no start was trained".into());
        };
        let z = sample_codes(ROW, pictures.code, &mut run.rng("codes drawn at random"));
        let codes = plain.encode(&pictures.train.x)?;
        let of_plain = plain.decode(&like(&codes, &z))?;
        let of_vae = vae.model.decode(&z)?;
        let tile = |x: &Array2<Real>| -> Vec<Tile> {
            x.rows().into_iter().map(|x| Tile::image(&pictures.test, x, 0.0, 1.0)).collect()
        };
        run.figure(
            "question",
            grid(&Grid {
                title: "Random codes made into pictures by two decoders".to_string(),
                columns: ROW,
                tiles: [tile(&of_plain), tile(&of_vae)].concat(),
                row_labels: ["plain", "VAE"].map(str::to_string).to_vec(),
                ..Grid::default()
            }),
        );
        Ok(())
    }
}

/// Standard normal numbers, with the mean and the standard deviation of each unit of these codes.
fn like(codes: &Array2<Real>, z: &Array2<Real>) -> Array2<Real> {
    let mean = codes.mean_axis(Axis(0)).unwrap_or_default();
    z * &codes.std_axis(Axis(0), 0.0) + mean
}
