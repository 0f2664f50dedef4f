//! Points along an arc, and one number for each: a line against a curve.

use autoencoders::data::toy::two_moons;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Schedule, Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// Across the arc, whose radius is 1.
const NOISE: f64 = 0.06;
/// Rectifiers in the decoder: the most corners that its curve can have.
const UNITS: usize = 16;

/// PCA's line, and the curves of networks from several starts.
pub fn one_bend(run: &mut Run) -> Outcome {
    let mut rng = run.rng("one_bend");
    let both = two_moons(400, NOISE, &mut rng)?;
    let upper: Vec<usize> = (0..400).filter(|&i| both.labels[i] == 0).collect();
    let x = both.x.select(Axis(0), &upper);
    let flat = Pca::fit(&x, 1)?;
    let mut nets = Vec::new();
    for _ in 0..run.size(2, 7, 7) {
        let form = Architecture {
            hidden: Activation::Relu,
            code: None,
            output: Output::Linear,
            init: Init::He,
        };
        let mut net = NeuralAutoencoder::random(&[2, UNITS, 1], &form, &mut rng)?;
        let training = Training {
            epochs: run.size(60, 600, 600),
            batch: 50,
            seed: rng.random(),
            schedule: Schedule::Cosine,
            ..Training::default()
        };
        let mut optimiser = Adam { rate: 1e-2, ..Adam::default() };
        net.train(&x, None, &mut optimiser, &training, silent)?;
        nets.push((net.squared_error(&x)?, net));
    }
    nets.sort_by(|a, b| a.0.total_cmp(&b.0));
    let errors: Vec<f64> = nets.iter().map(|net| net.0).collect();
    let middle = &nets[nets.len() / 2].1;
    let mut bent = points(&x, "a network with bends");
    for (_, net) in &nets {
        bent = bent.line(curve(net, &x)?, Ink::Faint, "");
    }
    bent = bent.line(curve(middle, &x)?, Ink::Autoencoder, "");
    let line = points(&x, "PCA").line(curve(&flat, &x)?, Ink::Pca, "");
    run.number("one_bend_pca", flat.squared_error(&x)?, 3).spread(0.0);
    run.scattered("one_bend_ae", &errors, "", 4, 0.3);
    let off = |row: &[Real]| (f64::from(row[0]).hypot(f64::from(row[1])) - 1.0).powi(2);
    let noise =
        x.rows().into_iter().map(|row| off(&row.to_vec())).sum::<f64>() / x.nrows() as f64;
    run.number("one_bend_noise", noise, 4).spread(0.0);
    run.count("one_bend_units", UNITS);
    run.count("one_bend_seeds", nets.len());
    let title =
        "Points along an arc: PCA's line, and the curves on which networks put them";
    run.figure("one_bend", draw(title, 2, 150.0, &[line, bent]));
    Ok(())
}

/// The points, in a panel with a unit as long upwards as sideways.
fn points(x: &Array2<Real>, title: &str) -> Panel {
    let across =
        Scale::linear("x₁", -1.25, 1.25).with_ticks([(-1.0, "−1"), (0.0, "0"), (1.0, "1")]);
    let up = Scale::linear("x₂", -0.25, 1.25).with_ticks([(0.0, "0"), (1.0, "1")]);
    let points = x.rows().into_iter().map(|row| (f64::from(row[0]), f64::from(row[1])));
    Panel::new(title, across, up).equal().points(points, Ink::Raw, Shape::Dot, 4.0)
}

/// Where the decoder puts all codes between the least and the largest of the samples'.
fn curve(model: &impl Autoencoder, x: &Array2<Real>) -> Outcome<Curve> {
    let z = model.encode(x)?;
    let (low, high) =
        z.iter().fold((Real::MAX, Real::MIN), |(a, b), &z| (a.min(z), b.max(z)));
    let codes =
        Array2::from_shape_fn((400, 1), |(i, _)| low + (high - low) * i as Real / 399.0);
    let on = model.decode(&codes)?;
    Ok(on.rows().into_iter().map(|row| (f64::from(row[0]), f64::from(row[1]))).collect())
}
