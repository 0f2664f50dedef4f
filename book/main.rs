//! The program `book`: draws what is stale, builds the site, serves it, makes the notebooks and the PDF.

use book::draw::Drawing;
use book::page::Page;
use book::project::Project;
use book::redraw::{self, Which};
use book::report::Report;
use book::{execute, notebooks, pdf, preprocess, serve, site};
use clap::{Parser, Subcommand};
use mdbook_driver::MDBook;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Draws every figure that is missing or out of date and builds the book into target/book.
#[derive(Parser)]
#[command(name = "book", version)]
struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
    /// The project's root [default: the nearest folder upwards that holds book/book.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Task {
    /// Draw what is stale and build the site (what `book` alone does)
    Build,
    /// Build the site, show it on this machine, rebuild it on every change
    Serve {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Write the notebooks from the pages' cells; outputs of unchanged cells are kept
    Notebooks {
        /// Write nothing; fail if a notebook differs from its page
        #[arg(long, conflicts_with = "execute")]
        check: bool,
        /// Run them in the Rust kernel and keep what comes out
        #[arg(long)]
        execute: bool,
    },
    /// Draw chapters anew in a temporary folder; fail where a kept number is not found again
    Redraw {
        /// Chapters' programs, such as ch02_pca
        #[arg(value_name = "PROGRAM", required_unless_present_any = ["since", "one_more"])]
        programs: Vec<String>,
        /// Those whose code, or what it depends on, has changed since this commit
        #[arg(long, value_name = "COMMIT")]
        since: Option<String>,
        /// One more, the next in turn
        #[arg(long)]
        one_more: bool,
        /// Begin none after so many seconds, and tell which were not drawn
        #[arg(long, value_name = "SECONDS")]
        within: Option<u64>,
    },
    /// Build the site and print it into target/book.pdf
    Pdf,
    /// Expand the pages for a stock mdBook (which calls this by itself)
    Preprocess {
        /// `supports RENDERER`, or nothing
        question: Vec<String>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(text) => {
            eprintln!("book: {text}");
            ExitCode::FAILURE
        }
    }
}

/// Does the task; false if something is to be put right.
fn run(arguments: Arguments) -> Result<bool, String> {
    let task = arguments.task.unwrap_or(Task::Build);
    if let Task::Preprocess { question } = &task
        && let [supports, renderer] = question.as_slice()
        && supports == "supports"
    {
        return Ok(preprocess::supports(renderer));
    }
    let project = Project::find(arguments.root)?;
    match task {
        Task::Build => build(&project),
        Task::Serve { port } => serve::serve(&project, port).map(|()| true),
        Task::Notebooks { check, execute } => write_notebooks(&project, check, execute),
        Task::Redraw { programs, since, one_more, within } => {
            let (since, within) = (since.as_deref(), within.map(Duration::from_secs));
            redraw::redraw(&project, &Which { named: &programs, since, one_more, within })
        }
        Task::Pdf => {
            if !build(&project)? {
                return Ok(false);
            }
            println!("{}", pdf::print(&project)?.display());
            Ok(true)
        }
        Task::Preprocess { .. } => {
            let report = Report::default();
            let done =
                preprocess::run(&project, std::io::stdin(), std::io::stdout(), &report);
            report.print();
            done.map_err(|error| format!("{error:#}"))
        }
    }
}

fn build(project: &Project) -> Result<bool, String> {
    let (start, report) = (Instant::now(), Report::default());
    let built = site::build(project, &report, Drawing::Stale)
        .map_err(|error| format!("{error:#}"))?;
    report.print();
    let Some(index) = built else { return Ok(false) };
    eprintln!("built in {:.1} s; open", start.elapsed().as_secs_f64());
    println!("{}", index.display());
    Ok(true)
}

fn write_notebooks(project: &Project, check: bool, execute: bool) -> Result<bool, String> {
    let book = MDBook::load(project.book()).map_err(|error| format!("{error:#}"))?.book;
    let pages = Page::all(&book);
    if execute {
        let report = Report::default();
        for (page, line, text) in execute::all(project, &pages)? {
            report.fail(&page, line, text);
        }
        return Ok(report.print());
    }
    let changed = notebooks::write(project, &pages, check)
        .map_err(|error| format!("notebooks: {error}"))?;
    for notebook in &changed {
        if check {
            eprintln!("{notebook}: differs from its page; run `make notebooks`");
        } else {
            println!("{notebook}");
        }
    }
    Ok(changed.is_empty() || !check)
}
