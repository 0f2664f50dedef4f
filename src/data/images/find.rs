//! Which files of a folder are pictures, in which order, and what their labels are.

use super::decode::begins_as_picture;
use crate::Result;
use crate::data::{io, malformed};
use std::fs;
use std::path::{Path, PathBuf};

/// How the names of pictures end that are read.
const READ: [&str; 9] = ["pgm", "ppm", "pbm", "pnm", "png", "jpg", "jpeg", "gif", "webp"];
/// How the names of pictures end that are not.
const NOT_READ: [&str; 6] = ["heic", "heif", "avif", "tif", "tiff", "bmp"];

/// The pictures of a folder.
pub struct Found {
    /// Their files, in order.
    pub files: Vec<PathBuf>,
    /// The label of each; none if there are no labels.
    pub labels: Vec<usize>,
    /// The labels' names.
    pub names: Vec<String>,
}

/// The pictures in `dir` or in its sub-folders; the errors are those of [`folder`](super::folder).
pub fn pictures(dir: &Path) -> Result<Found> {
    let (direct, folders) = entries(dir)?;
    let (mut files, mut labels, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for folder in folders {
        let (inside, _) = entries(&folder)?;
        if inside.is_empty() {
            continue;
        }
        labels.extend(inside.iter().map(|_| names.len()));
        files.extend(inside);
        names.push(name(&folder));
    }
    match (direct.first(), files.first()) {
        (None, None) => Err(malformed(
            dir,
            "holds no PGM, PNG, JPEG, GIF or WebP picture, nor do its sub-folders (deeper ones are not entered); \
             name another folder",
        )),
        (Some(_), None) => Ok(by_names(direct)),
        (None, Some(_)) => Ok(Found { files, labels, names }),
        (Some(a), Some(b)) => {
            let why = format!(
                "holds pictures both itself ({}) and in sub-folders ({}), so labels are unclear; \
                 put every picture into the sub-folder of its label, or none",
                name(a),
                b.display()
            );
            Err(malformed(dir, why))
        }
    }
}

/// Whether there is a picture in `dir` or in a sub-folder. Errors where one of them, or a file, cannot be opened, or where a
/// picture is of a format that is not read.
pub fn are_in(dir: &Path) -> Result<bool> {
    let (direct, folders) = entries(dir)?;
    if !direct.is_empty() {
        return Ok(true);
    }
    for folder in folders {
        if !entries(&folder)?.0.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Pictures of one folder. They have labels if they are named as the Yale faces are, `subject01.happy`: where what follows
/// the first dot is no picture's ending, what stands before it is a label, unless it is another for each.
fn by_names(files: Vec<PathBuf>) -> Found {
    let (mut labels, mut names) = (Vec::new(), Vec::<String>::new());
    let so_named = |file: &PathBuf| name(file).contains('.') && !ends(file, &READ);
    if files.iter().any(so_named) {
        for file in &files {
            let whole = name(file);
            let label = whole.split('.').next().unwrap_or_default();
            let known = names.iter().rposition(|name| name == label);
            labels.push(known.unwrap_or_else(|| {
                names.push(label.to_string());
                names.len() - 1
            }));
        }
    }
    if names.len() == files.len() {
        (labels, names) = (Vec::new(), Vec::new());
    }
    Found { files, labels, names }
}

/// The pictures and the folders that a folder holds, hidden ones left out, in the order of [`natural`].
fn entries(dir: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut pictures, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(dir).map_err(io(dir))? {
        let path = entry.map_err(io(dir))?.path();
        if name(&path).starts_with('.') {
            continue;
        } else if path.is_dir() {
            folders.push(path);
        } else if is_picture(&path)? {
            pictures.push(path);
        }
    }
    for paths in [&mut pictures, &mut folders] {
        paths.sort_by_cached_key(|path| natural(&name(path)));
    }
    Ok((pictures, folders))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn ends(file: &Path, endings: &[&str]) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    endings.contains(&ending.to_ascii_lowercase().as_str())
}

/// Whether a file is a picture, or called one; an error where it is one that is not read, and would be missed.
fn is_picture(file: &Path) -> Result<bool> {
    if !file.is_file() {
        return Ok(false);
    }
    if ends(file, &READ) || begins_as_picture(file)? {
        return Ok(true);
    }
    match ends(file, &NOT_READ) {
        true => Err(malformed(
            file,
            "is no PGM, PNG, JPEG, GIF or WebP picture, and other formats are not read; save it as one of these, or remove it",
        )),
        false => Ok(false),
    }
}

/// "s10.pgm" → [("s", 10), (".pgm", 0)] and the name itself to break ties, so that numbers sort by value.
fn natural(name: &str) -> (Vec<(String, u64)>, String) {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(digits);
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at(end);
        parts.push((text.to_string(), number.parse().unwrap_or(0)));
        rest = tail;
    }
    (parts, name.to_string())
}
