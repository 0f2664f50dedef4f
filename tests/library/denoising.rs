//! Corruptions, the denoising model, filters and measures of quality.

use crate::common::{TOL, assert_same, gaussian, list, refused, samples, seeded, table};
use autoencoders::conv::{ConvAutoencoder, Step};
use autoencoders::denoising::filters::{gaussian_filter, median_filter};
use autoencoders::denoising::linear::LinearDenoiser;
use autoencoders::denoising::nonlocal::{NonLocal, non_local_means};
use autoencoders::denoising::quality::{psnr, ssim};
use autoencoders::denoising::{Corruption, DenoisingAutoencoder};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Training, silent};
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Frame, Real};
use ndarray::{Array2, Axis};
use serde_json::Value;

const ALL: [Corruption; 4] = [
    Corruption::Gaussian { sd: 0.5 },
    Corruption::Clipped { sd: 0.5 },
    Corruption::Masking { share: 0.3 },
    Corruption::SaltAndPepper { share: 0.4 },
];

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/denoising.json")).expect("JSON")
}

fn shades(n: usize, d: usize, seed: u64) -> Array2<Real> {
    gaussian(n, d, &mut seeded(seed)).mapv(|v| 1.0 / (1.0 + (-v).exp()))
}

fn dense(output: Output) -> NeuralAutoencoder {
    let of = Architecture { hidden: Activation::Tanh, output, ..Architecture::default() };
    NeuralAutoencoder::random(&[6, 9], &of, &mut seeded(1)).expect("widths")
}

#[test]
fn the_slope_is_that_of_the_loss_under_each_corruption() {
    let x = shades(7, 6, 3);
    for corruption in ALL {
        for output in [Output::Linear, Output::Logits] {
            let model = DenoisingAutoencoder { autoencoder: dense(output), corruption };
            for step in [0, 5] {
                let samples = Samples::themselves(&x);
                let found = check_model(&model, samples, Draw::learning(1, step));
                assert!(found.worst < BOUND, "{corruption}: {}", found.at);
            }
        }
    }
    // The same around image layers.
    let (there, back) =
        ([Step::same(2, 3), Step::Bend(Activation::Tanh)], [Step::same(1, 3)]);
    let (frame, init) = (Frame::grey(3, 2), Init::Glorot);
    let autoencoder =
        ConvAutoencoder::random(frame, &there, &back, Output::Logits, init, &mut seeded(2))
            .expect("layers that fit");
    let model = DenoisingAutoencoder { autoencoder, corruption: ALL[0] };
    let found = check_model(&model, Samples::themselves(&x), Draw::learning(1, 3));
    assert!(found.worst < BOUND, "{}", found.at);
}

#[test]
fn only_the_input_is_corrupted_and_each_step_anew() {
    let (x, rows) = (shades(7, 6, 3), 7);
    let model = |corruption| DenoisingAutoencoder {
        autoencoder: dense(Output::Linear),
        corruption,
    };
    let loss = |corruption, draw: Draw| {
        let model = model(corruption);
        let mut room = model.room(rows);
        model.slope(Samples::themselves(&x), draw, &mut room).expect("it fits").total()
    };
    let noise = Corruption::Gaussian { sd: 0.5 };
    let (first, second) = (Draw::learning(4, 0), Draw::learning(4, 1));
    assert!(loss(noise, first) != loss(noise, second), "fresh noise at each step");
    assert_eq!(loss(noise, first), loss(noise, first), "and the same for the same step");
    let looks = Draw::measuring(4, 0);
    assert_eq!(loss(noise, looks), loss(noise, looks));
    // Without noise it is the plain autoencoder; with everything masked it sees black.
    let plain = dense(Output::Linear);
    let none = loss(Corruption::Gaussian { sd: 0.0 }, first);
    assert!((none - plain.squared_error(&x).expect("samples")).abs() < TOL);
    let black = plain.reconstruct(&Array2::zeros(x.dim())).expect("samples");
    let apart: Real = (&black - &x).mapv(|e| e * e).sum() / rows as Real;
    let masked = loss(Corruption::Masking { share: 1.0 }, first);
    assert!((masked - f64::from(apart)).abs() < TOL * 10.0);
}

