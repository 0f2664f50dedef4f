//! Documents, short codes of them, and what the codes find.

use autoencoders::Real;
use autoencoders::data::words::{self, WordCounts};
use autoencoders::data::{documents, idx, images};
use autoencoders::error::counted;
use autoencoders::ndarray::Array2;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Samples, Schedule, Training, silent, train};
use autoencoders::retrieval::coder::{Code, Corruption, DocumentCoder};
use autoencoders::retrieval::weighting::{
    inverse_document_frequencies, log_counts, shares,
};
use chapters::datasets::{blame, last_of_every, read_from};
use chapters::{Outcome, Run};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::path::Path;

#[path = "documents/hashing.rs"]
mod hashing;
#[path = "documents/lookup.rs"]
mod lookup;
#[path = "documents/retrieval.rs"]
mod retrieval;

/// Numbers found on documents that a reader brought begin with this.
const BROUGHT: &str = "news_";

/// What `--data` can name instead of documents that cannot be read.
const HELP: &str = "give word counts, a line a document (class id:count id:count ..., ids from 0), in NAME-train.txt and \
                    NAME-test.txt or in NAME.txt, or UCI's docword.NAME.txt and vocab.NAME.txt; or a folder of images";

/// Whether `--data` names documents: then there is nothing here for machines that see images. (A text beside images, a
/// list of their classes or a note, is no document.)
pub fn are_brought(run: &Run) -> Outcome<bool> {
    match &run.args.data {
        Some(file) if file.is_file() => Ok(words::is_words_folder(file)?),
        Some(dir) if dir.is_dir() => {
            let images = idx::is_idx_folder(dir)? || images::are_in(dir)?;
            Ok(!images && words::is_words_folder(dir)?)
        }
        _ => Ok(false),
    }
}

/// All experiments on documents.
pub fn documents(run: &mut Run) -> Outcome {
    run.step("documents");
    let set = Collection::load(run)?;
    run.train("train the coders of documents");
    let retrieved = if set.has_classes() { retrieval::wanted(run) } else { Vec::new() };
    let wanted = [retrieved, hashing::wanted(run)];
    let mut coders =
        run.together(&wanted.concat(), |wanted| set.coder(run, wanted))?.into_iter();
    let [of_retrieval, of_hashing] =
        wanted.map(|wanted| coders.by_ref().take(wanted.len()).collect::<Vec<_>>());
    run.count("coder_starts", starts(run));
    run.count("coder_layer", layer(run)[0]);
    if set.has_classes() {
        retrieval::retrieval(run, &set, &of_retrieval)?;
    }
    let codes = hashing::hashing(run, &set, &of_hashing)?;
    lookup::lookup(run, &codes)
}

/// A coder to be trained.
#[derive(Clone)]
struct Wanted {
    k: usize,
    code: Code,
    seed: u64,
    corruption: Corruption,
}

/// Starts of each kind of coder.
fn starts(run: &Run) -> usize {
    run.size(2, 5, 5)
}

/// Widths between words and code: one layer, or three as in the paper with `--full`.
fn layer(run: &Run) -> &'static [usize] {
    run.size(&[32], &[128], &[500, 250, 125])
}

/// One kind of coder from each start.
fn from_starts(run: &Run, k: usize, code: Code, noise: f64) -> Vec<Wanted> {
    let corruption = Corruption { noise, ..Corruption::default() };
    let from = |start| {
        let seed = run.args.seed + start as u64;
        Wanted { k, code, seed, corruption }
    };
    (0..starts(run)).map(from).collect()
}

/// Documents as every method here gets to see them.
pub struct Collection {
    /// ln(1 + c) · idf of the documents to fit on (n, v).
    x: Array2<Real>,
    /// Their word shares (n, v).
    shares: Array2<Real>,
    /// ln(1 + c) · idf of the documents to measure on.
    test: Array2<Real>,
    /// Classes of those; 0 where there are none.
    labels: Vec<usize>,
    /// Names of the classes.
    classes: Vec<String>,
    /// True topic shares of those, where they are known.
    truth: Option<Array2<Real>>,
    /// What the names of numbers begin with.
    prefix: &'static str,
}

