//! What goes wrong with many layers: a start from which there is no way, a code that dies.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::axes::mean_of;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// A network to be trained wrongly.
struct Case {
    widths: Vec<usize>,
    shape: Architecture,
    /// What the first weights are multiplied by.
    gain: Real,
    epochs: usize,
    batch: usize,
}

/// Images a step, where what counts is the number of steps.
const SMALL_BATCH: usize = 10;

impl Case {
    /// Train from start number `start`.
    fn train(
        &self,
        run: &Run,
        x: &Array2<Real>,
        start: usize,
    ) -> Outcome<(NeuralAutoencoder, Vec<Record>)> {
        let mut model = NeuralAutoencoder::random(
            &self.widths,
            &self.shape,
            &mut run.rng(&format!("mistake {start}")),
        )?;
        for network in [&mut model.encoder, &mut model.decoder] {
            let values = network.parameters_mut().into_iter().flatten();
            values.for_each(|value| *value *= self.gain);
        }
        let seed = run.args.seed + start as u64;
        let training = Training {
            epochs: self.epochs,
            batch: self.batch,
            seed,
            ..Training::default()
        };
        let mut adam = Adam::default();
        let history = model.train(x, None, &mut adam, &training, silent)?;
        Ok((model, history))
    }
}

/// The curves without their beginnings, as far as the loss of any start is above `most` there: that has no place in a figure.
fn once_below(curves: &[Curve], most: f64) -> Vec<Curve> {
    let shortest = curves.iter().map(Vec::len).min().unwrap_or(0);
    let from =
        (0..shortest).find(|&i| curves.iter().all(|curve| curve[i].1 <= most)).unwrap_or(0);
    curves.iter().map(|curve| curve[from..].to_vec()).collect()
}

/// The first `n` images, or all.
fn first(x: &Array2<Real>, n: usize) -> Array2<Real> {
    x.slice(s![..n.min(x.nrows()), ..]).to_owned()
}

/// A shape with these hidden layers and this start.
fn shape(hidden: Activation, init: Init) -> Architecture {
    Architecture { hidden, code: None, output: Output::Logits, init }
}

/// Deep networks from several starts: how far do they come from weights of which size?
///
/// One thing changes between two of them: how large the weights of the sigmoids are, or the bend from the same weights.
pub fn wrong_start(run: &mut Run, models: &Models) -> Outcome {
    let x = first(&models.train.x, run.size(100, 1000, 3000));
    let (epochs, starts) = (run.size(3, 50, 27), run.size(1, 5, 5));
    let steps = |epochs: usize| (epochs * x.nrows().div_ceil(SMALL_BATCH)) as f64;
    let sizes = run.size([32, 16, 8], [128, 64, 32], [128, 64, 32]);
    let widths = [&[x.ncols()], &sizes[..], &[10]].concat();
    let small = Init::Normal { sd: 0.01 };
    let (sigmoid, relu) = (Activation::Sigmoid, Activation::Relu);
    let ways = [
        ("small", "sigmoid, small", Ink::Category(1), shape(sigmoid, small), 1.0),
        ("glorot", "sigmoid, Glorot", Ink::Category(4), shape(sigmoid, Init::Glorot), 1.0),
        (
            "four",
            "sigmoid, 4 × Glorot",
            Ink::Category(2),
            shape(sigmoid, Init::Glorot),
            4.0,
        ),
        ("bent", "ReLU, small", Ink::Category(3), shape(relu, small), 1.0),
        ("he", "ReLU, He", Ink::Autoencoder, shape(relu, Init::He), 1.0),
    ];
    // The best that one picture for all can do: its pixels are the means.
    let mean = mean_of(x.view());
    let one_picture = entropy_of(&mean.insert_axis(Axis(0)))?;
    let most = 1.25 * one_picture;
    let mut panel = Panel::new(
        "",
        Scale::linear("steps", 0.0, steps(epochs)),
        Scale::linear("cross-entropy (nats an image)", 0.0, most),
    )
    .across(one_picture, Ink::Faint, "the mean image, whatever the input");
    let cases = ways.each_ref().map(|way| Case {
        widths: widths.clone(),
        shape: way.3,
        gain: way.4,
        epochs,
        batch: SMALL_BATCH,
    });
    let curves = run.from_each_start(&cases, starts, |case, start| {
        let (_, history) = case.train(run, &x, start)?;
        Ok(history.iter().map(|r| (steps(r.epoch), r.loss)).collect::<Curve>())
    })?;
    for ((key, name, ink, ..), curves) in ways.iter().zip(curves) {
        let last: Vec<f64> = curves.iter().filter_map(|c| c.last()).map(|p| p.1).collect();
        run.over_starts(&format!("wrong_start_{key}"), &last, "", 1);
        panel = bundle(panel, &once_below(&curves, most), *ink, name);
    }
    run.number("wrong_start_mean", one_picture, 1).spread(0.0);
    run.count("wrong_start_samples", x.nrows());
    run.count("wrong_start_steps", steps(epochs) as usize);
    run.count("wrong_start_starts", starts);
    run.figure(
        "wrong_start",
        draw("Loss against steps from several starts", 1, 230.0, &[panel]),
    );
    Ok(())
}

/// Rectified code units: some are zero for every image, and a code has fewer numbers than it seems.
pub fn wrong_code(run: &mut Run, models: &Models) -> Outcome {
    let x = first(&models.train.x, run.size(100, 2000, 6000));
    let test = first(&models.test.x, run.size(50, 1000, 2000));
    let k = models.largest();
    let (epochs, starts) = (run.size(2, 24, 24), run.size(1, 5, 5));
    let widths = vec![x.ncols(), run.size(32, 128, 128), run.size(16, 64, 64), k];
    let ways = [("straight", None), ("relu", Some(Activation::Relu))];
    let cases = ways.map(|(_, code)| {
        let shape = Architecture { code, ..shape(Activation::Relu, Init::He) };
        Case { widths: widths.clone(), shape, gain: 1.0, epochs, batch: 50 }
    });
    let found = run.from_each_start(&cases, starts, |case, start| {
        let (model, _) = case.train(run, &x, start)?;
        let spread = model.encode(&test)?.std_axis(Axis(0), 0.0);
        let dead = spread.iter().filter(|&&sd| sd == 0.0).count() as f64;
        Ok((dead, model.squared_error(&test)?))
    })?;
    for ((key, _), found) in ways.into_iter().zip(found) {
        let (dead, errors): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
        run.over_starts(&format!("wrong_code_{key}_dead"), &dead, "", 0);
        run.over_starts(&format!("wrong_code_{key}_sq"), &errors, "", 2);
    }
    run.count("wrong_code_k", k);
    Ok(())
}
