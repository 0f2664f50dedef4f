//! Gabors, whitened pictures, planted dictionaries.

use crate::common::{assert_near, assert_same, gaussian, list, seeded, table};
use autoencoders::linalg::orthonormal;
use autoencoders::sparse::gabor::fit;
use autoencoders::sparse::patches::{patches, whiten};
use autoencoders::sparse::planted::{planted, recovery};
use autoencoders::{Frame, Real};
use ndarray::{Array2, array};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("../../golden/sparse.json")).expect("JSON")
}

#[test]
fn gabors_are_found_as_well_as_from_two_hundred_starts() {
    for case in golden()["gabors"].as_array().expect("a list") {
        let feature = list(&case["feature"]);
        let right = case["r2"].as_f64().expect("a number");
        let found = fit(feature.as_slice().expect("a list")).expect("a fit");
        assert!(found.r2 < right + 1e-3 && found.r2 > right - 0.03, "{found:?}, {right}");
    }
}

#[test]
fn a_gabor_is_a_gabor() {
    // Odd about the middle, so that its mean is zero.
    let (f, s, r, angle) = (0.2, 1.2, 1.9, 0.6_f64);
    let (sin, cos) = angle.sin_cos();
    let feature: Vec<Real> = (0..64)
        .map(|i| {
            let (x, y) = ((i % 8) as f64 - 3.5, (i / 8) as f64 - 3.5);
            let (u, v) = (x * cos + y * sin, y * cos - x * sin);
            let hill = (-0.5 * ((u / s).powi(2) + (v / r).powi(2))).exp();
            (hill * (std::f64::consts::TAU * f * u).sin()) as Real
        })
        .collect();
    let found = fit(&feature).expect("a fit");
    assert!(found.r2 > 0.999, "{found:?}");
    assert!((found.size() - (s * r).sqrt()).abs() < 0.1, "{found:?}");
    // Neither scale nor a constant changes it.
    let other: Vec<Real> = feature.iter().map(|v| 3.0 * v + 1.0).collect();
    assert!((fit(&other).expect("a fit").r2 - found.r2).abs() < 1e-3);
}

#[test]
fn a_whitened_picture_is_numpys() {
    let case = &golden()["whiten"];
    let picture = table(&case["picture"]);
    let row = picture.to_shape((1, 60)).expect("its size").to_owned();
    let frame = Frame::grey(6, 10);
    let white = whiten(&row, frame).expect("a picture");
    let right = table(&case["white"]).to_shape((1, 60)).expect("its size").to_owned();
    // The values are written with six digits.
    let apart = (&white - &right).iter().fold(0.0, |most: Real, v| most.max(v.abs()));
    assert!(apart < 2e-6, "{apart}");
}

#[test]
fn patches_are_pieces_without_their_mean() {
    let frame = Frame::grey(4, 5);
    let x = Array2::from_shape_fn((2, 20), |(i, j)| (100 * i + j) as Real);
    let cut = patches(&x, frame, 3, 50, &mut seeded(1)).expect("patches");
    assert_eq!(cut.dim(), (50, 9));
    // In this picture, every 3 × 3 piece less its mean is the same.
    let right = array![[-6.0, -5.0, -4.0, -1.0, 0.0, 1.0, 4.0, 5.0, 6.0]];
    for row in cut.rows() {
        assert_same("a piece", &row.to_owned().insert_axis(ndarray::Axis(0)), &right);
    }
}

#[test]
fn planted_samples_are_sums_of_so_many_atoms() {
    let set = planted(30, (5, 9), 3, 0.0, &mut seeded(1)).expect("samples");
    assert_same("X = SA", &set.x, &set.codes.dot(&set.atoms));
    for code in set.codes.rows() {
        let on: Vec<_> = code.iter().filter(|&&s| s != 0.0).collect();
        assert!(on.len() == 3 && on.iter().all(|&&s| (1.0..2.0).contains(&s)));
    }
    for atom in set.atoms.rows() {
        assert_near("length", f64::from(atom.dot(&atom)), 1.0);
    }
}

#[test]
fn what_is_found_is_counted_up_to_sign_length_and_order() {
    let atoms = gaussian(4, 6, &mut seeded(1));
    let features = array![[0.0, 0.0, -2.0, 0.0], [0.5, 0.0, 0.0, 0.0]].dot(&atoms);
    let found = recovery(&atoms, &features).expect("cosines");
    assert_near("the third", f64::from(found[2]), 1.0);
    assert_near("the first", f64::from(found[0]), 1.0);
    assert!(found[1] < 0.999 && found[3] < 0.999);
    let basis = orthonormal(gaussian(6, 3, &mut seeded(2)).view()).expect("a basis");
    let basis = basis.t().to_owned();
    let none = recovery(&basis, &Array2::zeros((2, 6))).expect("cosines");
    assert!(none.iter().all(|&cos| cos == 0.0));
}
