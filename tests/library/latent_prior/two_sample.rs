//! Two-sample tests: exact by hand, unbiased, and right as often as they say.

use crate::common::{TOL, gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::latent::two_sample::{Pooled, classifier_test};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use ndarray::{Array2, array};

/// The page's example: k(a, b) = ab, X = {1, 3}, Y = {2, 4}.
#[test]
fn by_hand() {
    let all = array![[1.0], [3.0], [2.0], [4.0]];
    let pooled = Pooled::new(all.dot(&all.t()), 2).expect("two and two");
    assert!((pooled.mmd2() + 1.0).abs() < 1e-12);
}

/// The products say what three sums say.
#[test]
fn as_three_sums() {
    let (x, y) = (gaussian(7, 3, &mut seeded(1)), gaussian(9, 3, &mut seeded(2)));
    let all: Vec<Vec<f64>> = x
        .rows()
        .into_iter()
        .chain(y.rows())
        .map(|row| row.iter().map(|&v| f64::from(v)).collect())
        .collect();
    let square = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let mut squares: Vec<f64> = Vec::new();
    for i in 0..16 {
        squares.extend((i + 1..16).map(|j| square(&all[i], &all[j])));
    }
    squares.sort_by(f64::total_cmp);
    let h2 = squares[squares.len() / 2];
    let k = |i: usize, j: usize| (-square(&all[i], &all[j]) / (2.0 * h2)).exp();
    let sum = |of: &mut dyn Iterator<Item = (usize, usize)>| -> f64 {
        of.filter(|(i, j)| i != j).map(|(i, j)| k(i, j)).sum()
    };
    let xx = sum(&mut (0..7).flat_map(|i| (0..7).map(move |j| (i, j)))) / 42.0;
    let yy = sum(&mut (7..16).flat_map(|i| (7..16).map(move |j| (i, j)))) / 72.0;
    let xy = sum(&mut (0..7).flat_map(|i| (7..16).map(move |j| (i, j)))) / 63.0;
    let there = Pooled::gaussian(&x, &y).expect("samples").mmd2();
    let back = Pooled::gaussian(&y, &x).expect("samples").mmd2();
    assert!((there - (xx + yy - 2.0 * xy)).abs() < TOL, "{there}");
    assert!((there - back).abs() < TOL, "{there} and {back}");
}

/// N(0, 1) against N(a, 1) under k = exp(−(x − y)²/2h²): MMD² = 2c(1 − exp(−a²/2(h² + 2))) with
/// c = h/√(h² + 2), and the estimate is right on average, at any size.
#[test]
fn unbiased() {
    let (h, a, rounds) = (1.3f64, 0.8f64, 4000);
    let c = h / (h * h + 2.0).sqrt();
    let exact = 2.0 * c * (1.0 - (-a * a / (2.0 * (h * h + 2.0))).exp());
    for (shift, exact) in [(a, exact), (0.0, 0.0)] {
        let (rng, mut sum) = (&mut seeded(6), 0.0);
        for _ in 0..rounds {
            let all: Vec<f64> = gaussian(9, 1, rng)
                .iter()
                .enumerate()
                .map(|(i, &v)| f64::from(v) + if i < 4 { 0.0 } else { shift })
                .collect();
            let k = Array2::from_shape_fn((9, 9), |(i, j)| {
                (-(all[i] - all[j]).powi(2) / (2.0 * h * h)).exp()
            });
            sum += Pooled::new(k, 4).expect("four and five").mmd2() / f64::from(rounds);
        }
        assert!((sum - exact).abs() < 0.012, "{sum}, not {exact}");
    }
}

/// Where both are one distribution, p is at most α in a share α of the tests.
#[test]
fn false_alarms_are_as_rare_as_said() {
    let rng = &mut seeded(8);
    let p: Vec<f64> = (0..1000)
        .map(|_| {
            let (x, y) = (gaussian(8, 2, rng), gaussian(12, 2, rng));
            Pooled::gaussian(&x, &y).expect("samples").test(39, rng).expect("shuffles").p
        })
        .collect();
    for alpha in [0.05, 0.25, 0.5, 0.75] {
        let share = p.iter().filter(|&&p| p <= alpha + 1e-9).count() as f64 / 1000.0;
        let sd = (alpha * (1.0 - alpha) / 1000.0).sqrt();
        assert!((share - alpha).abs() < 4.0 * sd, "{share} at {alpha}");
    }
}

#[test]
fn what_is_far_apart_is_told_apart() {
    let rng = &mut seeded(9);
    let (x, y) = (gaussian(30, 2, rng), gaussian(30, 2, rng) + 3.0);
    let tested =
        Pooled::gaussian(&x, &y).expect("samples").test(99, rng).expect("shuffles");
    assert!(tested.p == 0.01 && tested.statistic > 0.3, "{tested:?}");
    let (adam, how) = (
        &mut Adam { rate: 1e-2, ..Adam::default() },
        Training { epochs: 40, batch: 10, ..Training::default() },
    );
    let told = classifier_test(&x, &y, 8, adam, &how, rng).expect("samples");
    assert!(told.statistic > 0.9 && told.p < 1e-5, "{told:?}");
    let all = (told.statistic * 30.0).round() as u32;
    if all == 30 {
        assert!((told.p - 0.5f64.powi(30)).abs() < 1e-15);
    }
}

/// A classifier's p, too, is no smaller than it should be.
#[test]
fn a_classifier_raises_few_false_alarms() {
    let rng = &mut seeded(10);
    let how = Training { epochs: 5, batch: 10, ..Training::default() };
    let alarms = (0..200).filter(|_| {
        let (x, y) = (gaussian(20, 2, rng), gaussian(20, 2, rng));
        let adam = &mut Adam { rate: 1e-2, ..Adam::default() };
        classifier_test(&x, &y, 4, adam, &how, rng).expect("samples").p <= 0.05
    });
    let alarms = alarms.count();
    assert!(alarms <= 20, "{alarms} of 200");
}

#[test]
fn what_cannot_be_tested() {
    let (x, y) = (gaussian(5, 2, &mut seeded(1)), gaussian(5, 3, &mut seeded(1)));
    let ok = |p: autoencoders::Result<Pooled>| p.map(|_| ());
    refused(ok(Pooled::gaussian(&x, &y)), &["2 columns", "3"]);
    let one = x.slice(ndarray::s![..1, ..]).to_owned();
    refused(ok(Pooled::gaussian(&x, &one)), &["2 samples", "1"]);
    refused(ok(Pooled::gaussian(&one, &x)), &["2 samples", "1"]);
    let same = Array2::<Real>::ones((4, 2));
    refused(ok(Pooled::gaussian(&same, &same)), &["all 8 samples are the same"]);
    refused(ok(Pooled::new(Array2::zeros((4, 5)), 2)), &["as many rows"]);
    let pooled = Pooled::gaussian(&x, &(&x + 1.0)).expect("samples");
    refused(pooled.test(0, &mut seeded(1)).map(|_| ()), &["1 shuffle"]);
    let (how, rng) = (Training::default(), &mut seeded(1));
    let mut told = |x: &Array2<Real>, y: &Array2<Real>| {
        classifier_test(x, y, 4, &mut Adam::default(), &how, rng).map(|_| ())
    };
    refused(told(&x, &y), &["(5, 2)", "(5, 3)"]);
    refused(told(&one, &one), &["4 samples", "1"]);
    let many = Array2::zeros((501, 1));
    refused(told(&many, &many), &["at most 500"]);
}
