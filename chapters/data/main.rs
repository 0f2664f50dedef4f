//! `data`: what data there are, fetching published sets, exporting built-in ones.

mod catalogue;
mod download;
mod export;
mod fetch;
mod list;
mod progress;
mod sheet;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The book's data: list what there is, fetch published sets, export built-in ones.
#[derive(Parser)]
#[command(
    name = "data",
    version,
    after_help = "\
Examples:
  data list
  data fetch mnist                          into data/mnist, checked by SHA-256
  data fetch fashion-mnist --to ~/fashion
  data export faces-gallery --out out/faces   images as IDX, true factors as CSV, a contact sheet as PNG
  data export swiss-roll --out out/roll --count 2000 --noise 0.5
  data export documents --out out/documents   counts of words, as ch07_rbm --data out/documents reads them

Exit code: 0 done, 1 it failed, 2 the command is wrong."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// What is built in, and what can be fetched.
    List {
        /// List the sets of this catalogue (JSON as chapters/data/catalogue.json) in place of the book's.
        #[arg(long, value_name = "FILE")]
        catalogue: Option<PathBuf>,
    },
    /// Download a published set; goes on where it stopped, tries the next mirror when one fails.
    #[command(after_help = "\
Examples:
  data fetch mnist
  data fetch mnist --to ~/mnist --mirror https://example.org/mnist/

A file that is there already is checked and left alone. A file under way is called NAME.part; it gets
its name when its SHA-256 is right.")]
    Fetch {
        /// Which set; `data list` names them.
        name: String,
        /// The folder to put the files in [default: data/NAME].
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// An address to try before the listed ones; file names are appended. May be given several times.
        #[arg(long, value_name = "URL")]
        mirror: Vec<String>,
        /// Fetch from this catalogue (JSON as chapters/data/catalogue.json) in place of the book's.
        #[arg(long, value_name = "FILE")]
        catalogue: Option<PathBuf>,
    },
    /// Write a built-in set as files that any program reads.
    #[command(after_help = "\
Examples:
  data export faces-gallery --out out/faces
  data export faces-gallery --out out/colour --seed 7 --people 10 --per-person 5 --side 96 --colour
  data export optdigits --out out/optdigits
  data export digits-train --out out/digits --count 60000
  data export documents --out out/documents --count 20000
  data export two-moons --out out/moons --count 500 --noise 0.1")]
    Export(export::Arguments),
}

/// Why nothing came of it.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// The command makes no sense: exit code 2.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), code: 2 }
    }

    /// It makes sense, but failed: exit code 1.
    pub fn run(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), code: 1 }
    }
}

impl From<autoencoders::Error> for Failure {
    /// A number out of range is the command's fault, anything else the run's.
    fn from(error: autoencoders::Error) -> Failure {
        use autoencoders::Error::{OutOfRange, TooFew};
        let code = if matches!(error, OutOfRange { .. } | TooFew { .. }) { 2 } else { 1 };
        Failure { message: error.to_string(), code }
    }
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::List { catalogue } => {
            catalogue::load(catalogue.as_deref()).map(|sets| list::text(&sets))
        }
        Command::Fetch { name, to, mirror, catalogue } => {
            catalogue::load(catalogue.as_deref())
                .and_then(|sets| fetch::fetch(catalogue::find(&sets, &name)?, to, &mirror))
        }
        Command::Export(arguments) => export::export(&arguments),
    };
    match done {
        Ok(text) => {
            // A reader who pipes into `head` closes the pipe early; that is no error.
            let _ = writeln!(std::io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}
