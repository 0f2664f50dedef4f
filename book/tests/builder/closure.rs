//! Which chapters an edit of the real sources makes stale.

use book::closure::{self, Closure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A copy of what the chapters' programs are made of, to be edited.
struct Copy {
    folder: TempDir,
    before: BTreeMap<String, Closure>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_file() {
            fs::copy(entry.path(), to).expect("a copy");
        } else if !["notebooks", "tests"].contains(&&*entry.file_name().to_string_lossy()) {
            copy(&entry.path(), &to);
        }
    }
}

impl Copy {
    fn new() -> Copy {
        let folder = tempfile::tempdir().expect("a folder");
        for part in ["src", "chapters"] {
            copy(&root().join(part), &folder.path().join(part));
        }
        fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock"))
            .expect("a copy");
        let before = of(folder.path());
        assert!(before.len() >= 7, "{:?}", before.keys());
        Copy { folder, before }
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path().join(file)).expect(file)
    }

    /// Puts `to` in place of the first `from` in a file; the programs that are stale then.
    fn stale_after(&self, file: &str, from: &str, to: &str) -> Vec<String> {
        let text = self.read(file);
        assert!(text.contains(from), "{file} holds no {from:?}");
        fs::write(self.folder.path().join(file), text.replacen(from, to, 1)).expect(file);
        let now = of(self.folder.path());
        let stale = now.iter().filter(|(name, code)| self.before[*name] != **code);
        stale.map(|(name, _)| name.clone()).collect()
    }

    /// The programs whose closure holds a file.
    fn users(&self, file: &str) -> Vec<String> {
        let users =
            self.before.iter().filter(|(_, code)| code.files.contains(Path::new(file)));
        users.map(|(name, _)| name.clone()).collect()
    }
}

fn of(root: &Path) -> BTreeMap<String, Closure> {
    closure::of(root, &closure::programs(root)).expect("every file is understood")
}

const NONE: [&str; 0] = [];

#[test]
fn a_comment_makes_no_chapter_stale() {
    let copy = Copy::new();
    let text = copy.read("src/rbm.rs");
    let first = text.lines().find(|line| line.starts_with("use ")).expect("a use");
    let with = format!("// A comment, and /* another */ of\n/* more lines */ {first}");
    assert_eq!(copy.stale_after("src/rbm.rs", first, &with), NONE);
    assert_eq!(copy.stale_after("src/rbm.rs", "//! ", "//! Other docs.\n//! "), NONE);
    assert_eq!(copy.stale_after("src/rbm.rs", "    /// ", "    /// Other docs. "), NONE);
    assert_eq!(copy.stale_after("src/rbm.rs", "{\n", "\n  {\n\n"), NONE, "nor the layout");
}

#[test]
fn a_number_makes_stale_just_the_chapters_that_use_it() {
    let copy = Copy::new();
    for file in ["src/pca/axes.rs", "src/linear/axes.rs", "src/nn/loss.rs"] {
        let text = copy.read(file);
        let code = |line: &&str| !line.trim_start().starts_with("//");
        let number = |line: &str| line.find(" 1").or(line.find(" 2"));
        let line = text.lines().filter(code).find(|line| number(line).is_some());
        let line = line.expect("a number in the code");
        let at = number(line).expect("a number") + 1;
        let other = format!("{}3{}", &line[..at], &line[at + 1..]);
        let copy = Copy::new();
        assert_eq!(copy.stale_after(file, line, &other), copy.users(file), "{file}");
    }
    assert_eq!(copy.users("src/linear/axes.rs"), ["ch04_linear"]);
    assert!(copy.users("src/pca/axes.rs").contains(&"ch02_pca".into()));
    assert!(!copy.users("src/nn/loss.rs").contains(&"ch02_pca".into()));
}

#[test]
fn machines_of_chapter_7_are_nothing_to_the_chapters_before() {
    let copy = Copy::new();
    for file in [
        "src/rbm.rs",
        "src/rbm/learning.rs",
        "src/rbm/partition.rs",
        "src/retrieval/lsa.rs",
    ] {
        assert_eq!(copy.users(file)[0], "ch07_rbm", "{file}: the first that uses it");
    }
    assert_eq!(copy.users("chapters/ch03_eigenfaces/turning.rs"), ["ch03_eigenfaces"]);
    assert!(copy.users("chapters/prelude.rs").is_empty(), "it is for the cells");
    assert!(copy.users("src/nn/gradcheck.rs").is_empty(), "it is for tests and readers");
    assert_eq!(copy.users("src/error.rs").len(), copy.before.len());
}

#[test]
fn a_new_module_makes_no_chapter_stale_until_one_uses_it() {
    let copy = Copy::new();
    fs::write(copy.folder.path().join("src/later.rs"), "pub fn new() {}\n")
        .expect("a file");
    assert_eq!(
        copy.stale_after("src/lib.rs", "pub mod stats;", "pub mod stats;\npub mod later;"),
        NONE
    );
    let handed = "pub use error::{Error, Result};\npub use later::new;";
    assert_eq!(
        copy.stale_after("src/lib.rs", "pub use error::{Error, Result};", handed),
        NONE
    );
    let used = "fn experiments(run: &mut Run) -> Outcome {\n    autoencoders::new();";
    let stale = copy.stale_after(
        "chapters/ch02_pca.rs",
        "fn experiments(run: &mut Run) -> Outcome {",
        used,
    );
    assert_eq!(stale, ["ch02_pca"]);
    let code = of(copy.folder.path());
    assert!(code["ch02_pca"].files.contains(Path::new("src/later.rs")));
}

#[test]
fn tests_make_no_chapter_stale() {
    let copy = Copy::new();
    let test = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn holds() {}\n}\n\nuse crate";
    assert_eq!(copy.stale_after("src/pca.rs", "use crate", test), NONE);
}

#[test]
fn embedded_data_count() {
    let copy = Copy::new();
    let topics = "src/data/documents/topics.txt";
    let users = copy.users(topics);
    assert_eq!(users, ["ch07_rbm"]);
    assert!(
        copy.users("src/data/optdigits/optdigits-1797.csv.gz").contains(&"ch02_pca".into())
    );
    fs::write(copy.folder.path().join(topics), "other topics").expect("a file");
    let now = of(copy.folder.path());
    let stale = now.iter().filter(|(name, code)| copy.before[*name] != **code);
    assert_eq!(stale.map(|(name, _)| name.clone()).collect::<Vec<_>>(), users);
}

#[test]
fn crates_that_compute_count_and_the_builder_s_do_not() {
    let copy = Copy::new();
    let changed = |name: &str| {
        let lock = copy.read("Cargo.lock");
        let at = lock.find(&format!("name = \"{name}\"\n")).expect(name);
        let version = lock[at..].lines().nth(1).expect("a version").to_owned();
        let block = format!("name = \"{name}\"\n{version}");
        let other = format!("name = \"{name}\"\nversion = \"99.0.0\"");
        copy.stale_after("Cargo.lock", &block, &other)
    };
    assert_eq!(changed("mdbook-driver"), NONE);
    assert_eq!(changed("proptest"), NONE);
    assert_eq!(
        changed("vpsearch"),
        ["ch01_manifold", "ch15_latent"],
        "the tree of neighbours"
    );
    assert_eq!(changed("ndarray").len(), copy.before.len());
}
