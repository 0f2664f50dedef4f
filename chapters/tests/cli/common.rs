//! Starting the programs, and looking at what they leave.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

pub const PCA: &str = env!("CARGO_BIN_EXE_ch02_pca");
pub const FACES: &str = env!("CARGO_BIN_EXE_ch03_eigenfaces");
pub const LINEAR: &str = env!("CARGO_BIN_EXE_ch04_linear");
/// Those that train networks, and want more pictures for it.
pub const NETWORKS: [&str; 11] = [
    env!("CARGO_BIN_EXE_ch05_nonlinear"),
    env!("CARGO_BIN_EXE_ch06_deep"),
    env!("CARGO_BIN_EXE_ch07_rbm"),
    env!("CARGO_BIN_EXE_ch08_conv"),
    env!("CARGO_BIN_EXE_ch09_sparse"),
    env!("CARGO_BIN_EXE_ch10_denoising"),
    env!("CARGO_BIN_EXE_ch11_contractive"),
    env!("CARGO_BIN_EXE_ch12_stacked"),
    env!("CARGO_BIN_EXE_ch13_information"),
    env!("CARGO_BIN_EXE_ch14_vae"),
    env!("CARGO_BIN_EXE_ch15_latent"),
];
pub const PROGRAMS: [&str; 15] = [
    env!("CARGO_BIN_EXE_ch01_manifold"),
    PCA,
    FACES,
    LINEAR,
    NETWORKS[0],
    NETWORKS[1],
    NETWORKS[2],
    NETWORKS[3],
    NETWORKS[4],
    NETWORKS[5],
    NETWORKS[6],
    NETWORKS[7],
    NETWORKS[8],
    NETWORKS[9],
    NETWORKS[10],
];
/// Those that count the samples and features of the reader's pictures.
pub const COUNTING: [&str; 3] = [PCA, FACES, LINEAR];

pub fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().expect("the program starts")
}

/// Run with `--quick --out out` and more; it must succeed.
pub fn quick(program: &str, out: &Path, more: &[&str]) -> Output {
    let out = out.to_str().expect("a path in UTF-8");
    let output = run(program, &[&["--quick", "--out", out], more].concat());
    assert!(output.status.success(), "{}", said(&output));
    output
}

/// The folder of one run with `--quick --threads 2`, the same for all tests: they look, and change nothing in it.
pub fn shared(program: &str) -> &'static Path {
    static RUNS: [OnceLock<PathBuf>; PROGRAMS.len()] =
        [const { OnceLock::new() }; PROGRAMS.len()];
    let at = PROGRAMS.iter().position(|&one| one == program).expect("a chapter's program");
    RUNS[at].get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("quick-{at}"));
        if out.exists() {
            fs::remove_dir_all(&out).expect("an earlier run can be removed");
        }
        quick(program, &out, &["--threads", "2"]);
        out
    })
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The run must end with code 2, and its message hold every one of `words`.
pub fn refused(output: &Output, words: &[&str]) {
    let message = said(output);
    assert_eq!(output.status.code(), Some(2), "{message}");
    for word in words {
        assert!(message.contains(word), "“{word}” is not in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
}

/// Every file in the folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| {
            (path.file_name().expect("a name").into(), fs::read(&path).expect("a file"))
        })
        .collect()
}

pub fn numbers(out: &Path) -> serde_json::Value {
    let text = fs::read_to_string(out.join("numbers.json")).expect("numbers.json");
    serde_json::from_str(&text).expect("JSON")
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// `count` small grey pictures, alternately in two sub-folders.
pub fn pictures(count: usize) -> TempDir {
    let dir = folder();
    for i in 0..count {
        let person = dir.path().join(["anna", "ben"][i % 2]);
        fs::create_dir_all(&person).expect("a sub-folder");
        let pixels: Vec<u8> =
            (0..64).map(|j| ((i * 37 + j * j * (i + 3)) % 256) as u8).collect();
        fs::write(
            person.join(format!("{i}.pgm")),
            [b"P5 8 8 255\n".as_slice(), &pixels].concat(),
        )
        .expect("a picture");
    }
    dir
}
