//! The hinge of several classes, and the machine that it makes.

use super::shades;
use crate::common::{assert_near, assert_same, gaussian, seeded, table};
use autoencoders::Real;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::model::{Model, Samples};
use autoencoders::sparse::few_labels::Labelled;
use autoencoders::stacked::hinge::hinge;
use autoencoders::stacked::{LinearSvm, one_hot};
use ndarray::{Array1, Array2, array};
use serde_json::Value;

/// The page's example: three classes, the first is true.
#[test]
fn a_margin_by_hand() {
    let target = one_hot(&[0, 0, 0], 3);
    let a = array![[3.0, 1.0, 0.0], [1.0, 0.5, -2.0], [0.0, 1.0, 2.0]];
    let mut slope = Array2::zeros((3, 3));
    // missing: 0 (a lead of 2), ½ (a lead of ½), 3 (two behind).
    assert_near("L", hinge(a.view(), target.view(), slope.view_mut()), 3.5 / 3.0);
    let third = 1.0 / 3.0;
    let right = array![[0.0, 0.0, 0.0], [-third, third, 0.0], [-third, 0.0, third]];
    assert_same("∂L/∂A", &slope, &right);
}

#[test]
fn its_slope_agrees_with_differences() {
    let (z, target) = (shades(7, 4, 1), one_hot(&[0, 1, 2, 0, 1, 2, 2], 3));
    let w = gaussian(4, 3, &mut seeded(2));
    let model = LinearSvm { w, b: array![0.1, -0.2, 0.3], lambda: 0.1 };
    let found = check_model(&model, Samples::pairs(&z, &target), Draw::learning(0, 0));
    assert!(found.worst < BOUND && found.compared == 15, "{} {:e}", found.at, found.worst);
}

/// `golden/stacked.py` solved the same problems exactly, as quadratic programmes.
#[test]
fn a_fit_reaches_the_optimum() {
    let cases: Value =
        serde_json::from_str(include_str!("../../golden/stacked.json")).expect("JSON");
    for case in cases.as_array().expect("cases") {
        let z = table(&case["z"]);
        let labels: Vec<usize> = case["labels"]
            .as_array()
            .expect("labels")
            .iter()
            .map(|l| l.as_u64().expect("a label") as usize)
            .collect();
        let lambda = case["lambda"].as_f64().expect("λ");
        let given = Labelled { z: &z, labels: &labels };
        let model = LinearSvm::fit(given, 3, lambda as Real).expect("a fit");
        let target = one_hot(&labels, 3);
        let samples = Samples::pairs(&z, &target);
        let mut room = model.room(z.nrows());
        let terms = model.slope(samples, Draw::measuring(0, 0), &mut room).expect("L");
        let least = case["least"].as_f64().expect("L");
        let found = terms.total();
        assert!(found > least - 1e-5 && found < 1.02 * least, "{found}, not {least}");
    }
}

#[test]
fn what_makes_no_machine_is_refused() {
    let z = shades(4, 2, 1);
    let said = |labels: &[usize], lambda: Real| {
        let fit = LinearSvm::fit(Labelled { z: &z, labels }, 2, lambda);
        fit.expect_err("no machine").to_string()
    };
    assert!(said(&[0, 1, 2, 0], 0.1).contains("each below 2"));
    assert!(said(&[0, 1, 0, 1], -1.0).contains("λ"));
    assert!(said(&[0, 1], 0.1).contains("one for each row"));
    let model = LinearSvm { w: Array2::zeros((3, 2)), b: Array1::zeros(2), lambda: 0.0 };
    assert!(model.accuracy(Labelled { z: &z, labels: &[0, 1, 0, 1] }).is_err());
    let model = LinearSvm { w: Array2::zeros((2, 2)), ..model };
    assert!(model.accuracy(Labelled { z: &z, labels: &[0, 1] }).is_err());
}
