//! Files that are written whole or not at all.

use super::{io, malformed};
use crate::Result;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// Write every `(name, bytes)` into the folder `dir` (made where it is missing): all of them, or none.
///
/// Each goes to a temporary file beside its place first and is renamed only when every byte of every file is on the
/// disk, so an interruption or a full disk leaves the old files, or nothing, never half of one.
/// Errors name the file that could not be written.
pub fn write_files<B: AsRef<[u8]>>(dir: &Path, files: &[(&str, B)]) -> Result<()> {
    fs::create_dir_all(dir).map_err(io(dir))?;
    let mut ready = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = dir.join(name);
        if path.is_dir() {
            // The renaming would fail, but when other files have their names already.
            return Err(malformed(
                &path,
                "a folder of this name is in the way; move it, or write elsewhere",
            ));
        }
        let mut file = temporary(dir).map_err(io(&path))?;
        file.write_all(bytes.as_ref())
            .and_then(|()| file.as_file().sync_all())
            .map_err(io(&path))?;
        ready.push((path, file));
    }
    for (path, file) in ready {
        file.persist(&path).map_err(|e| io(&path)(e.error))?;
    }
    Ok(())
}

/// A temporary file with the permissions an ordinary new file has, not a secret one's.
fn temporary(dir: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".part-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(dir)
}
