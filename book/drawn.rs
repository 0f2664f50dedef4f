//! What was drawn by which code: the builder's memory, `target/drawn.json`, which no commit holds.
//!
//! For each program it has the fingerprint of the code ([`closure`](crate::closure)) and of the results that belong to it.
//! Results are trusted, and not drawn again, where
//!
//! - the code is the one that drew them; or
//! - they came with their code: nothing is remembered of either, as in a fresh clone, or both have changed, as by
//!   `git pull`; unless git says that one of them is edited here, for then nothing tells which was first.
//!
//! Whether kept results are true is not asked here: `book redraw` finds out.

use crate::closure::Closure;
use crate::project::Project;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The memory, by program.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Drawn(BTreeMap<String, Pair>);

/// Code and results that belong together.
#[derive(PartialEq, Serialize, Deserialize)]
struct Pair {
    code: String,
    results: String,
}

impl Drawn {
    /// What is remembered; nothing where there is no such file or it cannot be read.
    pub fn read(project: &Project) -> Drawn {
        let text = fs::read_to_string(file(project)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Remember, all of it or nothing.
    pub fn write(&self, project: &Project) -> std::io::Result<()> {
        let file = file(project);
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all((serde_json::to_string_pretty(self)? + "\n").as_bytes())?;
        new.persist(file)?;
        Ok(())
    }

    /// Whether the results of `program` are those of its present code.
    pub fn trusts(&self, project: &Project, program: &str, code: &Closure) -> bool {
        let came_together = match self.0.get(program) {
            None => true,
            Some(pair) if pair.code == code.fingerprint => return true,
            Some(pair) => pair.results != results(project, program),
        };
        came_together && !is_edited(project, program, code)
    }

    /// Remember that the results there are now are those of this code.
    pub fn note(&mut self, project: &Project, program: &str, code: &Closure) {
        let (code, results) = (code.fingerprint.clone(), results(project, program));
        self.0.insert(program.to_owned(), Pair { code, results });
    }
}

fn file(project: &Project) -> PathBuf {
    project.root.join("target/drawn.json")
}

/// SHA-256, in hexadecimal, over the files that a program has written, in the order of their names.
fn results(project: &Project, program: &str) -> String {
    let entries = fs::read_dir(project.figures(program)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let mut hash = Sha256::new();
    for path in paths {
        let bytes = fs::read(&path).unwrap_or_default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        hash.update(format!("{name} {}\n", bytes.len()));
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether git knows of changes to the code or the results that are not committed; without git nobody knows of any.
fn is_edited(project: &Project, program: &str, code: &Closure) -> bool {
    let mut git = Command::new("git");
    git.arg("-C").arg(&project.root).args(["status", "--porcelain", "--"]);
    git.args(&code.files).arg(project.figures(program));
    git.output().is_ok_and(|told| told.status.success() && !told.stdout.is_empty())
}
