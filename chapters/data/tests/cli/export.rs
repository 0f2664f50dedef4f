//! `data export`: what it writes can be read back, and is whole or not there.

use crate::{data, failed, names, stdout, succeeded};
use autoencoders::Real;
use autoencoders::data::faces::{self, Colour};
use autoencoders::data::{digits, documents, idx, optdigits, words};
use std::fs;
use std::path::Path;

/// The rows of a CSV: names, then numbers.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<f64>>) {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let columns = lines.next().unwrap().split(',').map(String::from).collect();
    let rows = lines
        .map(|line| line.split(',').map(|field| field.parse().unwrap()).collect())
        .collect();
    (columns, rows)
}

#[test]
fn optdigits_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let output = data(&["export", "optdigits", "--out", "out/digits"], dir.path());
    succeeded(&output);
    let out = dir.path().join("out/digits");
    let files = [
        "optdigits-images-idx3-ubyte",
        "optdigits-labels-idx1-ubyte",
        "optdigits-sheet.png",
        "optdigits.csv",
    ];
    assert_eq!(names(&out), files);
    for file in files {
        assert!(stdout(&output).contains(file));
    }
    let (raw, read) = (optdigits::load().unwrap(), idx::find_pair(&out).unwrap());
    assert_eq!((read.x.dim(), &read.labels), (raw.x.dim(), &raw.labels));
    assert!(
        read.x
            .iter()
            .zip(&raw.x)
            .all(|(a, b)| (a * 255.0 - (b / 16.0 * 255.0).round()).abs() < 1e-3)
    );
    let (columns, rows) = table(&out.join("optdigits.csv"));
    assert_eq!(
        (columns.len(), columns[63].as_str(), columns[64].as_str(), rows.len()),
        (65, "pixel63", "label", 1797)
    );
    assert_eq!(rows[0][..5], [0.0, 0.0, 5.0, 13.0, 9.0]);
    let sheet = image::open(out.join("optdigits-sheet.png")).unwrap();
    assert_eq!((sheet.width(), sheet.height()), (50 * 10 + 2, 36 * 10 + 2));
}

#[test]
fn faces_come_with_their_true_factors() {
    let dir = tempfile::tempdir().unwrap();
    let small = ["--out", "out", "--side", "16"];
    let gallery =
        ["export", "faces-gallery", "--people", "3", "--per-person", "2", "--seed", "9"];
    succeeded(&data(&[&gallery[..], &small].concat(), dir.path()));
    succeeded(&data(
        &[&["export", "faces-views", "--colour"][..], &small].concat(),
        dir.path(),
    ));
    let out = dir.path().join("out");
    let files = [
        "gallery-images-idx3-ubyte",
        "gallery-labels-idx1-ubyte",
        "gallery-sheet.png",
        "gallery.csv",
    ];
    let files = files.iter().chain(&[
        "views-images-idx4-ubyte",
        "views-labels-idx1-ubyte",
        "views-sheet.png",
        "views.csv",
    ]);
    assert_eq!(names(&out), files.map(|f| format!("faces-{f}")).collect::<Vec<_>>());

    let pair = |set: &str, rank| {
        let file = |what: &str| out.join(format!("faces-{set}-{what}-ubyte"));
        idx::read_pair(&file(&format!("images-idx{rank}")), &file("labels-idx1")).unwrap()
    };
    let read = pair("gallery", 3);
    assert_eq!((read.x.dim(), &read.labels[..]), ((6, 256), &[0, 0, 1, 1, 2, 2][..]));
    let made = faces::gallery(9, 3, 2, 16, Colour::Grey).unwrap();
    assert!(read.x.iter().zip(&made.images.x).all(|(a, b)| (a - b).abs() <= 0.501 / 255.0));
    let (columns, rows) = table(&out.join("faces-gallery.csv"));
    let at = |name: &str| columns.iter().position(|c| c == name).unwrap();
    for (row, truth) in rows.iter().zip(&made.factors) {
        assert_eq!(row[at("person")], truth.person as f64);
        assert_eq!(row[at("yaw")] as f32, truth.view.yaw);
        assert_eq!(row[at("nose_length")] as f32, truth.identity.nose_length);
        assert_eq!(row[at("skin_blue")] as f32, truth.identity.skin_colour[2]);
    }

    let views = pair("views", 4);
    assert_eq!((views.x.dim(), views.frame.channels), ((133, 768), 3));
    let (columns, rows) = table(&out.join("faces-views.csv"));
    let at = |name: &str| columns.iter().position(|c| c == name).unwrap();
    assert_eq!((rows.len(), rows[0][at("yaw")], rows[0][at("tilt")]), (133, -90.0, -30.0));
    let sheet = image::open(out.join("faces-views-sheet.png")).unwrap();
    assert_eq!((sheet.width(), sheet.height()), (19 * 18 + 2, 7 * 18 + 2));
}

