//! Files that are written whole or not at all.

use super::{io, malformed};
use crate::Result;
use std::ffi::OsStr;
use std::fs::{self, TryLockError};
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// How the names of temporary files begin and end.
const NAMED: (&str, &str) = (".part-", ".tmp");

/// Write every `(name, bytes)` into the folder `dir` (made where it is missing): all of them, or none.
///
/// Each goes to a temporary file beside its place first and is renamed only when every byte of every file is on the
/// disk, so an interruption or a full disk leaves the old files, or nothing, never half of one. Temporary files that a
/// killed run left in the folder are removed. Errors name the file that could not be written.
pub fn write_files<B: AsRef<[u8]>>(dir: &Path, files: &[(&str, B)]) -> Result<()> {
    fs::create_dir_all(dir).map_err(io(dir))?;
    sweep(dir);
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

/// A temporary file with the permissions an ordinary new file has, not a secret one's; locked as long as it is open, so
/// that no [`sweep`] takes it for one left behind.
fn temporary(dir: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(NAMED.0).suffix(NAMED.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    loop {
        let file = builder.tempfile_in(dir)?;
        match file.as_file().try_lock() {
            // Between the making and the locking another process's sweep has found it: make another.
            Err(TryLockError::WouldBlock) => {}
            Ok(()) if !file.path().exists() => {}
            // (Some disks have no locks. There nothing is ever swept.)
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Removes the temporary files in `dir` that no living process is writing: a lock ends with the process that holds it,
/// however that ends. What cannot be removed does no harm.
fn sweep(dir: &Path) {
    let named = |name: &OsStr| {
        name.to_str().is_some_and(|n| n.starts_with(NAMED.0) && n.ends_with(NAMED.1))
    };
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if named(&entry.file_name())
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = fs::OpenOptions::new().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path()); // while the lock is held
        }
    }
}
