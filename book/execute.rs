//! Runs the notebooks in the real kernel, and keeps what came out.

use crate::notebook::{self, Output, Stored};
use crate::notebooks;
use crate::outputs;
use crate::page::Page;
use crate::project::Project;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// Seconds that the kernel may take to answer for the first time.
const STARTUP: &str = "--startup_timeout=300";
/// Seconds that one cell may take: the first compiles the library.
const CELL: &str = "--timeout=1200";

/// A page, a line and what is wrong there.
type Fault = (String, usize, String);

/// Executes the notebook of each page with cells and stores it with its outputs; what failed, by page and line.
///
/// The first alone, since with it the library is compiled; the others as many at a time as there are cores: most of a
/// notebook's time the kernel thinks about its cells, on one thread.
pub fn all(project: &Project, pages: &[Page]) -> Result<Vec<Fault>, String> {
    let jupyter = jupyter(project).ok_or(
        "jupyter-execute is neither in .venv nor on the PATH; `make notebooks` installs it (or: pip install nbclient)",
    )?;
    let fresh = |page| Some((page, notebooks::of_page(page, &[])?));
    let notebooks: Vec<(&Page, String)> = pages.iter().filter_map(fresh).collect();
    let Some((page, text)) = notebooks.first() else { return Ok(Vec::new()) };
    let rooms = rooms(project);
    let mut found = vec![(0, one(project, &jupyter, &rooms.join("kernel-0"), page, text)?)];
    let next = AtomicUsize::new(1);
    let share = |kernel: usize| -> Result<Vec<(usize, Vec<Fault>)>, String> {
        let room = rooms.join(format!("kernel-{kernel}"));
        let compiled = rooms.join("kernel-0/target");
        // Where the first came to nothing, its fault is what shall be told; each compiles for itself then.
        if kernel > 0 && compiled.is_dir() {
            furnish(&room.join("target"), &compiled)
                .map_err(|error| format!("{}: {error}", room.display()))?;
        }
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((page, fresh)) = notebooks.get(at) else { return Ok(found) };
            found.push((at, one(project, &jupyter, &room, page, fresh)?));
        }
    };
    let shares: Result<Vec<_>, String> = thread::scope(|scope| {
        let share = &share;
        let kernels = thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..kernels.min(notebooks.len() - 1))
            .map(|kernel| scope.spawn(move || share(kernel)))
            .collect();
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended.map(|share| share.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    found.extend(shares?.into_iter().flatten());
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().flat_map(|(_, faults)| faults).collect())
}

/// Where each kernel has a room of its own, in which it keeps its cells: in one folder they would overwrite each other's.
fn rooms(project: &Project) -> PathBuf {
    let chosen = std::env::var_os("EVCXR_TMPDIR").map(PathBuf::from);
    chosen.unwrap_or_else(|| project.root.join("target/evcxr"))
}

/// What the first kernel compiled of the library, linked into the folder of another in place of what was there, so that
/// it is compiled once; without the first kernel's cells.
fn furnish(folder: &Path, first: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(folder)?,
    }
    for entry in fs::read_dir(first)? {
        let entry = entry?;
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if ["ctx-", "libctx", "libcode_"].iter().any(|own| text.starts_with(own)) {
            continue;
        }
        let (from, to) = (entry.path(), folder.join(&name));
        match entry.file_type()?.is_dir() {
            true => furnish(&to, &from)?,
            false => fs::hard_link(&from, &to).or_else(|_| fs::copy(from, to).map(drop))?,
        }
    }
    Ok(())
}

/// Executes a page's notebook and stores it; what failed, by page and line.
fn one(
    project: &Project,
    jupyter: &Path,
    room: &Path,
    page: &Page,
    fresh: &str,
) -> Result<Vec<Fault>, String> {
    eprintln!("{}: executing the notebook …", page.slug);
    let start = Instant::now();
    let path = project.notebook(&page.slug);
    let faults = match execute(jupyter, room, &path, fresh) {
        Ok(stored) => {
            let faults = faults(page, &stored);
            // What fails is not kept: the outputs of the last good run stay.
            if faults.is_empty() {
                let text = notebooks::of_page(page, &stored);
                notebook::write(&path, text.as_deref().unwrap_or(fresh))
                    .map_err(|error| format!("{}: {error}", path.display()))?;
            }
            faults
        }
        Err(text) => vec![(page.shown.clone(), 1, text)],
    };
    eprintln!("{}: {:.0} s", page.slug, start.elapsed().as_secs_f64());
    Ok(faults)
}

