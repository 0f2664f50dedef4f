//! Judges: what they call odd, and how near samples are.

use crate::common::{TOL, gaussian, refused, seeded};
use autoencoders::latent::holes::{Judge, Labelled, lowest, nearest};
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::{Real, Result};
use ndarray::{Array1, Array2, array};

/// Three clouds in the plane, one a class.
fn clouds(n: usize, seed: u64) -> (Array2<Real>, Vec<usize>) {
    let (mut x, labels) =
        (gaussian(n, 2, &mut seeded(seed)), (0..n).map(|i| i % 3).collect::<Vec<_>>());
    for (mut x, &c) in x.rows_mut().into_iter().zip(&labels) {
        let angle = 2.1 * c as Real;
        x[0] += 8.0 * angle.cos();
        x[1] += 8.0 * angle.sin();
    }
    (x, labels)
}

fn judge(share: f64) -> Result<Judge> {
    let ((x, labels), (held, _)) = (clouds(600, 1), clouds(400, 2));
    let known = Labelled { x: &x, labels: &labels, classes: 3 };
    let training = Training { epochs: 20, batch: 20, ..Training::default() };
    let adam = &mut Adam { rate: 1e-2, ..Adam::default() };
    Judge::learn(known, (16, 2), (&held, share), adam, &training, &mut seeded(3))
}

#[test]
fn it_reads_and_finds_odd() {
    let judge = judge(0.05).expect("clouds");
    let (fresh, labels) = clouds(3000, 4);
    let found = judge.judge(&fresh).expect("samples");
    let right = found.classes.iter().zip(&labels).filter(|(a, b)| a == b).count();
    assert!(right > 2900, "{right} of 3000");
    let odd = found.odd_share();
    assert!((0.02..0.09).contains(&odd), "{odd} of the fresh ones");
    assert!(found.sure_share(0.9) > 0.9);
    // half way between clouds no sample is
    let middles = array![[0.0, 0.0], [2.0, 3.45]];
    let found = judge.judge(&middles).expect("samples");
    assert!(found.odd.iter().all(|&odd| odd), "{found:?}");
    let cost = judge.cross_entropy(&fresh, &labels).expect("labels");
    assert!(cost < 0.1, "{cost}");
}

#[test]
fn the_level_is_a_share() {
    let values: Array1<f64> = (0..100).rev().map(f64::from).collect();
    assert_eq!(lowest(&values, 0.05).expect("values"), 5.0);
    assert_eq!(lowest(&values, 0.0).expect("values"), 0.0);
    refused(lowest(&values, 1.0), &["below 1"]);
    refused(lowest(&values, f64::NAN), &["NaN"]);
    refused(lowest(&Array1::zeros(0), 0.1), &["1 value"]);
}

#[test]
fn nearest_is_the_least_distance() {
    let (x, y) = (gaussian(30, 5, &mut seeded(1)), gaussian(40, 5, &mut seeded(2)));
    let found = nearest(&x, &y).expect("samples");
    for (x, found) in x.rows().into_iter().zip(found) {
        let each = y.rows().into_iter().map(|y| (&x - &y).mapv(f64::from));
        let least = each.map(|d| d.dot(&d).sqrt()).fold(f64::INFINITY, f64::min);
        assert!((found - least).abs() < 10.0 * TOL, "{found}, not {least}");
    }
    assert_eq!(
        nearest(&array![[3.0, 4.0]], &array![[0.0, 0.0]]).expect("a sample")[0],
        5.0
    );
}

#[test]
fn what_it_refuses() {
    let (x, y) = (Array2::zeros((3, 2)), Array2::zeros((3, 4)));
    refused(nearest(&x, &y), &["4 columns", "2"]);
    refused(nearest(&x, &Array2::zeros((0, 2))), &["1 sample"]);
    refused(judge(1.5).map(|_| ()), &["below 1"]);
    let judge = judge(0.1).expect("clouds");
    refused(judge.judge(&y).map(|_| ()), &["2 columns", "4"]);
    let (training, adam) = (Training::default(), &mut Adam::default());
    let learn = |labels: &[usize], adam: &mut Adam| {
        let known = Labelled { x: &x, labels, classes: 2 };
        Judge::learn(known, (4, 2), (&x, 0.1), adam, &training, &mut seeded(1)).map(|_| ())
    };
    refused(learn(&[0, 1], adam), &["3, one for each row", "got 2"]);
    refused(learn(&[0, 1, 2], adam), &["each below 2", "one of 2"]);
}
