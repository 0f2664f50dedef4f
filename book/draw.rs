//! Draws what is missing or out of date: runs the chapters' programs whose figures and numbers the pages use.

use crate::figures::Figures;
use crate::numbers::Numbers;
use crate::page::Page;
use crate::project::Project;
use crate::report::Report;
use crate::scan::{Piece, scan};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

/// Tells the stamp of a program's sources as they are now; `None` where there is no such program.
pub type Stamp = dyn Fn(&str) -> Option<String>;

/// Where a page first needs a program.
struct Need {
    shown: String,
    line: usize,
}

/// Runs each program that the pages need and whose results are missing or were made by other sources.
///
/// A program that cannot be run is a failure at the place that first needs it.
pub fn stale(
    project: &Project,
    pages: &[Page],
    figures: &Figures,
    report: &Report,
    stamp: &Stamp,
) {
    let numbers = Numbers::read(project);
    for (program, need) in needs(pages, figures, &numbers) {
        let Some(now) = stamp(&program) else {
            if numbers.command(&program).is_some() {
                continue; // kept from a command of their own
            }
            let text = format!(
                "there is no program {program}; a chapter's program is chapters/chNN_topic.rs"
            );
            report.fail(&need.shown, need.line, text);
            continue;
        };
        let why = match numbers.sources(&program) {
            None => "has not been run",
            Some(then) if then != now => "has changed since it was run",
            Some(_) if missing_figure(project, figures, &program) => {
                "has not drawn all its figures"
            }
            Some(_) => continue,
        };
        if let Err(error) = run(project, &program, why) {
            report.fail(
                &need.shown,
                need.line,
                format!("{program} {why}, and cannot be run now: {error}"),
            );
        }
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

/// `cargo run --release --bin PROGRAM -- --time`, its progress on our standard error.
fn run(project: &Project, program: &str, why: &str) -> Result<(), String> {
    eprintln!("{program} {why}: drawing …");
    let start = Instant::now();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command.current_dir(&project.root).args([
        "run",
        "--quiet",
        "--release",
        "--bin",
        program,
    ]);
    command.args(["--", "--time"]);
    // What a chapter's program prints is not for the standard output of a preprocessor.
    command.stdout(std::io::stderr());
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", cargo.to_string_lossy()))?;
    if !status.success() {
        return Err(format!(
            "`cargo run --release --bin {program} -- --time` ended with {status}"
        ));
    }
    eprintln!("{program}: drawn in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