/// What the cells of an executed notebook complain of.
fn faults(page: &Page, stored: &[Stored]) -> Vec<Fault> {
    let cells = crate::cells::cells(&page.text);
    let own = outputs::of_page(Some(stored.to_vec()));
    let setup = stored.iter().find(|cell| cell.id == notebooks::SETUP_ID);
    let first = setup.and_then(|setup| outputs::complaint(&setup.outputs));
    if let Some(first) = first {
        // Nothing after it can work.
        return vec![(
            page.shown.clone(),
            1,
            format!("the notebook's first cell fails: {first}"),
        )];
    }
    let faults = cells.iter().enumerate().filter_map(|(at, cell)| {
        let text = outputs::fault(&cell.code, own.get(at), at + 1)?;
        Some((page.shown.clone(), cell.line, text))
    });
    faults.collect()
}

/// Runs a notebook beside its final place, from where its paths lead to the library; its cells with their outputs.
fn execute(
    jupyter: &Path,
    room: &Path,
    path: &Path,
    fresh: &str,
) -> Result<Vec<Stored>, String> {
    let folder = path.parent().unwrap_or(path);
    let failed = |error: io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).and_then(|()| fs::create_dir_all(room)).map_err(failed)?;
    let file = tempfile::Builder::new()
        .prefix(".executing-")
        .suffix(".ipynb")
        .tempfile_in(folder)
        .map_err(failed)?;
    fs::write(file.path(), fresh).map_err(failed)?;
    let mut command = Command::new(jupyter);
    command
        .args(["--inplace", "--allow-errors", "--kernel_name=rust", STARTUP, CELL])
        .arg(file.path());
    // The kernel runs on one thread, as programs do where numbers are printed; and it finds the compiler by name.
    command.env("RAYON_NUM_THREADS", "1").env("EVCXR_TMPDIR", room).current_dir(folder);
    let output =
        command.output().map_err(|error| format!("{}: {error}", jupyter.display()))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> =
            told.lines().rev().filter(|line| !line.trim().is_empty()).take(3).collect();
        let told = last.into_iter().rev().collect::<Vec<_>>().join(" / ");
        return Err(format!("the notebook could not be executed to its end: {told}"));
    }
    let cells =
        notebook::read(file.path()).ok_or("the executed notebook cannot be read")?;
    Ok(cells.into_iter().map(steady).collect())
}

/// Outputs without what differs from run to run: colours for a terminal and the timing of compilations.
fn steady(mut cell: Stored) -> Stored {
    if cell.id == notebooks::SETUP_ID && outputs::complaint(&cell.outputs).is_none() {
        cell.outputs.clear();
    }
    for output in &mut cell.outputs {
        if let Output::Text(text) | Output::Error(text) = output {
            *text = without_colours(text);
        }
    }
    cell
}

/// The text without ANSI escape sequences.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        out + part.find(|c: char| c.is_ascii_alphabetic()).map_or("", |at| &part[at + 1..])
    })
}

/// `jupyter-execute` of the project's virtual environment, else of the PATH.
fn jupyter(project: &Project) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = [".venv/bin", ".venv/Scripts"].map(|folder| project.root.join(folder));
    let folders = own.into_iter().chain(std::env::split_paths(&path));
    let names = ["jupyter-execute", "jupyter-execute.exe"].map(OsString::from);
    folders
        .flat_map(|folder| names.clone().map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_gets_what_is_compiled_and_no_cells() {
        let home = tempfile::tempdir().expect("a folder");
        let [first, room] = ["first", "room"].map(|name| home.path().join(name));
        let write = |path: &Path| {
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "compiled").expect("a file");
        };
        for name in [
            "debug/deps/libpca-1.rlib",
            "debug/libcode_1.so",
            "debug/.fingerprint/ctx-2/dep",
        ] {
            write(&first.join(name));
        }
        write(&room.join("debug/deps/libpca-0.rlib")); // of a run before
        furnish(&room, &first).expect("furnished");
        assert!(room.join("debug/deps/libpca-1.rlib").is_file());
        for other in
            ["debug/deps/libpca-0.rlib", "debug/libcode_1.so", "debug/.fingerprint/ctx-2"]
        {
            assert!(!room.join(other).exists(), "{other}");
        }
    }

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(without_colours("\u{1b}[31merror\u{1b}[0m: x"), "error: x");
    }
}
