//! Where files go.

use std::path::{Path, PathBuf};

/// The root of the workspace: the default home of `figures/` and `out/`.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Check, before the work, that files can be written to `folder`, which need not exist yet.
pub fn check_writable(folder: &Path) -> Result<(), String> {
    let existing =
        folder.ancestors().find(|part| part.exists() || part.as_os_str().is_empty());
    let existing = match existing {
        Some(part) if !part.as_os_str().is_empty() => part,
        _ => Path::new("."),
    };
    let blame = |why: String| {
        format!(
            "--out {}: {why}; give a folder that you may write to, or one that can be made",
            folder.display()
        )
    };
    if !existing.is_dir() {
        return Err(blame(format!("{} is a file, not a folder", existing.display())));
    }
    match tempfile::tempfile_in(existing) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(blame(format!("cannot write in {} ({error})", existing.display())))
        }
    }
}

/// `path` as seen from the current folder, if it lies below it.
pub fn from_here(path: &Path) -> PathBuf {
    match std::env::current_dir() {
        Ok(here) => path.strip_prefix(&here).unwrap_or(path).to_path_buf(),
        Err(_) => path.to_path_buf(),
    }
}