#[test]
fn written_digits_come_with_their_true_factors() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["digits-train", "digits-test"] {
        succeeded(&data(
            &["export", name, "--out", "out", "--count", "30", "--seed", "9"],
            dir.path(),
        ));
    }
    let out = dir.path().join("out");
    for (part, made) in
        [("train", digits::train(9, 30).unwrap()), ("test", digits::test(9, 30).unwrap())]
    {
        let file = |what: &str| out.join(format!("digits-{part}{what}"));
        let read = idx::read_pair(&file("-images-idx3-ubyte"), &file("-labels-idx1-ubyte"))
            .unwrap();
        assert_eq!((read.x.dim(), &read.labels), ((30, 784), &made.images.labels));
        assert!(
            read.x.iter().zip(&made.images.x).all(|(a, b)| (a - b).abs() <= 0.501 / 255.0)
        );
        let (columns, rows) = table(&file(".csv"));
        let at = |name: &str| columns.iter().position(|c| c == name).unwrap();
        for (row, truth) in rows.iter().zip(&made.factors) {
            assert_eq!(
                (row[at("digit")], row[at("form")]),
                (truth.digit as f64, truth.form as f64)
            );
            assert_eq!(
                (row[at("slant")], row[at("shape4")]),
                (truth.slant.into(), truth.shape[3].into())
            );
            assert_eq!(row[at("chance")], f64::from(truth.chance));
        }
        let sheet = image::open(file("-sheet.png")).unwrap();
        assert_eq!((sheet.width(), sheet.height()), (30 * 30 + 2, 30 + 2));
    }
}

#[test]
fn documents_come_back_with_their_true_topic_shares() {
    let dir = tempfile::tempdir().unwrap();
    let output = data(
        &["export", "documents", "--out", "out", "--count", "30", "--seed", "9"],
        dir.path(),
    );
    succeeded(&output);
    let out = dir.path().join("out");
    let ends =
        ["classes.txt", "test.csv", "test.txt", "train.csv", "train.txt", "vocab.txt"];
    assert_eq!(names(&out), ends.map(|end| format!("documents-{end}")));
    let (train, test) = (documents::train(9, 30).unwrap(), documents::test(9, 10).unwrap());
    let read = words::folder(&out).unwrap();
    assert_eq!((read.train, read.test), (train.counts.clone(), Some(test.counts.clone())));
    for (part, made) in [("train", train), ("test", test)] {
        let (columns, rows) = table(&out.join(format!("documents-{part}.csv")));
        assert_eq!((columns[0].as_str(), &columns[1..]), ("label", &made.topics[..]));
        for (i, row) in rows.iter().enumerate() {
            assert_eq!(row[0], made.counts.labels[i] as f64);
            assert!(row[1..].iter().zip(made.shares.row(i)).all(|(&a, &b)| a as Real == b));
        }
    }
}