#[test]
fn corruptions_do_what_they_say() {
    let x = Array2::from_elem((40, 500), 0.25 as Real);
    let of = |c: Corruption| c.fixed(&x, 1).expect("a corruption");
    let share = |a: &Array2<Real>, v: Real| {
        a.iter().filter(|&&w| w == v).count() as f64 / a.len() as f64
    };
    let near = |a: f64, b: f64, by: f64| assert!((a - b).abs() < by, "{a}, not {b}");
    let noisy = of(Corruption::Gaussian { sd: 0.5 });
    let mean = f64::from(noisy.sum()) / 20_000.0;
    let square = noisy.iter().map(|&v| (f64::from(v) - 0.25).powi(2)).sum::<f64>();
    near(mean, 0.25, 0.02);
    near(square / 20_000.0, 0.25, 0.01);
    let clipped = of(Corruption::Clipped { sd: 0.5 });
    assert_eq!(clipped, noisy.mapv(|v| v.clamp(0.0, 1.0)), "the same noise, cut off");
    near(share(&clipped, 0.0), 0.3085, 0.02); // Φ(−½)
    near(share(&of(Corruption::Masking { share: 0.3 }), 0.0), 0.3, 0.02);
    let salted = of(Corruption::SaltAndPepper { share: 0.4 });
    near(share(&salted, 0.0), 0.2, 0.02);
    near(share(&salted, 1.0), 0.2, 0.02);
    near(share(&salted, 0.25), 0.6, 0.02);
    // Rows are corrupted each by its own numbers, and differently under another seed.
    assert!(noisy.row(0) != noisy.row(1));
    let other = Corruption::Gaussian { sd: 0.5 }.fixed(&x, 2).expect("a corruption");
    assert!(other != noisy);
    // A row's noise does not depend on how many rows there are.
    let first = x.select(Axis(0), &[0, 1]);
    let few = Corruption::Gaussian { sd: 0.5 }.fixed(&first, 1).expect("a corruption");
    assert_eq!(few.row(1), noisy.row(1));
}

#[test]
fn it_learns_what_copying_cannot() {
    // On a line in the plane the best denoiser projects; copying costs 2σ².
    let line = gaussian(400, 1, &mut seeded(5));
    let x = line.dot(&ndarray::array![[0.6, 0.8]]);
    let of = Architecture { hidden: Activation::Tanh, ..Architecture::default() };
    let autoencoder = NeuralAutoencoder::random(&[2, 8], &of, &mut seeded(6));
    let corruption = Corruption::Gaussian { sd: 0.5 };
    let autoencoder = autoencoder.expect("widths");
    let mut model = DenoisingAutoencoder { autoencoder, corruption };
    let how = Training { epochs: 60, batch: 50, ..Training::default() };
    let mut adam = Adam { rate: 0.01, ..Adam::default() };
    let history = model.train(&x, Some(&x), &mut adam, &how, silent).expect("a training");
    let last = history[59].validation.expect("it was looked at");
    // By Wiener's rule: λ σ²/(λ + σ²) = 0.2 along the line, nothing across.
    assert!(last < 0.3 && last > 0.1, "{last}");
}

#[test]
fn filters_agree_with_scipy() {
    let golden = golden();
    let size = |name: &str| golden[name].as_u64().expect("a size") as usize;
    let frame = Frame::grey(size("height"), size("width"));
    let (clean, noisy) = (table(&golden["clean"]), table(&golden["noisy"]));
    for sd in ["0.6", "1.3", "5.0"] {
        let found = gaussian_filter(frame, &noisy, sd.parse().expect("a number"));
        assert_same(sd, &found.expect("images"), &table(&golden["gaussian"][sd]));
    }
    for side in ["3", "5"] {
        let found = median_filter(frame, &noisy, side.parse().expect("a number"));
        assert_same(side, &found.expect("images"), &table(&golden["median"][side]));
    }
    let by = NonLocal { patch: 3, search: 7, h: 0.3 };
    let found = non_local_means(frame, &noisy, &by).expect("images");
    assert_same("non-local means", &found, &table(&golden["nonlocal"]));
    let close = |found: ndarray::Array1<f64>, name: &str| {
        for (a, b) in found.iter().zip(list(&golden[name])) {
            assert!((a - f64::from(b)).abs() < 1e-5, "{name}: {a}, not {b}");
        }
    };
    close(psnr(&clean, &noisy).expect("images"), "psnr");
    close(ssim(frame, &clean, &noisy).expect("images"), "ssim");
}

#[test]
fn filters_keep_a_grey_wall_and_colours_apart() {
    let frame = Frame { height: 4, width: 5, channels: 3 };
    let wall = Array2::from_shape_fn((2, 60), |(_, at)| [0.1, 0.5, 0.9][at % 3] as Real);
    let by = NonLocal { patch: 3, search: 5, h: 0.5 };
    for filtered in [
        gaussian_filter(frame, &wall, 9.0).expect("images"),
        median_filter(frame, &wall, 7).expect("images"),
        non_local_means(frame, &wall, &by).expect("images"),
    ] {
        assert_same("a wall", &filtered, &wall);
    }
    // A median takes a single speck away, and a mean spreads it.
    let mut speck = Array2::zeros((1, 49));
    speck[[0, 24]] = 1.0;
    let frame = Frame::grey(7, 7);
    assert_eq!(median_filter(frame, &speck, 3).expect("images").sum(), 0.0);
    let spread = gaussian_filter(frame, &speck, 0.6).expect("images");
    assert!((spread.sum() - 1.0).abs() < 1e-3 && spread[[0, 24]] < 0.5);
}

