//! Losses and their scales, first weights, and PyTorch's values for both (`golden/losses.py` made them).

use crate::common::{
    TOL, assert_near, assert_same, gaussian, largest, real_data, refused, seeded, table,
};
use autoencoders::nn::init::Init;
use autoencoders::nn::loss::{BITS_PER_NAT, Loss, bits_per_feature, entropy_of};
use autoencoders::{Real, data};
use ndarray::{Array2, ArrayView2, Axis, array, concatenate, s};
use rand::RngExt;
use serde_json::Value;

const LOSSES: [Loss; 3] = [Loss::Squared, Loss::CrossEntropy, Loss::Softmax];

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/losses.json")).unwrap()
}

fn uniform(rows: usize, columns: usize, seed: u64) -> Array2<Real> {
    let mut rng = seeded(seed);
    Array2::from_shape_simple_fn((rows, columns), || rng.random::<Real>())
}

/// Rows with sum 1.
fn shares(rows: usize, columns: usize, seed: u64) -> Array2<Real> {
    let x = uniform(rows, columns, seed) + 0.1;
    &x / &x.sum_axis(Axis(1)).insert_axis(Axis(1))
}

fn slope(
    loss: Loss,
    output: ArrayView2<Real>,
    target: ArrayView2<Real>,
) -> (f64, Array2<Real>) {
    let mut slope = Array2::zeros(output.dim());
    let value = loss.value_and_gradient(output, target, slope.view_mut());
    (value, slope)
}

#[test]
fn by_hand() {
    let (y, t) = (
        array![[0.0, 2.0, 0.0], [1.0, 1.0, 1.0]],
        array![[1.0, -1.0, 0.0], [1.0, 0.0, 3.0]],
    );
    let (value, gradient) = slope(Loss::Squared, y.view(), t.view());
    assert_near("(1 + 9 + 0 + 0 + 1 + 4)/2", value, 7.5);
    assert_same("2(y − t)/2", &gradient, &array![[-1.0, 3.0, 0.0], [0.0, 1.0, -2.0]]);
    // At a = 0 a pixel costs ln 2, whatever its target; four equal logits cost ln 4.
    let (a, t) = (Array2::zeros((3, 4)), uniform(3, 4, 1));
    assert_near("4 ln 2", Loss::CrossEntropy.value(&a, &t).unwrap(), 4.0 * 2f64.ln());
    assert_near("ln 4", Loss::Softmax.value(&a, &shares(3, 4, 2)).unwrap(), 4f64.ln());
}

#[test]
fn agrees_with_pytorch() {
    let golden = golden();
    let output = table(&golden["output"]);
    for (loss, name) in LOSSES.into_iter().zip(["squared", "cross_entropy", "softmax"]) {
        let golden = &golden["losses"][name];
        let target = table(&golden["target"]);
        let (value, gradient) = slope(loss, output.view(), target.view());
        assert_near(name, value, golden["value"].as_f64().unwrap());
        assert_same(name, &gradient, &table(&golden["slope"]));
        assert_near(name, loss.value(&output, &target).unwrap(), value);
    }
}

/// Twice the same samples, the same loss; twice the same features, twice the loss.
#[test]
fn summed_over_features_averaged_over_samples() {
    let (a, t) = (gaussian(6, 5, &mut seeded(3)), uniform(6, 5, 4));
    for loss in [Loss::Squared, Loss::CrossEntropy] {
        let once = loss.value(&a, &t).unwrap();
        let more = |axis| {
            loss.value(&concatenate![axis, a, a], &concatenate![axis, t, t]).unwrap()
        };
        assert_near("samples twice", more(Axis(0)), once);
        assert_near("features twice", more(Axis(1)), 2.0 * once);
    }
}

/// A batch's loss and slope are those of its parts, weighed by their samples.
#[test]
fn parts_make_up_the_whole() {
    for (n, cut) in [(7, 3), (100, 63)] {
        let (a, t) = (gaussian(n, 40, &mut seeded(5)), shares(n, 40, 6));
        for loss in LOSSES {
            let (value, whole) = slope(loss, a.view(), t.view());
            let part = |rows: std::ops::Range<usize>| {
                let share = rows.len() as f64 / n as f64;
                let (value, part) =
                    slope(loss, a.slice(s![rows.clone(), ..]), t.slice(s![rows, ..]));
                (share * value, part * share as Real)
            };
            let (first, second) = (part(0..cut), part(cut..n));
            assert_near("L", first.0 + second.0, value);
            assert_same("∂L/∂a", &concatenate![Axis(0), first.1, second.1], &whole);
        }
    }
}

