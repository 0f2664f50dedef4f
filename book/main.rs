//! The program `book`: draws what is stale and builds the site.

use book::project::Project;
use book::report::Report;
use book::site;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Draws every figure that is missing or out of date and builds the book into target/book.
#[derive(Parser)]
#[command(name = "book", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
    /// The project's root [default: the nearest folder upwards that holds book/book.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Task {
    /// Draw what is stale and build the site (what `book` alone does)
    Build,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(text) => {
            eprintln!("book: {text}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let project = Project::find(arguments.root)?;
    match arguments.command.unwrap_or(Task::Build) {
        Task::Build => build(&project),
    }
}

fn build(project: &Project) -> Result<ExitCode, String> {
    let (start, report) = (Instant::now(), Report::default());
    let built = site::build(project, &report).map_err(|error| format!("{error:#}"))?;
    report.print();
    let Some(index) = built else { return Ok(ExitCode::FAILURE) };
    eprintln!("built in {:.1} s; open", start.elapsed().as_secs_f64());
    println!("{}", index.display());
    Ok(ExitCode::SUCCESS)
}
