//! The autoencoder: the tutorial's numbers, its slope by parts, and that it learns.

use super::frame;
use crate::common::{TOL, gaussian, seeded};
use autoencoders::conv::{ConvAutoencoder, Padding, Step, Window};
use autoencoders::data::digits;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nn::upsample::Between;
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Frame, Real};
use ndarray::{Array2, s};

fn tutorial(frame: Frame) -> ConvAutoencoder {
    ConvAutoencoder::tutorial(frame, &mut seeded(1)).expect("it fits")
}

fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}

/// 4 385 parameters and a code of 128, as the tutorial prints them.
#[test]
fn the_tutorials_network() {
    let model = tutorial(Frame::grey(28, 28));
    assert_eq!(model.parameter_count(), 4_385);
    assert_eq!((model.code_size(), model.code_frame()), (128, frame(4, 4, 8)));
    let sides = |frames: &[Frame]| frames.iter().map(|f| f.height).collect::<Vec<_>>();
    assert_eq!(sides(&model.encoder_frames), [28, 28, 28, 14, 14, 14, 7, 7, 7, 4]);
    assert_eq!(sides(&model.decoder_frames), [4, 4, 4, 8, 8, 8, 16, 14, 14, 28, 28]);
    let counts: Vec<usize> = model.parameters().iter().map(|(_, p)| p.len()).collect();
    assert_eq!(
        counts,
        [144, 16, 1152, 8, 576, 8, 576, 8, 576, 8, 1152, 16, 144, 1],
        "weights and biases"
    );
    for image in [frame(64, 64, 1), frame(32, 32, 3), frame(12, 20, 3)] {
        assert_eq!(tutorial(image).frame(), image);
    }
}

/// Every kind of layer, smooth, so that no difference is taken across a kink.
fn smooth() -> ConvAutoencoder {
    let by_two = Window::square(3, 2, Padding::Same);
    let bend = Step::Bend(Activation::Tanh);
    let encoder = [
        Step::same(2, 3),
        bend,
        Step::MeanPool(Window::square(2, 2, Padding::Valid)),
        Step::Convolve { filters: 3, window: by_two },
        Step::Dense(Frame::grey(1, 5)),
    ];
    let decoder = [
        Step::Dense(frame(2, 3, 2)),
        bend,
        Step::Transpose { filters: 2, window: by_two },
        Step::Upsample { factor: (2, 2), between: Between::Bilinear },
        Step::same(1, 3),
    ];
    let (output, init) = (Output::Logits, Init::Glorot);
    ConvAutoencoder::random(
        frame(8, 12, 1),
        &encoder,
        &decoder,
        output,
        init,
        &mut seeded(2),
    )
    .expect("it fits")
}

#[test]
fn its_slope_agrees_with_differences() {
    let (model, x) = (smooth(), shades(5, 96, 3));
    let found = check_model(&model, Samples::themselves(&x), Draw::learning(0, 0));
    assert_eq!(found.compared, model.parameter_count());
    assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
}

/// A few at a time, or all at once through the same layers: the same loss and the same
/// slope, for any size of batch.
#[test]
fn parts_make_a_whole() {
    let model = smooth();
    for n in [1, 2, 15, 16, 17, 40] {
        let (x, t, w) = (shades(n, 96, 4), shades(n, 96, 5), shades(n, 96, 6));
        for samples in [Samples::themselves(&x), Samples::pairs(&x, &t).weighted(&w)] {
            let (mut parts, mut whole) = (model.room(n), model.networks.room(n));
            let draw = Draw::learning(0, 0);
            let by_parts = model.slope(samples, draw, &mut parts).unwrap().total();
            let at_once = model.networks.slope(samples, draw, &mut whole).unwrap().total();
            assert!((by_parts - at_once).abs() < TOL * at_once, "{by_parts}, {at_once}");
            let own = ConvAutoencoder::gradients(&mut parts).concat();
            let apart = own.iter().zip(whole.gradients_mut().concat());
            let apart = apart.fold(0.0, |m: f64, (a, b)| m.max((a - b).abs() as f64));
            assert!(apart < TOL, "{n} images: {apart:e}");
            let again = model.slope(samples, draw, &mut parts).unwrap().total();
            assert_eq!(again, by_parts);
            let twice = ConvAutoencoder::gradients(&mut parts).concat();
            assert!(
                twice.iter().zip(&own).all(|(b, a)| (b - 2.0 * a).abs() as f64 <= 1e-3)
            );
        }
    }
}

/// The same bits whatever the threads do.
#[test]
fn threads_change_nothing() {
    let x = shades(40, 96, 7);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (mut model, training) =
                (smooth(), Training { epochs: 2, batch: 17, ..Training::default() });
            model.train(&x, None, &mut Adam::default(), &training, silent).unwrap();
            model
                .parameters()
                .iter()
                .flat_map(|(_, p)| p.iter().copied())
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn it_learns_digits() {
    let x = digits::train(1, 600).unwrap().images.x;
    let mut model = tutorial(Frame::grey(28, 28));
    let before = model.loss(&x).unwrap();
    let training = Training { epochs: 4, batch: 32, ..Training::default() };
    let mut adam = Adam { rate: 3e-3, ..Adam::default() };
    let history = model.train(&x, None, &mut adam, &training, silent).unwrap();
    let after = model.loss(&x).unwrap();
    assert!(after < 0.5 * before && history[3].loss < history[0].loss, "{before}, {after}");
    let y = model.reconstruct(&x.slice(s![..3, ..]).to_owned()).unwrap();
    assert!(y.iter().all(|y| (0.0..=1.0).contains(y)));
    assert_eq!(model.encode(&x.slice(s![..3, ..]).to_owned()).unwrap().dim(), (3, 128));
}

/// Written and read again by name.
#[test]
fn its_weights_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.safetensors");
    let model = smooth();
    model.save(&path).unwrap();
    let mut other = smooth();
    other.parameters_mut()[0].fill(0.0);
    other.load(&path).unwrap();
    let x = shades(2, 96, 8);
    assert_eq!(model.reconstruct(&x).unwrap(), other.reconstruct(&x).unwrap());
}
