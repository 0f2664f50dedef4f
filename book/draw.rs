//! Draws what is missing or out of date: runs the chapters' programs whose figures and numbers the pages use.

use crate::closure;
use crate::drawn::Drawn;
use crate::figures::Figures;
use crate::numbers::Numbers;
use crate::page::Page;
use crate::project::Project;
use crate::report::Report;
use crate::scan::{Piece, scan};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

/// What is drawn before a page is expanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// What is missing and what other code has drawn.
    Stale,
    /// What is missing.
    Missing,
}

/// Where a page first needs a program.
struct Need {
    shown: String,
    line: usize,
}

/// Runs each program that the pages need and whose results are missing or were made by other code.
///
/// A program that cannot be run is a failure at the place that first needs it.
pub fn stale(
    project: &Project,
    pages: &[Page],
    figures: &Figures,
    report: &Report,
    what: Drawing,
) {
    let numbers = Numbers::read(project);
    let mut needs = needs(pages, figures, &numbers);
    let programs = closure::programs(&project.root);
    needs.retain(|program, need| {
        let known = programs.contains(program);
        // Without a program of that name, they may be kept from a command of their own.
        if !known && numbers.command(program).is_none() {
            let text = format!(
                "there is no program {program}; a chapter's program is chapters/chNN_topic.rs"
            );
            report.fail(&need.shown, need.line, text);
        }
        known
    });
    let Some(first) = needs.values().next() else { return };
    let names: Vec<String> = needs.keys().cloned().collect();
    let code = match closure::of(&project.root, &names) {
        Ok(code) => code,
        Err(error) => return report.fail(&first.shown, first.line, error),
    };
    let mut drawn = Drawn::read(project);
    for (program, need) in &needs {
        let code = &code[program];
        let why = if !numbers.has(program) {
            "has not been run"
        } else if what == Drawing::Stale && !drawn.trusts(project, program, code) {
            "has changed since it was run"
        } else if missing_figure(project, figures, program) {
            "has not drawn all its figures"
        } else {
            if what == Drawing::Stale {
                drawn.note(project, program, code);
            }
            continue;
        };
        match run(project, program, why) {
            Ok(()) => drawn.note(project, program, code),
            Err(error) => report.fail(
                &need.shown,
                need.line,
                format!("{program} {why}, and cannot be run now: {error}"),
            ),
        }
    }
    if let Err(error) = drawn.write(project) {
        report.warn(&first.shown, first.line, format!("target/drawn.json: {error}"));
    }
}

/// Programs by name, each with the first place that needs it.
fn needs(pages: &[Page], figures: &Figures, numbers: &Numbers) -> BTreeMap<String, Need> {
    let mut out = BTreeMap::new();
    for figure in &figures.0 {
        let need = Need { shown: figure.shown.clone(), line: figure.line };
        out.entry(figure.block.program().to_owned()).or_insert(need);
    }
    for page in pages {
        for span in scan(&page.text, &mut |_, _| {}) {
            let (Piece::Directive(text) | Piece::Maths { tex: text, .. }) = &span.piece
            else {
                continue;
            };
            let Some((_, rest)) = text.split_once("num ") else { continue };
            let Some(program) =
                rest.split('.').next().and_then(|chapter| numbers.program(chapter))
            else {
                continue;
            };
            out.entry(program.to_owned())
                .or_insert(Need { shown: page.shown.clone(), line: span.line });
        }
    }
    out
}

fn missing_figure(project: &Project, figures: &Figures, program: &str) -> bool {
    let folder = project.figures(program);
    let own = figures.0.iter().filter(|figure| figure.block.program() == program);
    own.into_iter()
        .any(|figure| !folder.join(format!("{}.svg", figure.block.slug())).is_file())
}

/// The program with `--time`, into its kept folder.
fn run(project: &Project, program: &str, why: &str) -> Result<(), String> {
    eprintln!("{program} {why}: drawing …");
    let start = Instant::now();
    program_with(project, program, &["--time"])?;
    eprintln!("{program}: drawn in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// `cargo run --release --bin PROGRAM -- FLAGS…`, its progress on our standard error.
pub fn program_with(
    project: &Project,
    program: &str,
    flags: &[&str],
) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.current_dir(&project.root).args([
        "run",
        "--quiet",
        "--release",
        "--bin",
        program,
    ]);
    command.arg("--").args(flags);
    // What a chapter's program prints is not for the standard output of a preprocessor.
    command.stdout(std::io::stderr());
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", cargo.to_string_lossy()))?;
    if !status.success() {
        let flags = flags.join(" ");
        return Err(format!(
            "`cargo run --release --bin {program} -- {flags}` ended with {status}"
        ));
    }
    Ok(())
}
