//! Every mistake is refused in words, and leaves nothing behind.

use super::common::{
    COUNTING, FACES, NETWORKS, PCA, PROGRAMS, files, folder, numbers, pictures, quick,
    refused, run, said,
};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn wrong_flags_say_what_is_possible() {
    for program in PROGRAMS {
        refused(&run(program, &["--threads", "0"]), &["--threads", "0", "1..=256"]);
        refused(&run(program, &["--threads", "two"]), &["--threads", "two"]);
        refused(&run(program, &["--seed", "-1"]), &["-1"]);
        refused(&run(program, &["--seed", "1.5"]), &["--seed", "1.5"]);
        refused(&run(program, &["--quik"]), &["--quik", "--quick"]);
        refused(
            &run(program, &["--quick", "--full"]),
            &["--quick", "--full", "cannot be used"],
        );
        refused(&run(program, &["--quick", "--time"]), &["--time", "cannot be used"]);
        refused(&run(program, &["extra"]), &["extra"]);
        refused(&run(program, &["--data"]), &["--data", "DIR"]);
        refused(&run(program, &["--resize", "8"]), &["--data"]);
        refused(
            &run(program, &["--resize", "1", "--data", "x"]),
            &["--resize", "1", "2..=1024"],
        );
    }
}

#[test]
fn wrong_data_says_what_a_folder_should_hold() {
    let empty = folder();
    for program in PROGRAMS {
        let out = folder();
        let place = out.path().join("none");
        let place_text = place.to_str().expect("a path in UTF-8");
        let with = |data: &Path| {
            run(program, &["--data", data.to_str().expect("a path"), "--out", place_text])
        };
        refused(
            &with(Path::new("no/such/folder")),
            &["no/such/folder", "no such folder", "MNIST"],
        );
        refused(&with(empty.path()), &[empty.path().to_str().expect("a path"), "PGM"]);
        refused(&with(Path::new(PCA)), &["is a file"]);
        assert!(!place.exists(), "a refused run wrote something");
    }
}

#[test]
fn pictures_of_several_sizes_are_refused_until_they_are_resized() {
    let dir = pictures(24);
    fs::write(
        dir.path().join("anna/wide.pgm"),
        [b"P5 9 8 255\n".as_slice(), &[7; 72]].concat(),
    )
    .expect("a picture");
    let (data, out) = (dir.path().to_str().expect("a path"), folder());
    for program in PROGRAMS {
        refused(
            &run(program, &["--quick", "--data", data]),
            &["wide.pgm", "8 high and 8 wide", "--resize N"],
        );
    }
    for program in COUNTING {
        quick(program, out.path(), &["--data", data, "--resize", "6"]);
        assert_eq!(numbers(out.path())["numbers"]["features"]["value"], 36.0, "{program}");
    }
    let idx = folder();
    fs::write(idx.path().join("train-images-idx3-ubyte"), [0; 16]).expect("a file");
    let idx = idx.path().to_str().expect("a path");
    refused(
        &run(PCA, &["--quick", "--data", idx, "--resize", "6"]),
        &["--resize is for folders of pictures"],
    );
}

#[test]
fn damaged_data_names_the_file() {
    let dir = folder();
    fs::write(dir.path().join("faces-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 9, 0, 0])
        .expect("a file");
    for program in PROGRAMS {
        let output =
            run(program, &["--quick", "--data", dir.path().to_str().expect("a path")]);
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

#[cfg(unix)]
#[test]
fn an_interrupted_run_writes_nothing() {
    use nix::{sys::signal, unistd::Pid};
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
    let id = Pid::from_raw(i32::try_from(child.id()).expect("a process's number"));
    signal::kill(id, signal::SIGINT).expect("a signal to our own child");
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert_eq!(child.wait().expect("an end").code(), Some(130));
    assert!(rest.iter().any(|line| line.contains("nothing was written")), "{rest:?}");
    assert!(!out.exists() && files(dir.path()).is_empty());
}

#[test]
fn sides_that_do_not_halve_are_refused_with_those_that_do() {
    let data = pictures(60);
    let path = data.path().to_str().expect("a path in UTF-8");
    let with = ["--quick", "--data", path, "--resize", "6"];
    for program in [NETWORKS[3], NETWORKS[5]] {
        refused(&run(program, &with), &[path, "a multiple of 4", "4 or 8", "got 6"]);
    }
}
