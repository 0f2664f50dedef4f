//! What goes wrong with many layers: a start from which there is no way, too long on too little, a code that dies.

use super::models::Models;
use autoencoders::Autoencoder;
use autoencoders::Real;
use autoencoders::deep::parameters;
use autoencoders::ndarray::{Array2, Axis, s};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::loss::entropy_of;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Record, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::axes::mean_of;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape as Mark, draw};
use chapters::{Outcome, Run};

/// A network to be trained wrongly.
struct Case {
    widths: Vec<usize>,
    shape: Architecture,
    epochs: usize,
    batch: usize,
}

impl Case {
    /// Train from start number `start`.
    fn train(
        &self,
        run: &Run,
        x: &Array2<Real>,
        test: Option<&Array2<Real>>,
        start: usize,
    ) -> Outcome<(NeuralAutoencoder, Vec<Record>)> {
        let mut model = NeuralAutoencoder::random(
            &self.widths,
            &self.shape,
            &mut run.rng(&format!("mistake {start}")),
        )?;
        let seed = run.args.seed + start as u64;
        let training = Training {
            epochs: self.epochs,
            batch: self.batch,
            seed,
            ..Training::default()
        };
        let mut adam = Adam::default();
        let history = model.train(x, test, &mut adam, &training, silent)?;
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

/// Sigmoids and small weights: the network never learns to look at its input.
pub fn wrong_start(run: &mut Run, models: &Models) -> Outcome {
    let x = first(&models.train.x, run.size(100, 1500, 10_000));
    let (epochs, starts) = (run.size(3, 16, 40), run.size(1, 3, 5));
    let widths = vec![
        x.ncols(),
        run.size(32, 128, 400),
        run.size(16, 64, 200),
        run.size(8, 32, 100),
        10,
    ];
    let ways = [
        (
            "small",
            "sigmoid, small",
            Ink::Category(1),
            shape(Activation::Sigmoid, Init::Normal { sd: 0.01 }),
        ),
        (
            "glorot",
            "sigmoid, Glorot",
            Ink::Category(4),
            shape(Activation::Sigmoid, Init::Glorot),
        ),
        ("he", "ReLU, He", Ink::Autoencoder, shape(Activation::Relu, Init::He)),
    ];
    // The best that one picture for all can do: its pixels are the means.
    let mean = mean_of(x.view());
    let one_picture = entropy_of(&mean.insert_axis(Axis(0)))?;
    let most = 1.25 * one_picture;
    let mut panel = Panel::new(
        "",
        Scale::linear("epochs", 0.0, epochs as f64),
        Scale::linear("cross-entropy (nats an image)", 0.0, most),
    )
    .across(one_picture, Ink::Faint, "the mean image, whatever the input");
    let cases = ways.each_ref().map(|way| Case {
        widths: widths.clone(),
        shape: way.3,
        epochs,
        batch: 50,
    });
    let curves = run.from_each_start(&cases, starts, |case, start| {
        let (_, history) = case.train(run, &x, None, start)?;
        Ok(history.iter().map(|r| (r.epoch as f64, r.loss)).collect::<Curve>())
    })?;
    for ((key, name, ink, _), curves) in ways.iter().zip(curves) {
        run.number(&format!("wrong_start_{key}"), end(&curves), 1);
        panel = bundle(panel, &once_below(&curves, most), *ink, name);
    }
    run.number("wrong_start_mean", one_picture, 1);
    run.number("wrong_start_floor", entropy_of(&x)?, 1);
    run.count("wrong_start_epochs", epochs);
    run.count("wrong_start_starts", starts);
    run.figure(
        "wrong_start",
        draw("Loss against epochs from three starts", 1, 230.0, &[panel]),
    );
    Ok(())
}

/// Few images and many passes: the error on them falls on, that on others turns.
pub fn wrong_long(run: &mut Run, models: &Models) -> Outcome {
    let x = first(&models.train.x, run.size(50, 200, 200));
    let (epochs, starts) = (run.size(3, 120, 400), run.size(1, 3, 5));
    let widths = vec![x.ncols(), run.size(32, 128, 256), run.size(16, 32, 64), 10];
    let shape = shape(Activation::Relu, Init::He);
    let case = Case { widths: widths.clone(), shape, epochs, batch: 20 };
    let test = first(&models.test.x, run.size(50, 500, 1000));
    let (mut seen, mut unseen) = (Vec::new(), Vec::new());
    let histories = run.from_each_start(&[case], starts, |case, start| {
        Ok(case.train(run, &x, Some(&test), start)?.1)
    })?;
    for history in histories.into_iter().flatten() {
        let of = |value: &dyn Fn(&Record) -> Option<f64>| -> Curve {
            history.iter().filter_map(|r| Some((r.epoch as f64, value(r)?))).collect()
        };
        seen.push(of(&|r| Some(r.loss)));
        unseen.push(of(&|r| r.validation));
    }
    let least = |curve: &Curve| {
        curve.iter().copied().fold((0.0, f64::MAX), |a, p| if p.1 < a.1 { p } else { a })
    };
    let best: Vec<(f64, f64)> = unseen.iter().map(least).collect();
    let middle = |of: fn(&(f64, f64)) -> f64| {
        median(&best.iter().map(of).collect::<Vec<_>>()).unwrap_or(1.0)
    };
    let (stop, lowest) = (middle(|p| p.0), middle(|p| p.1));
    let one_picture = entropy_of(&mean_of(x.view()).insert_axis(Axis(0)))?; // above it nothing is learnt yet
    let most = 1.25 * one_picture;
    let mut panel = Panel::new(
        "",
        Scale::log("epochs", 1.0, epochs as f64),
        Scale::linear("cross-entropy (nats an image)", 0.0, most),
    )
    .upright(stop, Ink::Faint, "stop here");
    panel = bundle(panel, &once_below(&seen, most), Ink::Autoencoder, "training");
    panel = bundle(panel, &once_below(&unseen, most), Ink::Category(1), "test");
    run.count("wrong_long_samples", x.nrows());
    run.count("wrong_long_parameters", parameters(&widths));
    run.count("wrong_long_epochs", epochs);
    run.count("wrong_long_starts", starts);
    run.number("wrong_long_stop", stop, 0);
    run.number("wrong_long_least", lowest, 1);
    run.number("wrong_long_test", end(&unseen), 1);
    run.number("wrong_long_train", end(&seen), 1);
    run.figure(
        "wrong_long",
        draw("Loss against epochs on few images, and on others", 1, 230.0, &[panel]),
    );
    Ok(())
}

/// Rectified code units: some are zero for every image, and a code has fewer numbers than it seems.
pub fn wrong_code(run: &mut Run, models: &Models) -> Outcome {
    let x = first(&models.train.x, run.size(100, 2000, 10_000));
    let test = first(&models.test.x, run.size(50, 1000, 2000));
    let k = models.largest();
    let (epochs, starts) = (run.size(2, 12, 20), run.size(1, 3, 5));
    let widths = vec![x.ncols(), run.size(32, 128, 400), run.size(16, 64, 200), k];
    let mut panel = Panel::new(
        "",
        Scale::linear("code units, the most spread first", 0.5, k as f64 + 0.5),
        Scale::linear("standard deviation (largest = 1)", 0.0, 1.05),
    );
    let ways = [
        ("straight", "no bend at the code", 0.8, Ink::Autoencoder, Mark::Dot, None),
        (
            "relu",
            "ReLU at the code",
            0.14,
            Ink::Category(1),
            Mark::Cross,
            Some(Activation::Relu),
        ),
    ];
    let cases = ways.each_ref().map(|way| {
        let shape = Architecture { code: way.5, ..shape(Activation::Relu, Init::He) };
        Case { widths: widths.clone(), shape, epochs, batch: 50 }
    });
    let found = run.from_each_start(&cases, starts, |case, start| {
        let (model, _) = case.train(run, &x, None, start)?;
        let mut spread =
            model.encode(&test)?.std_axis(Axis(0), 0.0).mapv(f64::from).to_vec();
        spread.sort_by(|a, b| b.total_cmp(a));
        Ok((spread, model.squared_error(&test)?))
    })?;
    for ((key, name, height, ink, mark, _), found) in ways.into_iter().zip(found) {
        let (mut dead, mut errors) = (Vec::new(), Vec::new());
        for (start, (spread, error)) in found.into_iter().enumerate() {
            dead.push(spread.iter().filter(|&&sd| sd == 0.0).count() as f64);
            errors.push(error);
            let most = spread[0].max(f64::MIN_POSITIVE);
            let points =
                spread.iter().enumerate().map(|(j, sd)| (j as f64 + 1.0, sd / most));
            panel = panel.points(points, ink, mark, 5.0);
            if start == 0 {
                panel = panel.note((0.62 * k as f64, height), name, ink, Anchor::Start);
                run.number(&format!("wrong_code_{key}_least"), spread[k - 1] / most, 2);
            }
        }
        run.number(&format!("wrong_code_{key}_dead"), median(&dead).unwrap_or(f64::NAN), 0);
        run.number(&format!("wrong_code_{key}_sq"), median(&errors).unwrap_or(f64::NAN), 2);
    }
    run.count("wrong_code_k", k);
    run.figure(
        "wrong_code",
        draw(
            "Spread of the code units, with and without a bend at the code",
            1,
            220.0,
            &[panel],
        ),
    );
    Ok(())
}