#[test]
fn toy_sets_carry_their_true_coordinates() {
    let dir = tempfile::tempdir().unwrap();
    for (name, header, label) in [
        ("swiss-roll", "x1,x2,x3,t,h", false),
        ("circle", "x1,x2,theta", false),
        ("two-moons", "x1,x2,theta,label", true),
        ("gaussian", "x1,x2,e1,e2", false),
        ("mixture", "x1,x2,e1,e2,label", true),
    ] {
        succeeded(&data(
            &["export", name, "--out", name, "--count", "40", "--seed", "5"],
            dir.path(),
        ));
        assert_eq!(names(&dir.path().join(name)), [format!("{name}.csv")]);
        let (columns, rows) = table(&dir.path().join(name).join(format!("{name}.csv")));
        assert_eq!(
            (columns.join(","), rows.len(), columns.contains(&"label".into())),
            (header.into(), 40, label)
        );
    }
    let (_, roll) = table(&dir.path().join("swiss-roll/swiss-roll.csv"));
    assert!(roll.iter().all(|r| (r[0] - r[3] * r[3].cos()).abs() < 1e-4 && r[1] == r[4]));
}

#[test]
fn the_same_seed_writes_the_same_bytes_and_another_others() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = |seed: &str, out: &str| {
        let output = data(
            &["export", "two-moons", "--noise", "0.1", "--seed", seed, "--out", out],
            dir.path(),
        );
        succeeded(&output);
        fs::read(dir.path().join(out).join("two-moons.csv")).unwrap()
    };
    let first = bytes("3", "a");
    assert_eq!(first, bytes("3", "b"));
    assert_eq!(first, bytes("3", "a"), "writing over an earlier export");
    assert_ne!(first, bytes("4", "c"));
}

#[test]
fn arguments_that_mean_nothing_or_cannot_be_are_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &[&str]); 12] = [
        (&["optdigits", "--seed", "3"], &["--seed means nothing for optdigits", "none"]),
        (
            &["digits-train", "--side", "8"],
            &["--side means nothing for digits-train", "--seed, --count"],
        ),
        (&["digits-test", "--count", "1000001"], &["1000001", "at most 1 000 000"]),
        (
            &["documents", "--noise", "1"],
            &["--noise means nothing for documents", "--seed, --count"],
        ),
        (&["documents", "--count", "100001"], &["100001", "at most 100 000"]),
        (
            &["circle", "--colour"],
            &["--colour means nothing for circle", "--seed, --count, --noise"],
        ),
        (
            &["faces-views", "--people", "3"],
            &["--people means nothing for faces-views", "--side"],
        ),
        (&["circle", "--noise", "-1"], &["the noise is -1, but must be zero or positive"]),
        (&["circle", "--noise", "much"], &["much"]),
        (&["circle", "--count", "0"], &["0 is not in 1.."]),
        (&["faces-gallery", "--side", "4"], &["4 is not in 8..=512"]),
        (&["faces-gallery", "--people", "0"], &["0 is not in 1..=256"]),
    ];
    for (arguments, words) in cases {
        failed(
            &data(&[&["export", "--out", "out"], arguments].concat(), dir.path()),
            2,
            words,
        );
    }
    assert!(names(dir.path()).is_empty());
}

#[test]
fn an_export_is_whole_or_not_there() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), b"mine").unwrap();
    failed(&data(&["export", "optdigits", "--out", "file"], dir.path()), 1, &["file: "]);
    assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"mine");
    // The last of four files cannot be written: none is.
    fs::create_dir_all(dir.path().join("out/optdigits.csv")).unwrap();
    failed(
        &data(&["export", "optdigits", "--out", "out"], dir.path()),
        1,
        &["optdigits.csv", "in the way"],
    );
    assert_eq!(names(&dir.path().join("out")), ["optdigits.csv"]);
}

/// A disk with room for 50 KiB a file, by the shell's limit (for some shells 100): the first, of 115 KB, does not fit.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let script = "ulimit -f 100; trap '' XFSZ; exec \"$0\" export optdigits --out out";
    let output = std::process::Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_data")])
        .current_dir(dir.path())
        .output()
        .unwrap();
    failed(&output, 1, &["optdigits-images-idx3-ubyte: ", "File too large"]);
    assert!(names(&dir.path().join("out")).is_empty());
}