/// Views in another layout are the same numbers.
#[test]
fn layouts_do_not_matter() {
    let (a, t) = (gaussian(4, 6, &mut seeded(7)), shares(4, 6, 8));
    let (columns_a, columns_t) =
        (a.t().as_standard_layout().into_owned(), t.t().as_standard_layout().into_owned());
    for loss in LOSSES {
        let (value, expected) = slope(loss, a.view(), t.view());
        let mut found = Array2::zeros((6, 4)).reversed_axes();
        assert_near(
            "L",
            loss.value_and_gradient(columns_a.t(), columns_t.t(), found.view_mut()),
            value,
        );
        assert_same("∂L/∂a", &found, &expected);
    }
}

#[test]
fn the_slope_of_cross_entropy_is_output_less_target() {
    let (a, t) = (gaussian(3, 4, &mut seeded(9)) * 3.0, uniform(3, 4, 10));
    let y = a.mapv(|a| 1.0 / (1.0 + (-a).exp()));
    assert_same(
        "(y − t)/n",
        &slope(Loss::CrossEntropy, a.view(), t.view()).1,
        &((y - &t) / 3.0),
    );
}

/// Far out σ is 0 or 1 to the last digit, and ln of it would be −∞; nothing of it may be seen.
#[test]
fn large_logits_are_safe() {
    for size in [100.0, 1e4, 1e20] {
        let (a, t) = (array![[size, -size, size, -size]], array![[1.0, 0.0, 0.0, 1.0]]);
        let (value, gradient) = slope(Loss::CrossEntropy, a.view(), t.view());
        assert!(
            (value / (2.0 * size as f64) - 1.0).abs() < 1e-6,
            "two pixels right, two wrong by {size}: {value}"
        );
        assert_same("y − t", &gradient, &array![[0.0, 0.0, 1.0, -1.0]]);
        let (value, gradient) =
            slope(Loss::Softmax, a.view(), array![[0.0, 1.0, 0.0, 0.0]].view());
        assert!((value / (2.0 * size as f64) - 1.0).abs() < 0.01, "{value}");
        assert_same("y − t", &gradient, &array![[0.5, -1.0, 0.5, 0.0]]);
    }
}

/// No output can have less than the targets' entropy; the targets themselves have just that.
#[test]
fn the_floor() {
    let t = uniform(8, 9, 11).mapv(|t| 0.01 + 0.98 * t);
    let logits = t.mapv(|t| (t / (1.0 - t)).ln());
    let floor = entropy_of(&t).unwrap();
    assert_near("at y = t", Loss::CrossEntropy.value(&logits, &t).unwrap(), floor);
    assert_near("floor", Loss::CrossEntropy.floor(&t).unwrap(), floor);
    for seed in 12..20 {
        let moved = &logits + &(gaussian(8, 9, &mut seeded(seed)) * 0.5);
        assert!(Loss::CrossEntropy.value(&moved, &t).unwrap() > floor);
    }
    let p = shares(8, 9, 21);
    let floor = Loss::Softmax.floor(&p).unwrap();
    assert_near(
        "softmax at y = t",
        Loss::Softmax.value(&p.mapv(Real::ln), &p).unwrap(),
        floor,
    );
    assert!(Loss::Softmax.value(&logits, &p).unwrap() > floor);
    assert_eq!(Loss::Squared.floor(&(t * 3.0)).unwrap(), 0.0);
    let black_and_white = array![[0.0, 1.0, 1.0], [0.0, 0.0, 1.0]];
    assert_eq!(entropy_of(&black_and_white).unwrap(), 0.0);
    assert_near(
        "half grey, in bits",
        entropy_of(&array![[0.5, 0.5]]).unwrap() * BITS_PER_NAT,
        2.0,
    );
}

#[test]
fn units() {
    assert_near("ln 2 nats are a bit", 2f64.ln() * BITS_PER_NAT, 1.0);
    assert_near(
        "the .0915 nats a pixel of Keras, in bits",
        bits_per_feature(0.0915 * 784.0, 784),
        0.0915 / 2f64.ln(),
    );
}

