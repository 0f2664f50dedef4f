//! A fingerprint of everything that a chapter's program is made of, so that a stale figure can be told from a fresh one.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut library = Vec::new();
    rust_files(&here.join("../src"), &mut library)?;
    let mut shared = Vec::new();
    let mut programs: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut files = Vec::new();
    rust_files(&here, &mut files)?;
    for file in files {
        let inside = file.strip_prefix(&here).map_err(io::Error::other)?;
        let first = inside.iter().next().and_then(|name| name.to_str()).unwrap_or_default();
        match first.trim_end_matches(".rs") {
            "tests" | "notebooks" | "build" | "data" | "exercises" => {}
            chapter if is_chapter(chapter) => {
                programs.entry(chapter.to_string()).or_default().push(file)
            }
            _ => shared.push(file),
        }
    }
    let mut table = String::from("&[\n");
    for (chapter, own) in &programs {
        let all = library.iter().chain(&shared).chain(own);
        table += &format!("    ({chapter:?}, {:?}),\n", fingerprint(&here, all)?);
    }
    table += "]\n";
    fs::write(out.join("sources.rs"), table)?;
    println!("cargo:rerun-if-changed=../src");
    // Notebooks come and go without making anything stale.
    for entry in fs::read_dir(&here)? {
        let name = entry?.file_name();
        if name != "notebooks" {
            println!("cargo:rerun-if-changed={}", name.to_string_lossy());
        }
    }
    Ok(())
}

/// Whether `name` is a chapter's slug, `chNN_topic`.
fn is_chapter(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() > 5
        && name.starts_with("ch")
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'_'
}

/// Every `.rs` file below `folder`.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// SHA-256 over the paths (sorted, below the workspace) and contents of `files`.
fn fingerprint<'a>(
    here: &Path,
    files: impl Iterator<Item = &'a PathBuf>,
) -> io::Result<String> {
    let mut files: Vec<&PathBuf> = files.collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let name =
            file.strip_prefix(here).unwrap_or(file).to_string_lossy().replace('\\', "/");
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(fs::read(file)?);
        hash.update([0]);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
