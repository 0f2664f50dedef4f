//! What a code knows: the laws of the two read-outs, and what a reader can get wrong with them.

use crate::common::{TOL, assert_same, gaussian, refused, seeded};
use autoencoders::Real;
use autoencoders::deep::readout::{linear, nearest, r_squared, same_class};
use ndarray::{Array2, array, s};

/// Both shares of variance of held-out factors: of the linear read-out and of the nearest neighbour's.
fn scores(z: &Array2<Real>, theta: &Array2<Real>) -> (f64, f64) {
    let half = z.nrows() / 2;
    let (seen, unseen) =
        (z.slice(s![..half, ..]).to_owned(), z.slice(s![half.., ..]).to_owned());
    let (known, truth) =
        (theta.slice(s![..half, ..]).to_owned(), theta.slice(s![half.., ..]).to_owned());
    let by = |read: Array2<Real>| r_squared(&truth, &read).unwrap()[0];
    (
        by(linear(&seen, &known, &unseen).unwrap()),
        by(nearest(&seen, &known, &unseen).unwrap()),
    )
}

#[test]
fn what_is_linear_in_the_code_is_read_off_in_full() {
    let mut rng = seeded(1);
    let (z, a) = (gaussian(400, 3, &mut rng), gaussian(3, 2, &mut rng));
    let theta = z.dot(&a) + 5.0;
    let unseen = gaussian(50, 3, &mut rng);
    let truth = unseen.dot(&a) + 5.0;
    let read = linear(&z, &theta, &unseen).unwrap();
    assert_same("θ̂", &read, &truth);
    for r2 in r_squared(&truth, &read).unwrap() {
        assert!((r2 - 1.0).abs() < TOL, "{r2}");
    }
}

#[test]
fn noise_tells_nothing() {
    let mut rng = seeded(2);
    let (z, theta) = (gaussian(4000, 2, &mut rng), gaussian(4000, 1, &mut rng));
    let (straight, near) = scores(&z, &theta);
    // The least-squares map of 2 000 pairs overfits by about 2/2 000; a random neighbour doubles the variance.
    assert!(straight.abs() < 0.02, "{straight}");
    assert!((near + 1.0).abs() < 0.3, "{near}");
}

#[test]
fn a_bent_code_keeps_neighbours_and_loses_lines() {
    let angle =
        Array2::from_shape_fn((1000, 1), |(i, _)| (i * 619 % 1000) as Real / 1000.0 * 12.0);
    let bent = Array2::from_shape_fn((1000, 2), |(i, j)| {
        let t = angle[[i, 0]];
        t * if j == 0 { t.cos() } else { t.sin() } // a spiral: one coordinate, rolled up
    });
    let (straight, near) = scores(&bent, &angle);
    assert!(straight < 0.5 && near > 0.99, "{straight}, {near}");
}

#[test]
fn the_linear_one_is_blind_to_invertible_mixing() {
    let mut rng = seeded(3);
    let (z, unseen) = (gaussian(60, 4, &mut rng), gaussian(30, 4, &mut rng));
    let theta = gaussian(60, 2, &mut rng);
    let mix: Array2<Real> = Array2::eye(4) * 2.0 + gaussian(4, 4, &mut rng) * 0.3;
    let mixed = |z: &Array2<Real>| z.dot(&mix) - 7.0;
    let plain = linear(&z, &theta, &unseen).unwrap();
    assert_same("θ̂", &linear(&mixed(&z), &theta, &mixed(&unseen)).unwrap(), &plain);
}