/// ORACLES §5: 45.534 nats an image, .05808 a pixel.
#[test]
fn the_floor_under_mnist() {
    let Some(folder) = real_data("mnist") else { return };
    let test = data::idx::mnist_folder(&folder).unwrap().test.x;
    let floor = entropy_of(&test).unwrap();
    assert!((floor - 45.534).abs() < 0.001, "{floor} nats an image");
    assert!((floor / 784.0 - 0.05808).abs() < 0.00001, "{} a pixel", floor / 784.0);
}

#[test]
fn targets_that_cannot_be() {
    let a = Array2::zeros((2, 2));
    for loss in LOSSES {
        refused(loss.value(&a, &Array2::zeros((2, 3))), &["(2, 3)", "(2, 2)"]);
        refused(
            loss.value(&Array2::zeros((0, 2)), &Array2::zeros((0, 2))),
            &["at least 1 target"],
        );
        refused(
            loss.value(&a, &array![[0.0, 1.0], [Real::NAN, 1.0]]),
            &["row 1, column 0"],
        );
        refused(
            loss.value(&array![[0.0, Real::INFINITY], [0.0, 1.0]], &a),
            &["row 0, column 1"],
        );
    }
    for t in [-0.5, 1.5, 255.0] {
        for refusing in [Loss::CrossEntropy, Loss::Softmax] {
            refused(
                refusing.value(&a, &array![[0.0, 1.0], [t, 1.0]]),
                &[&t.to_string(), "between 0 and 1"],
            );
        }
        assert!(Loss::Squared.value(&a, &array![[0.0, 1.0], [t, 1.0]]).is_ok());
        refused(entropy_of(&array![[t]]), &["between 0 and 1"]);
    }
    refused(
        Loss::Softmax.value(&a, &array![[0.5, 0.5], [0.5, 0.25]]),
        &["0.75", "1 under softmax"],
    );
}

/// Mean 0 and the documented spread, within five standard errors; uniform ones within √3 of it.
#[test]
fn first_weights_are_drawn_as_said() {
    let (fan_in, fan_out) = (200, 300);
    let exact = [
        (Init::Normal { sd: 0.7 }, 0.7),
        (Init::Uniform { within: 0.3 }, 0.3 / 3f64.sqrt()),
        (Init::Glorot, (2.0 / 500.0f64).sqrt()),
        (Init::He, 0.1),
        (Init::PyTorch, (1.0 / 600.0f64).sqrt()),
    ];
    for (i, (init, sd)) in exact.into_iter().enumerate() {
        let w = init.matrix(fan_in, fan_out, &mut seeded(30 + i as u64)).mapv(|w| w as f64);
        assert_eq!(w.dim(), (fan_in, fan_out));
        let n = w.len() as f64;
        assert!((init.deviation(fan_in, fan_out) - sd).abs() < 1e-12, "{init:?}");
        assert!(w.sum().abs() / n < 5.0 * sd / n.sqrt(), "{init:?}: mean {}", w.sum() / n);
        let found = (w.mapv(|w| w * w).sum() / n).sqrt();
        assert!(
            (found / sd - 1.0).abs() < 5.0 / (2.0 * n).sqrt(),
            "{init:?}: {found}, not {sd}"
        );
        let most = largest(&w.mapv(|w| w as Real)) / sd;
        let uniform = !matches!(init, Init::Normal { .. } | Init::He);
        assert_eq!(
            most <= 3f64.sqrt() * (1.0 + TOL),
            uniform,
            "{init:?}: up to {most} deviations"
        );
    }
    assert_eq!(Init::Zeros.matrix(4, 5, &mut seeded(40)), Array2::<Real>::zeros((4, 5)));
}

#[test]
fn first_weights_are_as_wide_as_pytorchs() {
    let golden = golden();
    for (name, init) in
        [("glorot", Init::Glorot), ("he", Init::He), ("pytorch", Init::PyTorch)]
    {
        let theirs = golden["deviations"][name].as_f64().unwrap();
        assert!((init.deviation(784, 300) / theirs - 1.0).abs() < 0.01, "{name}: {theirs}");
    }
}
