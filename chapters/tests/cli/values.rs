//! The numbers, against what others measured.

use super::common::{
    COUNTING, FACES, LINEAR, NETWORKS, PCA, PROGRAMS, folder, numbers, pictures, quick,
    refused, run, shared,
};
use std::path::{Path, PathBuf};

#[test]
fn another_seed_gives_other_numbers_and_is_recorded() {
    let (a, b) = (folder(), folder());
    quick(PCA, a.path(), &["--seed", "1"]);
    quick(PCA, b.path(), &["--seed", "2"]);
    assert_eq!(numbers(b.path())["seed"], 2);
    assert_ne!(
        numbers(a.path())["numbers"]["cloud_angle"],
        numbers(b.path())["numbers"]["cloud_angle"]
    );
    assert_eq!(numbers(a.path())["numbers"]["k95"], numbers(b.path())["numbers"]["k95"]);
}

#[test]
fn the_built_in_digits_give_the_known_figures() {
    let numbers = numbers(shared(PCA));
    assert_eq!(numbers["data"], "optdigits");
    // scikit-learn and NumPy on the same 1 797 digits.
    let known = [
        ("total_variance", 1202.148, 1e-3),
        ("ratio_1", 0.148_906, 1e-6),
        ("ratio_2", 0.136_188, 1e-6),
        ("ratio_3", 0.117_946, 1e-6),
        ("rank", 61.0, 0.0),
        ("k80", 13.0, 0.0),
        ("k90", 21.0, 0.0),
        ("k95", 29.0, 0.0),
        ("k99", 41.0, 0.0),
        ("mse_k2", 858.945, 1e-3),
        ("mse_k10", 314.515, 1e-3),
        ("mse_k20", 126.993, 1e-3),
        ("mse_k30", 49.158, 1e-3),
    ];
    for (key, value, tolerance) in known {
        let found = numbers["numbers"][key]["value"].as_f64().expect(key);
        assert!(
            (found - value).abs() <= tolerance * 1.001,
            "{key}: {found}, expected {value}"
        );
    }
}

#[test]
fn the_reader_s_own_pictures_serve_every_program() {
    let (few, many) = (pictures(16), pictures(120));
    for program in PROGRAMS {
        let data = if NETWORKS.contains(&program) { &many } else { &few };
        let path = data.path().to_str().expect("a path in UTF-8");
        let out = folder();
        quick(program, out.path(), &["--data", path]);
        let numbers = numbers(out.path());
        let name = data.path().file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(
            numbers["data"].as_str().is_some_and(|data| data.contains(name)),
            "{}",
            numbers["data"]
        );
        if COUNTING.contains(&program) {
            assert_eq!(numbers["numbers"]["samples"]["value"], 16.0, "{program}");
        }
    }
}

#[test]
fn as_few_faces_as_are_asked_for_are_enough() {
    let (data, out) = (pictures(12), folder());
    quick(FACES, out.path(), &["--data", data.path().to_str().expect("a path in UTF-8")]);
    let own = &numbers(out.path())["numbers"];
    assert!(own["length_1"].is_object() && own["length_10"].is_null(), "{own}");
}

#[test]
fn few_pictures_are_enough_for_pca_and_too_few_for_faces_and_training() {
    let data = pictures(4);
    let path = data.path().to_str().expect("a path in UTF-8");
    quick(PCA, folder().path(), &["--data", path]);
    let out = folder();
    let place = out.path().join("none");
    for program in [FACES, LINEAR] {
        let output = run(
            program,
            &["--quick", "--data", path, "--out", place.to_str().expect("a path")],
        );
        refused(&output, &[path, "4 images", "at least 12"]);
        assert!(!place.exists(), "a failed run wrote something");
    }
    for program in NETWORKS {
        let output = run(
            program,
            &["--quick", "--data", path, "--out", place.to_str().expect("a path")],
        );
        refused(&output, &[path, "4 images", "too few", "give at least"]);
        assert!(!place.exists(), "a failed run wrote something");
    }
}

/// A folder of the real data beside the checkout (or where AUTOENCODERS_DATA says), or a message that the test is skipped.
fn real(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let dir =
        std::env::var_os("AUTOENCODERS_DATA").map_or(beside, PathBuf::from).join(name);
    if !dir.is_dir() {
        eprintln!("skipped: {name} is not in ../shared/data");
    }
    dir.is_dir().then_some(dir)
}

#[test]
fn photographs_keep_what_others_measured() {
    let Some(data) = real("olivetti") else { return };
    let out = folder();
    quick(FACES, out.path(), &["--data", data.to_str().expect("a path")]);
    let numbers = numbers(out.path());
    for (key, value) in [("kept_50", 0.87381), ("kept_200", 0.97905), ("ratio_1", 0.23813)]
    {
        let found = numbers["numbers"][key]["value"].as_f64().expect(key);
        assert!((found - value).abs() < 1e-4, "{key}: {found}, expected {value}");
    }
    let accuracy = numbers["numbers"]["recognition_raw_median"]["value"].as_f64();
    let accuracy = accuracy.expect("an accuracy");
    assert!((80.0..100.0).contains(&accuracy), "{accuracy}");
}

#[test]
fn clothes_and_a_film_of_a_face_serve_the_chapters_on_chance() {
    for set in ["fashion_mnist", "frey"] {
        let Some(data) = real(set) else { continue };
        for program in &NETWORKS[8..] {
            let out = folder();
            quick(program, out.path(), &["--data", data.to_str().expect("a path")]);
        }
    }
}

#[test]
fn mnist_gives_the_published_spectrum() {
    let Some(data) = real("mnist") else { return };
    let out = folder();
    quick(PCA, out.path(), &["--data", data.to_str().expect("a path")]);
    let numbers = numbers(out.path());
    assert_eq!(numbers["numbers"]["k95"]["value"], 154.0);
    let known = [
        ("ratio_1", 0.09705, 2e-4),
        ("mse_k2", 43.645, 0.02),
        ("mse_k10", 26.714, 0.02),
        ("mse_k30", 13.866, 0.02),
    ];
    for (key, value, tolerance) in known {
        let found = numbers["numbers"][key]["value"].as_f64().expect(key);
        assert!((found - value).abs() < tolerance, "{key}: {found}, expected {value}");
    }
}
