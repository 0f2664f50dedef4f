//! What a run writes, and that it writes the same again.

use super::common::{
    LINEAR, NETWORKS, PCA, PROGRAMS, files, folder, numbers, quick, run, said, shared,
};
use std::path::Path;

#[test]
fn help_names_the_program_and_gives_examples() {
    for program in PROGRAMS {
        let name =
            Path::new(program).file_stem().and_then(|name| name.to_str()).expect("a name");
        let output = run(program, &["--help"]);
        assert!(output.status.success());
        let text = String::from_utf8_lossy(&output.stdout);
        for word in [
            "Examples:",
            &format!("{name} --quick"),
            "--data",
            "--resize",
            "--seed",
            "--full",
            "--threads",
            "--time",
            "--out",
        ] {
            assert!(text.contains(word), "{name}: {word}");
        }
        assert!(
            String::from_utf8_lossy(&run(program, &["--version"]).stdout)
                .contains(env!("CARGO_PKG_VERSION"))
        );
    }
}

#[test]
fn one_thread_and_two_write_the_same_bytes() {
    for program in PROGRAMS {
        let one = folder();
        quick(program, one.path(), &["--threads", "1"]);
        let written = files(shared(program)); // by two
        assert!(
            written.len() > 5 && written.contains_key(Path::new("numbers.json")),
            "{program}"
        );
        assert!(written == files(one.path()), "{program}: two runs differ");
    }
}

#[test]
fn figures_are_small_labelled_and_without_fixed_size() {
    for program in PROGRAMS {
        for (name, bytes) in files(shared(program)) {
            assert!(bytes.len() < 200_000, "{} has {} bytes", name.display(), bytes.len());
            if name.extension().is_some_and(|end| end == "svg") {
                let svg = String::from_utf8(bytes).expect("UTF-8");
                assert!(
                    svg.contains("viewBox=")
                        && svg.contains("role=\"img\"")
                        && svg.contains("<title>")
                );
                let head = svg.split('>').next().unwrap_or_default();
                assert!(!head.contains(" width="), "{}: {head}", name.display());
                // Pixels in base64 may well spell anything.
                let drawn: String =
                    svg.split('"').filter(|part| !part.starts_with("data:")).collect();
                assert!(
                    !drawn.contains("NaN") && !drawn.contains("inf "),
                    "{}",
                    name.display()
                );
            }
        }
    }
}

#[test]
fn no_clock_without_being_asked() {
    for program in PROGRAMS {
        let text = numbers(shared(program)).to_string();
        assert!(
            !text.contains("seconds") && !shared(program).join("cost.svg").exists(),
            "{program}"
        );
    }
}

#[test]
fn numbers_of_what_is_trained_state_a_spread() {
    let spread = |program: &str, key: &str| {
        let number = &numbers(shared(program))["numbers"][key];
        assert!(number["value"].is_number(), "{program} has no {key}");
        number["spread"].as_f64()
    };
    assert_eq!(spread(PCA, "k95"), None);
    assert_eq!(spread(PCA, "conditioning_svd_1e3"), Some(0.5));
    assert_eq!(spread(LINEAR, "angle_deg_median"), Some(0.05));
    assert_eq!(spread(NETWORKS[0], "strong_train_median"), Some(2.0));
    assert_eq!(spread(NETWORKS[0], "check_law_step_f64"), None);
}

#[test]
fn seconds_are_recorded_with_time_and_kept_by_a_later_run_without() {
    let out = folder();
    let path = out.path().to_str().expect("a path in UTF-8");
    assert!(run(PCA, &["--time", "--out", path]).status.success());
    let timed = files(out.path());
    assert!(
        numbers(out.path())["numbers"]["fit_seconds"]["value"].as_f64().expect("seconds")
            >= 0.0
    );
    assert!(run(PCA, &["--out", path]).status.success());
    assert!(timed == files(out.path()), "a run without --time changed a file");
    assert!(run(PCA, &["--out", path, "--seed", "5"]).status.success());
    assert!(
        numbers(out.path())["numbers"]["fit_seconds"].is_null(),
        "seconds of another seed were kept"
    );
}

#[test]
fn out_is_made_with_all_folders_above_it() {
    let dir = folder();
    let out = dir.path().join("a/b/c");
    let output = quick(PCA, &out, &[]);
    assert!(out.join("spectrum.svg").exists());
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("a/b/c"),
        "the last line says where the files are"
    );
    assert!(files(&out).keys().all(|name| !name.to_string_lossy().contains(".tmp")));
}

#[test]
fn off_a_terminal_progress_is_plain_lines() {
    let out = folder();
    let text = said(&quick(PCA, out.path(), &[]));
    assert!(text.lines().count() >= 5 && text.contains(" 1. "), "{text}");
    assert!(!text.contains('\u{1b}'), "escape codes in a file");
}