impl Collection {
    /// The documents of `--data` if it names such, else documents made from the run's seed.
    fn load(run: &mut Run) -> Outcome<Collection> {
        if are_brought(run)? {
            let path = run.args.data.clone().unwrap_or_default();
            return Collection::brought(run, &path);
        }
        let (train, test) =
            run.size((800, 300), (documents::TRAIN, documents::TEST), (20_000, 4000));
        let train = documents::train(run.args.seed, train)?;
        let test = documents::test(run.args.seed, test)?;
        Collection::of(run, &train.counts, &test.counts, Some(test.shares), "")
    }

    fn brought(run: &mut Run, path: &Path) -> Outcome<Collection> {
        read_from(run, path)?;
        let found = words::folder(path).map_err(blame(path, HELP))?;
        let (train, test) = match found.test {
            Some(test) => (found.train, test),
            None => {
                let (fitted, kept_back) = last_of_every(4, found.train.len());
                (found.train.select(&fitted)?, found.train.select(&kept_back)?)
            }
        };
        let most = run.size((800, 300), (usize::MAX, usize::MAX), (usize::MAX, usize::MAX));
        let ((train, _), (test, empty)) = (
            evenly(&train, most.0)?.without_empty()?,
            evenly(&test, most.1)?.without_empty()?,
        );
        if train.len() < 100 || test.len() < 30 {
            let what = counted(train.len(), "document");
            return Err(format!(
                "--data {}: too few: {what} to fit on, and {} to measure on; give at least 100 and 30",
                path.display(),
                test.len()
            )
            .into());
        }
        run.count(&format!("{BROUGHT}empty"), empty);
        if test.labels.is_empty() {
            run.note("these documents have no classes: what asks for others of the same class is left out");
        }
        Collection::of(run, &train, &test, None, BROUGHT)
    }

    /// Words weighed by what is known of the documents to fit on.
    fn of(
        run: &mut Run,
        train: &WordCounts,
        test: &WordCounts,
        truth: Option<Array2<Real>>,
        prefix: &'static str,
    ) -> Outcome<Collection> {
        let idf = inverse_document_frequencies(&train.x)?;
        let weighed = |counts: &WordCounts| log_counts(&counts.x).map(|x| x * &idf);
        let set = Collection {
            x: weighed(train)?,
            shares: shares(&train.x)?,
            test: weighed(test)?,
            labels: match test.labels.is_empty() {
                true => vec![0; test.len()],
                false => test.labels.clone(),
            },
            classes: names(test),
            truth,
            prefix,
        };
        let v = train.words.len();
        let counts = [
            ("documents", train.len()),
            ("test_documents", test.len()),
            ("words", v),
            ("classes", set.classes.len()),
        ];
        for (key, count) in &counts {
            run.count(&format!("{prefix}{key}"), *count);
        }
        run.number(
            &format!("{prefix}length"),
            f64::from(train.x.sum() / train.len() as Real),
            1,
        );
        Ok(set)
    }

    /// Whether there is more than one class, so that a document can be of another than the one that asks.
    pub fn has_classes(&self) -> bool {
        self.labels.iter().any(|&label| label != self.labels[0])
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// A coder of these documents.
    fn coder(&self, run: &Run, wanted: &Wanted) -> Outcome<DocumentCoder> {
        let &Wanted { k, code, seed, corruption } = wanted;
        let widths: Vec<usize> = [self.x.ncols()]
            .into_iter()
            .chain(layer(run).iter().copied())
            .chain([k])
            .collect();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut coder = DocumentCoder::random(&widths, code, corruption, &mut rng)?;
        let epochs = run.size(3, 12, 40);
        let schedule = Schedule::Cosine;
        let how = Training { epochs, batch: 50, schedule, seed, ..Training::default() };
        let mut optimiser = Adam { rate: run.size(5e-3, 5e-3, 2e-3), ..Adam::default() };
        let samples = Samples::pairs(&self.x, &self.shares);
        train(&mut coder, &mut optimiser, samples, None, &how, silent)?;
        Ok(coder)
    }
}

/// At most so many documents, evenly among all.
fn evenly(counts: &WordCounts, most: usize) -> autoencoders::Result<WordCounts> {
    counts.select(
        &(0..counts.len()).step_by(counts.len().div_ceil(most).max(1)).collect::<Vec<_>>(),
    )
}

/// The classes' names, or their numbers.
fn names(counts: &WordCounts) -> Vec<String> {
    match counts.classes.is_empty() {
        false => counts.classes.clone(),
        true => (0..=counts.labels.iter().copied().max().unwrap_or(0))
            .map(|class| format!("class {class}"))
            .collect(),
    }
}
