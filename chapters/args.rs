//! The command line that all chapter programs share.

use clap::{CommandFactory, FromArgMatches, Parser, value_parser};
use std::path::PathBuf;

/// What a program says of itself: its name, one sentence, and examples for `--help`.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The slug, from `env!("CARGO_BIN_NAME")`.
    pub name: &'static str,
    /// One sentence: what its experiments show.
    pub about: &'static str,
    /// What `--data` takes, and examples to copy; `{name}` stands for the program's name.
    pub examples: &'static str,
}

/// The flags.
#[derive(Parser, Debug, Clone)]
#[command(version)]
pub struct Args {
    /// Use the data in this folder instead of the built-in set
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Bring the pictures in --data to N×N pixels: the largest square in their middle, averaged down
    #[arg(long, value_name = "N", requires = "data", value_parser = value_parser!(u16).range(2..=1024))]
    pub resize: Option<u16>,
    /// Seed of everything random: the same seed gives the same bytes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    /// Fewer samples and seeds, for tests: the same code in under three seconds
    #[arg(long, conflicts_with_all = ["full", "time"])]
    pub quick: bool,
    /// More seeds and finer curves, for as long as it takes (without it: three minutes at most)
    #[arg(long)]
    pub full: bool,
    /// Write figures and numbers.json here [default: figures/<program>, with --data out/<program>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads of the matrix products [default: 2, or 1 where there is one core]
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Measure and record times as well (on by itself with --data)
    #[arg(long)]
    pub time: bool,
}

impl Args {
    /// Read the command line; on `--help` or a mistake, say so and leave (0 or 2).
    pub fn read(program: Program) -> Args {
        let examples = program.examples.replace("{name}", program.name);
        let matches = Args::command()
            .name(program.name)
            .about(program.about)
            .after_help(examples)
            .get_matches();
        Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// The number of threads: what was asked, else two, else what there is.
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        self.threads.map_or(cores.min(2), usize::from)
    }

    /// What to type for this run, if it is on data of the reader's own; of the folder's path its name only.
    pub fn typed(&self, program: &str) -> Option<String> {
        let folder = self.data.as_ref()?.canonicalize().ok()?;
        let mut command = format!(
            "cargo run --release --bin {program} -- --data {}",
            folder.file_name()?.display()
        );
        match self.mode() {
            "default" => {}
            mode => command += &format!(" --{mode}"),
        }
        Some(command)
    }

    /// Which of the three sizes was asked for.
    pub fn mode(&self) -> &'static str {
        match (self.quick, self.full) {
            (true, _) => "quick",
            (_, true) => "full",
            _ => "default",
        }
    }
}

fn seed(typed: &str) -> Result<u64, String> {
    typed.parse().map_err(|_| format!("give a whole number from 0 to {}", u64::MAX))
}
