//! The programs from outside: every flag, every mistake, and what is on the disk afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const PROGRAMS: [&str; 2] = [env!("CARGO_BIN_EXE_ch02_pca"), env!("CARGO_BIN_EXE_ch03_eigenfaces")];
const PCA: &str = PROGRAMS[0];
const FACES: &str = PROGRAMS[1];

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().expect("the program starts")
}

/// Run with `--quick --out out` and more; it must succeed.
fn quick(program: &str, out: &Path, more: &[&str]) -> Output {
    let out = out.to_str().expect("a path in UTF-8");
    let output = run(program, &[&["--quick", "--out", out], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The run must end with code 2, and its message hold every one of `words`.
fn refused(output: &Output, words: &[&str]) {
    let message = said(output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    for word in words {
        assert!(message.contains(word), "“{word}” is not in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
}

/// Every file in the folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (path.file_name().expect("a name").into(), fs::read(&path).expect("a file"))).collect()
}

fn numbers(out: &Path) -> serde_json::Value {
    let text = fs::read_to_string(out.join("numbers.json")).expect("numbers.json");
    serde_json::from_str(&text).expect("JSON")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// `count` small grey pictures, alternately in two sub-folders.
fn pictures(count: usize) -> TempDir {
    let dir = folder();
    for i in 0..count {
        let person = dir.path().join(["anna", "ben"][i % 2]);
        fs::create_dir_all(&person).expect("a sub-folder");
        let pixels: Vec<u8> = (0..64).map(|j| ((i * 37 + j * j * (i + 3)) % 256) as u8).collect();
        fs::write(person.join(format!("{i}.pgm")), [b"P5 8 8 255\n".as_slice(), &pixels].concat())
            .expect("a picture");
    }
    dir
}

#[test]
fn help_names_the_program_and_gives_examples() {
    for (program, name) in PROGRAMS.into_iter().zip(["ch02_pca", "ch03_eigenfaces"]) {
        let output = run(program, &["--help"]);
        assert!(output.status.success());
        let text = String::from_utf8_lossy(&output.stdout);
        for word in [
            "Examples:",
            &format!("{name} --quick"),
            "--data",
            "--seed",
            "--full",
            "--threads",
            "--time",
            "--out",
        ] {
            assert!(text.contains(word), "{name}: {word}");
        }
        assert!(
            String::from_utf8_lossy(&run(program, &["--version"]).stdout).contains(env!("CARGO_PKG_VERSION"))
        );
    }
}

#[test]
fn the_same_command_writes_the_same_bytes() {
    for program in PROGRAMS {
        let (a, b) = (folder(), folder());
        quick(program, a.path(), &[]);
        quick(program, b.path(), &[]);
        let written = files(a.path());
        assert!(written.len() >= 12 && written.contains_key(Path::new("numbers.json")));
        assert!(written == files(b.path()), "{program}: two runs differ");
    }
}

#[test]
fn figures_are_small_labelled_and_without_fixed_size() {
    for program in PROGRAMS {
        let out = folder();
        quick(program, out.path(), &[]);
        for (name, bytes) in files(out.path()) {
            assert!(bytes.len() < 200_000, "{} has {} bytes", name.display(), bytes.len());
            if name.extension().is_some_and(|end| end == "svg") {
                let svg = String::from_utf8(bytes).expect("UTF-8");
                assert!(svg.contains("viewBox=") && svg.contains("role=\"img\"") && svg.contains("<title>"));
                let head = svg.split('>').next().unwrap_or_default();
                assert!(!head.contains(" width="), "{}: {head}", name.display());
                assert!(!svg.contains("NaN") && !svg.contains("inf "), "{}", name.display());
            }
        }
    }
}

#[test]
fn another_seed_gives_other_numbers_and_is_recorded() {
    let (a, b) = (folder(), folder());
    quick(PCA, a.path(), &["--seed", "1"]);
    quick(PCA, b.path(), &["--seed", "2"]);
    assert_eq!(numbers(b.path())["seed"], 2);
    assert_ne!(numbers(a.path())["numbers"]["cloud_angle"], numbers(b.path())["numbers"]["cloud_angle"]);
    assert_eq!(numbers(a.path())["numbers"]["k95"], numbers(b.path())["numbers"]["k95"]);
}

#[test]
fn one_thread_and_two_give_the_same_printed_numbers() {
    let (a, b) = (folder(), folder());
    quick(PCA, a.path(), &["--threads", "1"]);
    quick(PCA, b.path(), &["--threads", "2"]);
    for key in ["total_variance", "k95", "mse_k10", "ratio_1"] {
        let value = |out: &TempDir| numbers(out.path())["numbers"][key]["value"].as_f64().expect("a number");
        assert!((value(&a) - value(&b)).abs() < 1e-4 * value(&a).abs(), "{key}");
    }
}

#[test]
fn the_built_in_digits_give_the_known_figures() {
    let out = folder();
    quick(PCA, out.path(), &[]);
    let numbers = numbers(out.path());
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
        assert!((found - value).abs() <= tolerance * 1.001, "{key}: {found}, expected {value}");
    }
}

#[test]
fn no_clock_without_being_asked() {
    for program in PROGRAMS {
        let out = folder();
        quick(program, out.path(), &[]);
        let text = numbers(out.path()).to_string();
        assert!(!text.contains("seconds") && !out.path().join("cost.svg").exists());
    }
}

#[test]
fn seconds_are_recorded_with_time_and_kept_by_a_later_run_without() {
    let out = folder();
    let path = out.path().to_str().expect("a path in UTF-8");
    assert!(run(PCA, &["--time", "--out", path]).status.success());
    let timed = files(out.path());
    assert!(numbers(out.path())["numbers"]["fit_seconds"]["value"].as_f64().expect("seconds") >= 0.0);
    assert!(run(PCA, &["--out", path]).status.success());
    assert!(timed == files(out.path()), "a run without --time changed a file");
    assert!(run(PCA, &["--out", path, "--seed", "5"]).status.success());
    assert!(numbers(out.path())["numbers"]["fit_seconds"].is_null(), "seconds of another seed were kept");
}

#[test]
fn the_reader_s_own_pictures_serve_both_programs() {
    let data = pictures(16);
    let path = data.path().to_str().expect("a path in UTF-8");
    for program in PROGRAMS {
        let out = folder();
        quick(program, out.path(), &["--data", path]);
        let numbers = numbers(out.path());
        assert_eq!(numbers["numbers"]["samples"]["value"], 16.0);
        assert_eq!(numbers["data"].as_str(), data.path().file_name().and_then(|name| name.to_str()));
    }
}

#[test]
fn few_pictures_are_enough_for_pca_and_too_few_for_faces() {
    let data = pictures(4);
    let path = data.path().to_str().expect("a path in UTF-8");
    quick(PCA, folder().path(), &["--data", path]);
    let out = folder();
    let place = out.path().join("none");
    let output = run(FACES, &["--quick", "--data", path, "--out", place.to_str().expect("a path")]);
    refused(&output, &["4 images", "at least 12"]);
    assert!(!place.exists(), "a failed run wrote something");
}

#[test]
fn wrong_flags_say_what_is_possible() {
    for program in PROGRAMS {
        refused(&run(program, &["--threads", "0"]), &["--threads", "0", "1..=256"]);
        refused(&run(program, &["--threads", "two"]), &["--threads", "two"]);
        refused(&run(program, &["--seed", "-1"]), &["-1"]);
        refused(&run(program, &["--seed", "1.5"]), &["--seed", "1.5"]);
        refused(&run(program, &["--quik"]), &["--quik", "--quick"]);
        refused(&run(program, &["--quick", "--full"]), &["--quick", "--full", "cannot be used"]);
        refused(&run(program, &["--quick", "--time"]), &["--time", "cannot be used"]);
        refused(&run(program, &["extra"]), &["extra"]);
        refused(&run(program, &["--data"]), &["--data", "DIR"]);
    }
}

#[test]
fn wrong_data_says_what_a_folder_should_hold() {
    let empty = folder();
    for program in PROGRAMS {
        let out = folder();
        let place = out.path().join("none");
        let place_text = place.to_str().expect("a path in UTF-8");
        let with =
            |data: &Path| run(program, &["--data", data.to_str().expect("a path"), "--out", place_text]);
        refused(&with(Path::new("no/such/folder")), &["no/such/folder", "no such folder", "MNIST"]);
        refused(&with(empty.path()), &[empty.path().to_str().expect("a path"), "PGM"]);
        refused(&with(Path::new(PCA)), &["is a file"]);
        assert!(!place.exists(), "a refused run wrote something");
    }
}

#[test]
fn damaged_data_names_the_file() {
    let dir = folder();
    fs::write(dir.path().join("faces-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 9, 0, 0]).expect("a file");
    for program in PROGRAMS {
        let output = run(program, &["--quick", "--data", dir.path().to_str().expect("a path")]);
        refused(&output, &["faces-images-idx3-ubyte"]);
    }
}

#[test]
fn an_out_that_cannot_be_is_refused_before_the_work() {
    let dir = folder();
    let file = dir.path().join("file");
    fs::write(&file, "no folder").expect("a file");
    for program in PROGRAMS {
        for out in [file.clone(), file.join("below")] {
            let output = run(program, &["--quick", "--out", out.to_str().expect("a path")]);
            refused(&output, &["--out", "is a file, not a folder"]);
            assert!(!said(&output).contains(" 1. "), "it worked before it looked");
        }
    }
    assert_eq!(fs::read_to_string(&file).expect("the file"), "no folder");
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

#[cfg(unix)]
#[test]
fn an_interrupted_run_writes_nothing() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let dir = folder();
    let out = dir.path().join("none");
    let mut child = Command::new(FACES)
        .args(["--full", "--out", out.to_str().expect("a path")])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("its messages")).lines();
    lines.next().expect("a first step").expect("a line");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert_eq!(child.wait().expect("an end").code(), Some(130));
    assert!(rest.iter().any(|line| line.contains("nothing was written")), "{rest:?}");
    assert!(!out.exists() && files(dir.path()).is_empty());
}

/// A folder of the real data beside the checkout (or where AUTOENCODERS_DATA says), or a message that the test is skipped.
fn real(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let dir = std::env::var_os("AUTOENCODERS_DATA").map_or(beside, PathBuf::from).join(name);
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
    for (key, value) in [("kept_50", 0.87381), ("kept_200", 0.97905), ("ratio_1", 0.23813)] {
        let found = numbers["numbers"][key]["value"].as_f64().expect(key);
        assert!((found - value).abs() < 1e-4, "{key}: {found}, expected {value}");
    }
    let accuracy = numbers["numbers"]["recognition_accuracy"]["value"].as_f64().expect("an accuracy");
    assert!((0.8..1.0).contains(&accuracy), "{accuracy}");
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
