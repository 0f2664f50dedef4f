//! One run of a chapter's program: what was asked, what was found, and the writing of it.

use crate::args::{Args, Program};
use crate::numbers::{Number, Numbers};
use crate::output;
use crate::progress::Progress;
use autoencoders::data::write_files;
use autoencoders::error::counted;
use autoencoders::nn::draw::stream;
use autoencoders::stats::{median, range};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

/// What an experiment returns: nothing, or what went wrong in words for the reader.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// How far another processor may take the numbers of what is trained, as a share of them. One
/// without AVX moved none by more than 3 %, but for those few that state a spread of their own.
const TRAINED: f64 = 0.05;

/// True while files are being written: then Ctrl-C waits for the last of them.
static WRITING: AtomicBool = AtomicBool::new(false);

/// One run: experiments hand in figures and numbers; all are kept in memory until the end.
pub struct Run {
    /// The flags.
    pub args: Args,
    program: Program,
    out: PathBuf,
    progress: Progress,
    data: String,
    /// The spread of the numbers that this step records.
    spread: f64,
    numbers: BTreeMap<String, Number>,
    files: Vec<(String, String)>,
}

/// Read the command line, run the experiments, write what they found. Exit code 2 for what the reader can mend.
pub fn run(program: Program, experiments: fn(&mut Run) -> Outcome) -> ExitCode {
    let (args, start) = (Args::read(program), Instant::now());
    let done = Run::start(program, args).and_then(|mut run| {
        let worked = experiments(&mut run);
        run.progress.finish();
        worked.map_err(|error| run.about_data(error))?;
        run.timing("run_seconds", start.elapsed().as_secs_f64(), "s", 1);
        run.write()
    });
    match done {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

impl Run {
    fn start(program: Program, args: Args) -> Outcome<Run> {
        let home = if args.data.is_some() { "out" } else { "figures" };
        let out = args
            .out
            .clone()
            .unwrap_or_else(|| output::workspace().join(home).join(program.name));
        output::check_writable(&out)?;
        ctrlc::set_handler(|| {
            if !WRITING.load(Ordering::SeqCst) {
                eprintln!("\ninterrupted: nothing was written");
                std::process::exit(130);
            }
        })?;
        autoencoders::linalg::set_threads(args.threads());
        let (progress, data) = (Progress::start(), String::from("built-in"));
        Ok(Run {
            args,
            program,
            out,
            progress,
            data,
            spread: 0.0,
            numbers: BTreeMap::new(),
            files: Vec::new(),
        })
    }

    /// What stopped the experiments, with the reader's folder in front, if they were on one that it does not name.
    fn about_data(
        &self,
        error: Box<dyn Error + Send + Sync>,
    ) -> Box<dyn Error + Send + Sync> {
        let why = error.to_string();
        match self.args.data.as_ref().map(|dir| dir.display().to_string()) {
            Some(dir) if !why.contains(&dir) => format!("--data {dir}: {why}").into(),
            _ => error,
        }
    }

    /// Tell the reader something about the data that the results depend on.
    pub fn note(&self, what: &str) {
        self.progress.note(what);
    }

    /// Say what comes next. Its numbers are the same on every processor, to the digits printed.
    pub fn step(&mut self, what: &str) {
        self.progress.step(what);
        self.spread = 0.0;
    }

    /// Say what is trained next. Its numbers, up to the next step, follow how a processor rounds:
    /// they are kept with a spread.
    pub fn train(&mut self, what: &str) {
        self.progress.step(what);
        self.spread = TRAINED;
    }

    /// Do pieces of work that need nothing of each other, such as trainings from several starts: one on each thread at a time.
    ///
    /// Gives back what they found in the order of `jobs`, the same on any number of threads.
    pub fn together<T: Sync, R: Send>(
        &self,
        jobs: &[T],
        work: impl Fn(&T) -> Outcome<R> + Sync,
    ) -> Outcome<Vec<R>> {
        let done = AtomicUsize::new(0);
        let one = |job| {
            let result = work(job)?;
            self.progress.part(done.fetch_add(1, Ordering::Relaxed) + 1, jobs.len());
            Ok(result)
        };
        jobs.par_iter().with_max_len(1).map(one).collect()
    }

    /// What `work` makes of each case from each of so many starts, side by side: by case, in the order of the starts.
    pub fn from_each_start<C: Sync, R: Send>(
        &self,
        cases: &[C],
        starts: usize,
        work: impl Fn(&C, usize) -> Outcome<R> + Sync,
    ) -> Outcome<Vec<Vec<R>>> {
        let jobs: Vec<_> = cases
            .iter()
            .flat_map(|case| (0..starts).map(move |start| (case, start)))
            .collect();
        let mut made =
            self.together(&jobs, |&(case, start)| work(case, start))?.into_iter();
        Ok(cases.iter().map(|_| made.by_ref().take(starts).collect()).collect())
    }

    /// Name the data set in `numbers.json`.
    pub fn name_data(&mut self, name: &str) {
        self.data = name.to_string();
    }

    /// One of three by the size asked for: `--quick`, neither, `--full`.
    pub fn size<T>(&self, quick: T, default: T, full: T) -> T {
        match self.args.mode() {
            "quick" => quick,
            "full" => full,
            _ => default,
        }
    }

    /// A generator for the experiment called `name`: independent of the others, so that adding one changes none.
    pub fn rng(&self, name: &str) -> ChaCha8Rng {
        stream(self.args.seed, name)
    }

    /// Record a pure number, printed with `digits` decimals.
    pub fn number(&mut self, key: &str, value: f64, digits: usize) -> &mut Number {
        self.measure(key, value, "", digits)
    }

    /// Record a number that counts something.
    pub fn count(&mut self, key: &str, value: usize) -> &mut Number {
        self.measure(key, value as f64, "", 0)
    }

    /// Record a number with its unit.
    pub fn measure(
        &mut self,
        key: &str,
        value: f64,
        unit: &str,
        digits: usize,
    ) -> &mut Number {
        let mut number = Number::new(value, unit, digits, false);
        number.spread(self.spread);
        let entry = self.numbers.entry(key.to_string()).or_insert_with(|| number.clone());
        *entry = number;
        entry
    }

    /// Record what was measured from several starts: its median, least and most, as `key_median`, `key_least`, `key_most`.
    pub fn over_starts(&mut self, key: &str, values: &[f64], unit: &str, digits: usize) {
        self.scattered(key, values, unit, digits, self.spread);
    }

    /// The same of what rounding may move by another share than the rest of the step: where a unit dies in one start and
    /// not in another, say.
    pub fn scattered(
        &mut self,
        key: &str,
        values: &[f64],
        unit: &str,
        digits: usize,
        spread: f64,
    ) {
        let (least, most) = range(values.iter().copied());
        let middle = median(values).unwrap_or(f64::NAN);
        for (of, value) in [("median", middle), ("least", least), ("most", most)] {
            let number = self.measure(&format!("{key}_{of}"), value, unit, digits);
            number.starts(values.len()).spread(spread);
        }
    }

    /// Whether the clock may be asked: with `--time`, or on data of the reader's own; never with `--quick`.
    pub fn timed(&self) -> bool {
        !self.args.quick && (self.args.time || self.args.data.is_some())
    }

    /// Do `work`, and record its seconds under `key` in a timed run.
    pub fn time<T>(&mut self, key: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        let seconds = start.elapsed().as_secs_f64();
        self.timing(key, seconds, "s", 3);
        result
    }

    /// Record a number that depends on the clock, in a timed run only.
    pub fn timing(&mut self, key: &str, value: f64, unit: &str, digits: usize) {
        if self.timed() {
            self.numbers.insert(key.to_string(), Number::new(value, unit, digits, true));
        }
    }

    /// A file in the folder of the results from which a long training goes on after an interruption: with `--full` only.
    pub fn checkpoint(&self, name: &str) -> Option<PathBuf> {
        self.args.full.then(|| self.out.join(format!("{name}.safetensors")))
    }

    /// Hand in the figure `slug`.
    pub fn figure(&mut self, slug: &str, svg: String) {
        self.files.push((format!("{slug}.svg"), svg));
    }

    /// Write everything; the message says where.
    fn write(mut self) -> Outcome<String> {
        let path = self.out.join("numbers.json");
        // JSON has no word for what is no number.
        let lost = self.numbers.iter().filter(|(_, number)| !number.value.is_finite());
        let lost: Vec<&str> = lost.map(|(key, _)| key.as_str()).collect();
        if !lost.is_empty() {
            self.note(&format!("without a value on these data: {}", lost.join(", ")));
        }
        self.numbers.retain(|_, number| number.value.is_finite());
        let mut numbers = Numbers {
            program: self.program.name.to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            seed: self.args.seed,
            data: self.data,
            mode: self.args.mode().to_string(),
            command: self.args.typed(self.program.name),
            numbers: self.numbers,
        };
        if let Ok(earlier) = Numbers::read(&path) {
            numbers.keep_times(&earlier);
        }
        let figures = self.files.len();
        self.files.push(("numbers.json".to_string(), numbers.to_text()?));
        WRITING.store(true, Ordering::SeqCst);
        let files: Vec<_> =
            self.files.iter().map(|(name, text)| (name.as_str(), text)).collect();
        write_files(&self.out, &files)?;
        Ok(format!(
            "{} and numbers.json are in {}",
            counted(figures, "figure"),
            output::from_here(&self.out).display()
        ))
    }
}