#[test]
fn a_dead_code_unit_has_no_say() {
    let mut rng = seeded(4);
    let z = gaussian(80, 2, &mut rng);
    let theta = z.slice(s![.., ..1]).to_owned();
    let dead = |z: &Array2<Real>| {
        ndarray::concatenate![ndarray::Axis(1), *z, Array2::from_elem((z.nrows(), 1), 0.3)]
    };
    let unseen = gaussian(20, 2, &mut rng);
    let read = linear(&dead(&z), &theta, &dead(&unseen)).unwrap();
    assert_same("θ̂", &read, &unseen.slice(s![.., ..1]).to_owned());
    // Codes that are all alike leave the mean.
    let read = linear(&Array2::ones((80, 2)), &theta, &Array2::ones((20, 2))).unwrap();
    assert_same("θ̂", &read, &Array2::from_elem((20, 1), theta.mean().unwrap()));
}

#[test]
fn the_nearest_code_lends_its_factors_and_its_label() {
    let z = array![[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]];
    let theta = array![[1.0, -1.0], [2.0, -2.0], [3.0, -3.0]];
    let unseen = array![[9.0, 1.0], [1.0, 6.0], [1.0, 1.0], [4.0, 4.1]];
    let read = nearest(&z, &theta, &unseen).unwrap();
    assert_same("θ̂", &read, &array![[2.0, -2.0], [3.0, -3.0], [1.0, -1.0], [1.0, -1.0]]);
    assert_eq!(same_class(&z, &[4, 5, 6], &unseen, &[5, 6, 4, 6]).unwrap(), 0.75);
}

/// Neighbours far from the origin, where squares of f32 would have lost what tells them apart.
#[test]
fn neighbours_are_told_apart_far_from_the_origin() {
    let z = Array2::from_shape_fn((100, 1), |(i, _)| 1000.0 + 0.01 * i as Real);
    let labels: Vec<usize> = (0..100).collect();
    assert_eq!(same_class(&z, &labels, &z, &labels).unwrap(), 1.0);
}

#[test]
fn shares_of_variance_by_hand() {
    let theta = array![[1.0], [2.0], [3.0]];
    let of = |read: Array2<Real>| r_squared(&theta, &read).unwrap()[0];
    assert_eq!(of(array![[1.0], [2.0], [3.0]]), 1.0);
    assert_eq!(of(array![[2.0], [2.0], [2.0]]), 0.0); // the mean
    assert_eq!(of(array![[3.0], [2.0], [1.0]]), -3.0); // 1 − (4 + 0 + 4)/2
}

#[test]
fn read_outs_refuse_what_does_not_fit() {
    let (z, theta) = (Array2::<Real>::ones((4, 2)), Array2::<Real>::ones((4, 1)));
    for read in [linear, nearest] {
        refused(
            read(&z, &Array2::ones((3, 1)), &z),
            &["the known factors", "4 rows", "got 3"],
        );
        refused(
            read(&z, &theta, &Array2::ones((4, 3))),
            &["the codes to read", "2 columns", "got 3"],
        );
        refused(
            read(&Array2::ones((0, 2)), &Array2::ones((0, 1)), &z),
            &["a read-out", "got 0"],
        );
        refused(read(&z, &Array2::ones((4, 0)), &z), &["a read-out", "one factor"]);
        let nan = Array2::from_elem((4, 2), Real::NAN);
        refused(read(&nan, &theta, &z), &["NaN", "row 0"]);
        refused(read(&z, &theta, &nan), &["NaN", "row 0"]);
    }
    refused(r_squared(&theta, &Array2::ones((3, 1))), &["(4, 1)", "(3, 1)"]);
    refused(r_squared(&theta, &theta), &["variance of a factor", "factor 0", "positive"]);
    refused(same_class(&z, &[1, 2, 3], &z, &[1; 4]), &["labels", "4, one a known", "3"]);
    refused(same_class(&z, &[1; 4], &z, &[1; 3]), &["true labels", "4, one a code", "3"]);
    refused(
        same_class(&z, &[1; 4], &Array2::ones((0, 2)), &[]),
        &["at least 1 code", "got 0"],
    );
    refused(
        same_class(&Array2::ones((0, 2)), &[], &z, &[1; 4]),
        &["known sample", "got 0"],
    );
}
