//! `data list`, and the help.

use crate::{data, failed, stdout, succeeded};
use std::path::Path;

#[test]
fn list_names_every_set_with_its_terms() {
    let output = data(&["list"], Path::new("."));
    succeeded(&output);
    let text = stdout(&output);
    for word in [
        "faces-gallery",
        "faces-views",
        "digits-train",
        "digits-test",
        "optdigits",
        "CC BY 4.0",
        "documents",
        "swiss-roll",
        "two-moons",
        "mixture",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    for word in [
        "mnist",
        "11.1 MiB",
        "60 000 + 10 000",
        "CC BY-SA 3.0",
        "fashion-mnist",
        "29.4 MiB",
        "MIT",
        "https://",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    for (arguments, example) in [
        (&["--help"][..], "data fetch mnist "),
        (&["fetch", "--help"], "data fetch mnist --to"),
        (&["export", "--help"], "data export optdigits --out"),
        (&["list", "--help"], "--catalogue"),
    ] {
        let output = data(arguments, Path::new("."));
        succeeded(&output);
        assert!(stdout(&output).contains(example), "{}", stdout(&output));
    }
}

#[test]
fn commands_that_are_none_are_refused() {
    let here = Path::new(".");
    failed(&data(&[], here), 2, &["Usage"]);
    failed(&data(&["lsit"], here), 2, &["lsit", "list"]);
    failed(&data(&["fetch"], here), 2, &["<NAME>"]);
    failed(
        &data(&["fetch", "mnits"], here),
        2,
        &["no set \"mnits\"", "mnist, fashion-mnist"],
    );
    failed(&data(&["export", "optdigits"], here), 2, &["--out"]);
    failed(
        &data(&["export", "optdigit", "--out", "x"], here),
        2,
        &["optdigit", "optdigits"],
    );
}

#[test]
fn a_catalogue_must_be_one() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    let set = |name: &str, sum: &str| {
        let file = format!(r#"{{"name": "{name}", "bytes": 1, "sha256": "{sum}"}}"#);
        format!(
            r#"[{{"name": "s", "title": "", "shape": "", "terms": "", "mirrors": [], "files": [{file}]}}]"#
        )
    };
    let sum = "0".repeat(64);
    let cases = [
        ("not JSON".to_string(), "not a catalogue"),
        ("[{}]".to_string(), "missing field"),
        (set("../out", &sum), "\"../out\" is not a plain file name"),
        (set(".hidden", &sum), "not a plain file name"),
        (set("a", "12"), "not 64 small hexadecimal digits"),
    ];
    for (text, word) in cases {
        std::fs::write(here.join("own.json"), text).unwrap();
        failed(&data(&["list", "--catalogue", "own.json"], here), 1, &["own.json", word]);
    }
    failed(
        &data(&["list", "--catalogue", "missing.json"], here),
        1,
        &["missing.json", "No such file"],
    );
    std::fs::write(here.join("own.json"), set("a", &sum)).unwrap();
    let output = data(&["list", "--catalogue", "own.json"], here);
    succeeded(&output);
    assert!(!stdout(&output).contains("mnist"));
}
