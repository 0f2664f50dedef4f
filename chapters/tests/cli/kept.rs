//! The numbers that the book quotes, against what its chapters promise.

use super::common::numbers;
use std::path::Path;

/// A number of the kept default run.
fn kept(program: &str, key: &str) -> f64 {
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../figures").join(program);
    numbers(&figures)["numbers"][key]["value"].as_f64().unwrap_or_else(|| panic!("{program} has no {key}"))
}

#[test]
fn both_estimators_count_known_dimensions_and_moving_heads() {
    for way in ["two", "pca"] {
        for truth in 1..=5 {
            let off = kept("ch01_manifold", &format!("dim_known_{truth}_{way}_off"));
            assert!(off <= 15.0, "{way} is off by {off} % at {truth}");
        }
        for truth in 1..=3 {
            let found = kept("ch01_manifold", &format!("dim_faces_{truth}_{way}"));
            assert!(
                (found - f64::from(truth)).abs() < 1.0,
                "{way} counts {found} of {truth} moving parameters"
            );
        }
    }
}

#[test]
fn the_trained_network_is_pca() {
    let number = |key: &str| kept("ch04_linear", key);
    assert!(number("angle_deg") < 1.0 && number("excess_loss") <= 0.1 && number("digits_excess_loss") <= 0.1);
    for j in 1..=4 {
        let (law, trained) = (number(&format!("sv_law_{j}")), number(&format!("sv_{j}")));
        assert!((trained / law - 1.0).abs() < 1e-5, "singular value {j}: {trained}, predicted {law}");
    }
    // L-BFGS on the same digits: 69205.96629 and 73663.22832.
    assert!((number("plain_loss") / 69205.96629 - 1.0).abs() < 1e-6);
    assert!((number("l2_loss") / 73663.22832 - 1.0).abs() < 1e-6);
}