#[test]
fn quality_of_copies_and_of_nothing() {
    let (frame, x) = (Frame::grey(12, 12), shades(2, 144, 4));
    assert!(psnr(&x, &x).expect("images").iter().all(|&v| v == f64::INFINITY));
    let same = ssim(frame, &x, &x).expect("images");
    assert!(same.iter().all(|v| (v - 1.0).abs() < 1e-6), "{same}");
    // A tenth off everywhere is 20 dB.
    let off = psnr(&x, &x.mapv(|v| v + 0.1)).expect("images");
    assert!(off.iter().all(|v| (v - 20.0).abs() < 1e-3), "{off}");
    let against = ssim(frame, &x, &x.mapv(|v| 1.0 - v)).expect("images");
    assert!(against.iter().all(|&v| v < 0.0), "{against}");
}

#[test]
fn the_best_linear_map_is_wieners() {
    let x = samples(3000, 4, 7);
    let sd: Real = 1.0;
    let noisy = Corruption::Gaussian { sd }.fixed(&x, 3).expect("a corruption");
    let best = LinearDenoiser::fit(&noisy, &x, 1e-6).expect("pairs");
    let error = |y: &Array2<Real>| (y - &x).mapv(|e| f64::from(e * e)).sum() / 3000.0;
    let pca = Pca::fit(&x, 4).expect("samples");
    let theory: f64 = pca.variances.iter().map(|&l| f64::from(l / (l + sd * sd))).sum();
    let reached = error(&best.denoise(&noisy).expect("samples"));
    assert!((reached / theory - 1.0).abs() < 0.05, "{reached}, not {theory}");
    // A projection keeps what varies more than the noise, and costs σ² for each it keeps.
    for k in 1..=4 {
        let kept = pca.truncate(k).expect("components");
        let map = LinearDenoiser::projection(&kept, &noisy).expect("samples");
        let dropped: f64 = pca.variances.iter().skip(k).map(|&l| f64::from(l)).sum();
        let found = error(&map.denoise(&noisy).expect("samples"));
        let law = dropped + k as f64 * f64::from(sd * sd);
        assert!((found / law - 1.0).abs() < 0.05, "k = {k}: {found}, not {law}");
        assert!(found > reached);
    }
    // With fewer samples than features the same by the other route.
    let few = x.select(Axis(0), &[0, 1, 2]);
    let map = LinearDenoiser::fit(&few, &few, 1e-6).expect("pairs");
    let back = map.denoise(&few).expect("samples");
    assert!((&back - &few).iter().all(|e| e.abs() < 1e-2), "{back}");
}

#[test]
fn what_cannot_be_is_refused() {
    let x = shades(3, 144, 1);
    let frame = Frame::grey(12, 12);
    refused(Corruption::Gaussian { sd: -1.0 }.fixed(&x, 0), &["-1", "0 or more"]);
    refused(Corruption::Clipped { sd: Real::NAN }.fixed(&x, 0), &["NaN"]);
    refused(Corruption::Masking { share: 1.5 }.fixed(&x, 0), &["1.5", "between 0 and 1"]);
    let broken = x.mapv(|v| if v > 0.5 { Real::NAN } else { v });
    refused(Corruption::Masking { share: 0.5 }.fixed(&broken, 0), &["NaN", "row"]);
    refused(gaussian_filter(frame, &x, 0.0), &["positive"]);
    refused(gaussian_filter(Frame::grey(5, 5), &x, 1.0), &["25 columns", "144"]);
    refused(median_filter(frame, &x, 4), &["4", "odd"]);
    let bad = NonLocal { search: 1, ..NonLocal::default() };
    refused(non_local_means(frame, &x, &bad), &["1 pixels", "3 pixels or more"]);
    let bad = NonLocal { patch: 2, ..NonLocal::default() };
    refused(non_local_means(frame, &x, &bad), &["patch", "odd"]);
    refused(psnr(&x, &shades(2, 144, 1)), &["3", "2"]);
    refused(ssim(Frame::grey(9, 16), &x, &x), &["11 pixels", "9 × 16"]);
    refused(LinearDenoiser::fit(&x, &shades(2, 144, 1), 1.0), &["3", "2"]);
    refused(LinearDenoiser::fit(&x, &x, 0.0), &["ridge", "positive"]);
    let six = shades(7, 6, 3);
    let corruption = Corruption::SaltAndPepper { share: -0.1 };
    let mut model = DenoisingAutoencoder { autoencoder: dense(Output::Linear), corruption };
    let how = Training::default();
    let trained = model.train(&six, None, &mut Adam::default(), &how, silent);
    refused(trained, &["-0.1", "between 0 and 1"]);
}
