//! What a chapter's program is made of: the code that its figures depend on, and the fingerprint of it.
//!
//! A program depends on its own modules and on every module of the two libraries that those reach by name, one through
//! the other ([`tree`]). To declare a module or to hand a name on (`pub use`) is not to use it. Of a module count
//! its tokens, without comments, docs and tests ([`module`]), and the files that it embeds; of `Cargo.lock` the crates
//! that these modules name, with what those need in turn ([`lock`]). What cannot be told apart by name counts as used.

mod lock;
mod module;
mod tokens;
mod tree;

use lock::Lock;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tree::Tree;

/// The libraries' names and the files at their roots.
const LIBRARIES: [(&str, &str); 2] =
    [("autoencoders", "src/lib.rs"), ("chapters", "chapters/lib.rs")];

/// What one program depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closure {
    /// The source files used, below the project's root, and the files embedded in them.
    pub files: BTreeSet<PathBuf>,
    /// SHA-256, in hexadecimal, of all that the figures depend on.
    pub fingerprint: String,
}

/// The programs of the chapters: each `chapters/chNN_topic.rs` below `root`, by name.
pub fn programs(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root.join("chapters")).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut programs: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| is_chapter(name))
        .collect();
    programs.sort();
    programs
}

/// Whether `name` is a chapter's slug, `chNN_topic`.
fn is_chapter(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() > 5
        && name.starts_with("ch")
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'_'
}

/// The closure of each of `programs` below `root`; errors name the file that cannot be read or understood.
pub fn of(root: &Path, programs: &[String]) -> Result<BTreeMap<String, Closure>, String> {
    let mut tree = Tree::default();
    for (name, file) in LIBRARIES {
        tree.add_library(root, name, Path::new(file))?;
    }
    let lock = Lock::read(&root.join("Cargo.lock"))?;
    let mut closures = BTreeMap::new();
    for program in programs {
        let file = PathBuf::from(format!("chapters/{program}.rs"));
        let own = tree.add_program(root, &file)?;
        closures.insert(program.clone(), closure(root, &tree, &lock, own)?);
    }
    Ok(closures)
}

/// The closure over the modules `own` of one program.
fn closure(
    root: &Path,
    tree: &Tree,
    lock: &Lock,
    own: Vec<usize>,
) -> Result<Closure, String> {
    let used = tree.used(own);
    let mut files = BTreeSet::new();
    let mut hash = Sha256::new();
    let mut add = |part: &str, bytes: &[u8]| {
        // The length keeps one part from running into the next.
        hash.update(format!("{part} {}\n", bytes.len()));
        hash.update(bytes);
    };
    for module in used.modules.iter().map(|&at| &tree.modules[at]) {
        add(&slashes(&module.file), module.code.as_bytes());
        files.insert(module.file.clone());
        for file in &module.embedded {
            let bytes = fs::read(root.join(file))
                .map_err(|error| format!("{}: {error}", slashes(file)))?;
            add(&slashes(file), &bytes);
            files.insert(file.clone());
        }
    }
    for declaration in &used.declarations {
        add("declared", declaration.as_bytes());
    }
    for version in lock.reached(&used.crates) {
        add("crate", version.as_bytes());
    }
    let fingerprint = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Closure { files, fingerprint })
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
