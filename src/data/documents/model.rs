//! The topics themselves: how often each uses each word, and how the classes mix them.

use ndarray::{Array1, Array2, ArrayView1};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Gamma, LogNormal, Poisson};

/// A line a topic: its name, the names of the two others that its class mixes in, a colon; then its words, the most
/// frequent first. Each topic is once a main one, once a second and once a third; no two classes share two topics.
const TOPICS: &str = include_str!("topics.txt");
/// Words that every topic uses, the most frequent first.
const GENERAL: &str = include_str!("general.txt");

/// The share of a topic's words that are its own; the others are general ones.
const OWN: f64 = 0.35;
/// Zipf's law with Mandelbrot's shift: the r-th word of a list, from 0, has a weight of (r + SHIFT)^−POWER.
const SHIFT: f64 = 3.0;
const POWER: f64 = 1.0;
/// The weights α of a class's main, second and third topic.
const MIX: [f64; 3] = [2.0, 1.2, 0.8];
/// The weight α of every topic in every class: what strays in.
const STRAY: f64 = 0.02;
/// Lengths: log-normal about the median, so many words; a standard deviation is a factor of e^SPREAD; Poisson about that.
const MEDIAN: f64 = 50.0;
const SPREAD: f64 = 0.5;
/// The fewest words.
const FEWEST: usize = 10;

/// Latent Dirichlet allocation with known parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicModel {
    /// Names of the T topics; each is the main topic of the class of the same number.
    pub names: Vec<String>,
    /// The v words.
    pub words: Vec<String>,
    /// Φ (T, v): the share of each word in each topic; rows sum to 1.
    pub topics: Array2<f64>,
    /// A (C, T): the Dirichlet's parameters α of each class; C = T.
    pub classes: Array2<f64>,
}

/// One document: its class, its topic shares θ (T), and its words in the order in which they were drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Which class, from 0.
    pub class: usize,
    /// θ (T), summing to 1.
    pub shares: Array1<f64>,
    /// Indices of words.
    pub words: Vec<usize>,
}

impl TopicModel {
    /// The model behind [`documents`](super::documents).
    pub fn standard() -> TopicModel {
        let lists: Vec<(Vec<&str>, Vec<&str>)> = TOPICS
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(names, words)| {
                (names.split_whitespace().collect(), words.split_whitespace().collect())
            })
            .collect();
        let names: Vec<String> =
            lists.iter().map(|(names, _)| names[0].to_string()).collect();
        let general: Vec<&str> = GENERAL.split_whitespace().collect();
        let all = lists.iter().flat_map(|(_, own)| own).chain(&general);
        let mut words: Vec<String> = all.map(|word| word.to_string()).collect();
        words.sort();
        words.dedup();
        let mut topics = Array2::zeros((lists.len(), words.len()));
        for ((_, own), mut row) in lists.iter().zip(topics.rows_mut()) {
            for (list, share) in [(own, OWN), (&general, 1.0 - OWN)] {
                for (word, zipf) in list.iter().zip(zipf(list.len())) {
                    if let Ok(j) = words.binary_search_by(|w| w.as_str().cmp(word)) {
                        row[j] += share * zipf;
                    }
                }
            }
        }
        let mut classes = Array2::from_elem((names.len(), names.len()), STRAY);
        for ((mixed, _), mut alpha) in lists.iter().zip(classes.rows_mut()) {
            for (name, weight) in mixed.iter().zip(MIX) {
                names
                    .iter()
                    .position(|other| other == name)
                    .into_iter()
                    .for_each(|t| alpha[t] += weight);
            }
        }
        TopicModel { names, words, topics, classes }
    }

    // ANCHOR: topic_model
    /// Document i of `seed`: a class c, topic shares θ, a length N, and N words.
    /// Source: Blei, Ng & Jordan 2003, §3.
    pub fn document(&self, seed: u64, i: u64) -> Document {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(i); // one stream of random numbers a document
        let class = rng.random_range(0..self.classes.nrows()); // c
        let shares = dirichlet(self.classes.row(class), &mut rng); // θ ~ Dirichlet(α_c)
        let n = length(&mut rng); // N
        let words = self.draw(&shares, n, &mut rng);
        Document { class, shares, words }
    }

    /// N words with topic shares θ (T): each is w with probability Σ_t θ_t φ_tw, as by a
    /// topic from θ and a word from it.
    pub fn draw(&self, shares: &Array1<f64>, n: usize, rng: &mut impl Rng) -> Vec<usize> {
        let mixed = cumulative(shares.dot(&self.topics)); // θΦ, summed up
        (0..n).map(|_| choose(&mixed, rng)).collect()
    }
    // ANCHOR_END: topic_model
}

/// Weights of the words of a list, summing to 1.
fn zipf(words: usize) -> Vec<f64> {
    let weights: Vec<f64> = (0..words).map(|r| (r as f64 + SHIFT).powf(-POWER)).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// θ ~ Dirichlet(α): gamma numbers over their sum.
fn dirichlet(alpha: ArrayView1<f64>, rng: &mut impl Rng) -> Array1<f64> {
    // α > 0 is a constant of this file; a gamma distribution refuses nothing else.
    let gammas = alpha.mapv(|a| Gamma::new(a, 1.0).map_or(0.0, |gamma| gamma.sample(rng)));
    &gammas / gammas.sum()
}

/// N: how many words.
fn length(rng: &mut impl Rng) -> usize {
    let mean =
        LogNormal::new(MEDIAN.ln(), SPREAD).map_or(MEDIAN, |about| about.sample(rng));
    let words = Poisson::new(mean).map_or(mean, |poisson| poisson.sample(rng));
    (words as usize).max(FEWEST)
}

/// Sums p₁, p₁ + p₂, …
fn cumulative(mut shares: Array1<f64>) -> Vec<f64> {
    shares.accumulate_axis_inplace(ndarray::Axis(0), |&before, sum| *sum += before);
    shares.to_vec()
}

/// An index with the probabilities of which these are the sums.
fn choose(sums: &[f64], rng: &mut impl Rng) -> usize {
    let at = rng.random::<f64>() * sums.last().copied().unwrap_or(0.0);
    sums.partition_point(|&sum| sum <= at).min(sums.len().saturating_sub(1))
}
