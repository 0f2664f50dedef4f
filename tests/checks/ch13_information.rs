//! How the exercises of chapter 13 are graded.

use crate::common::seeded;
use crate::graded::grading::Exercise;
use crate::graded::{normal, row};
use crate::mistakes;
use ndarray::{Array1, Array2, array};
use rand::{Rng, RngExt};

/// The headings of the page that the messages send a reader to.
mod sections {
    pub const WORDS: &str = "Names of the right length";
    pub const TABLE: &str = "The wrong table";
    pub const WAYS: &str = "Two directions";
    pub const GAUSSIANS: &str = "Between two Gaussians";
    pub const KNOWS: &str = "What one thing knows of another";
}

pub fn words(answer: impl Fn(&[usize]) -> Option<Vec<String>>) {
    let exercise = Exercise { number: "13.1", section: sections::WORDS };
    let cases: [&[usize]; 7] = [
        &[1, 2, 2],
        &[3, 1, 2, 3],
        &[2, 1, 3],
        &[4, 4, 4, 2, 30],
        &[1, 1, 1],
        &[2, 1, 2, 30],
        &[3, 3, 3, 3, 3, 3, 3, 3],
    ];
    for lengths in cases {
        let room: u64 = lengths.iter().map(|l| 1u64 << (30 - l)).sum();
        let fits = room <= 1 << 30;
        let (yours, asked) = (answer(lengths), format!("words of {lengths:?}"));
        let found = match (yours, fits) {
            (None, false) => continue,
            (None, true) => exercise.fail("these lengths have words", "None", &asked),
            (Some(words), false) => {
                let why = "there are no such words: Kraft's sum is above 1";
                exercise.fail(why, &format!("{words:?}"), "None")
            }
            (Some(words), true) => words,
        };
        let yours = format!("{found:?}");
        let long: Vec<usize> = found.iter().map(String::len).collect();
        if long != lengths {
            exercise.fail("a word is not of the length asked for", &yours, &asked);
        }
        if found.iter().any(|word| word.chars().any(|c| c != '0' && c != '1')) {
            exercise.fail("a word has another letter than 0 and 1", &yours, &asked);
        }
        for (i, a) in found.iter().enumerate() {
            if let Some(b) =
                found.iter().enumerate().find(|(j, b)| i != *j && b.starts_with(a.as_str()))
            {
                let why = format!("the word {a} begins the word {}", b.1);
                exercise.fail(&why, &yours, &asked);
            }
        }
    }
}

fn any(m: usize, rng: &mut impl Rng) -> Array1<f64> {
    let p = Array1::from_shape_simple_fn(m, || rng.random_range(0.05..1.0));
    let sum = p.sum();
    p / sum
}

pub fn divergence(answer: impl Fn(&Array1<f64>, &Array1<f64>) -> f64) {
    use mistakes::divergence as wrong;
    let exercise = Exercise { number: "13.2", section: sections::TABLE };
    let rng = &mut seeded(132);
    for m in [3, 5, 11] {
        let (p, q) = (any(m, rng), any(m, rng));
        let right: f64 = p.iter().zip(&q).map(|(p, q)| p * (p / q).ln()).sum();
        type Wrong = fn(&Array1<f64>, &Array1<f64>) -> f64;
        let suspects: [(Wrong, &str); 5] = [
            (wrong::turned_round, "the other direction, KL(q‖p): the mean is over p"),
            (wrong::bits, "that is in bits; nats are asked for"),
            (wrong::cross_entropy, "the cross-entropy: the entropy was not taken off"),
            (wrong::negative, "it has the wrong sign"),
            (wrong::mean, "a mean over outcomes; p is the weight already"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&p, &q), why));
        exercise.number(answer(&p, &q), right, 1e-9, &suspects, "not the divergence");
    }
    let (p, q) = (array![0.5, 0.5, 0.0], array![0.25, 0.25, 0.5]);
    let yours = answer(&p, &q);
    let why = "where p is 0 the term is 0 ln 0 = 0, whatever q is";
    if (yours - 2f64.ln()).abs() > 1e-9 || yours.is_nan() {
        exercise.fail(why, &yours.to_string(), &2f64.ln().to_string());
    }
    let yours = answer(&q, &p);
    if yours != f64::INFINITY {
        let why = "where q rules out what p allows the price is infinite";
        exercise.fail(why, &yours.to_string(), "inf");
    }
}

pub fn diagonal(
    answer: impl Fn(&Array1<f64>, &Array1<f64>) -> (f64, Array1<f64>, Array1<f64>),
) {
    use mistakes::diagonal as wrong;
    let exercise = Exercise { number: "13.3", section: sections::GAUSSIANS };
    let rng = &mut seeded(133);
    for k in [2, 3, 8] {
        let mut vector = || normal(1, k, rng).row(0).to_owned();
        let (mean, rho) = (vector(), vector());
        let kl = |mean: &Array1<f64>, rho: &Array1<f64>| {
            let one = |(m, r): (&f64, &f64)| 0.5 * (m * m + r.exp() - 1.0 - r);
            mean.iter().zip(rho).map(one).sum::<f64>()
        };
        let slope = |by_mean: bool| {
            Array1::from_shape_fn(k, |j| {
                let at = |step: f64| {
                    let (mut mean, mut rho) = (mean.clone(), rho.clone());
                    if by_mean {
                        mean[j] += step
                    } else {
                        rho[j] += step
                    }
                    kl(&mean, &rho)
                };
                (at(1e-5) - at(-1e-5)) / 2e-5
            })
        };
        // All of an answer as one row.
        let flat = |(kl, m, r): (f64, Array1<f64>, Array1<f64>)| {
            row(&Array1::from_iter([kl].into_iter().chain(m).chain(r)))
        };
        let right = flat((kl(&mean, &rho), slope(true), slope(false)));
        type Wrong = fn(&Array1<f64>, &Array1<f64>) -> (f64, Array1<f64>, Array1<f64>);
        let suspects: [(Wrong, &str); 6] = [
            (wrong::no_half, "twice as much: the factor ½ is missing"),
            (wrong::deviation, "ρ is the logarithm of the variance, not of the deviation"),
            (wrong::mean_over_numbers, "averaged over the numbers; the divergence sums"),
            (wrong::no_one, "the −1 is missing: equal Gaussians are at 0"),
            (wrong::negative, "the opposite sign"),
            (wrong::slope_by_variance, "the slope by the variance; ρ is its logarithm"),
        ];
        let suspects = suspects.map(|(wrong, why)| (flat(wrong(&mean, &rho)), why));
        let yours = flat(answer(&mean, &rho));
        exercise.shape(&yours, 1, 2 * k + 1, "value and two slopes, side by side");
        let otherwise = "not the divergence and its slopes";
        exercise.compare(&yours, &right, 1e-6, &suspects, otherwise);
    }
}

pub fn mutual(answer: impl Fn(&Array2<f64>) -> f64) {
    use mistakes::mutual as wrong;
    let exercise = Exercise { number: "13.4", section: sections::KNOWS };
    let rng = &mut seeded(134);
    for (a, b) in [(2, 3), (4, 4), (5, 2)] {
        let counts =
            Array2::from_shape_simple_fn((a, b), || f64::from(rng.random_range(1..20)));
        let all = counts.sum();
        let mut right = 0.0;
        for ((i, j), n) in counts.indexed_iter() {
            let product = counts.row(i).sum() * counts.column(j).sum();
            right += n / all * (n * all / product).ln();
        }
        type Wrong = fn(&Array2<f64>) -> f64;
        let suspects: [(Wrong, &str); 5] = [
            (wrong::not_normalised, "these are counts, not shares: divide by their sum"),
            (wrong::bits, "that is in bits; nats are asked for"),
            (wrong::conditional, "H(B | A) is what is left to know, not what is known"),
            (wrong::turned_round, "the divergence in the other direction"),
            (wrong::pair, "that is the entropy of the pair alone"),
        ];
        let suspects = suspects.map(|(wrong, why)| (wrong(&counts), why));
        let otherwise = "not the mutual information of the table";
        exercise.number(answer(&counts), right, 1e-9, &suspects, otherwise);
    }
    let (yours, right) = (answer(&array![[3.0, 0.0], [0.0, 3.0]]), 2f64.ln());
    if (yours - right).abs() > 1e-9 || yours.is_nan() {
        let why = "an empty cell counts 0 ln 0 = 0";
        exercise.fail(why, &yours.to_string(), &right.to_string());
    }
}

pub fn slope(answer: impl Fn(&Array1<f64>, &Array1<f64>, f64, f64) -> (f64, f64)) {
    use mistakes::slope as wrong;
    let exercise = Exercise { number: "13.5", section: sections::WAYS };
    let rng = &mut seeded(135);
    for (m, s) in [(0.3, 0.7), (-1.0, 1.6), (2.0, 0.4)] {
        let x = normal(1, 400, rng).row(0).mapv(|t| m + s * t);
        let ln_p = x.mapv(|x: f64| -(x - 0.5).abs() - 2f64.ln()); // a Laplace density
        let (mut by_m, mut by_ln_s) = (0.0, 0.0);
        for (x, ln_p) in x.iter().zip(&ln_p) {
            let ln_q = |m: f64, s: f64| {
                -0.5 * ((x - m) / s).powi(2) - (s * std::f64::consts::TAU.sqrt()).ln()
            };
            let (h, u) = (1e-5, ln_q(m, s) - ln_p);
            by_m += u * (ln_q(m + h, s) - ln_q(m - h, s)) / (2.0 * h) / 400.0;
            let (wider, narrower) = (s * f64::exp(h), s * f64::exp(-h));
            by_ln_s += u * (ln_q(m, wider) - ln_q(m, narrower)) / (2.0 * h) / 400.0;
        }
        let flat = |(a, b): (f64, f64)| array![[a, b]];
        type Wrong = fn(&Array1<f64>, &Array1<f64>, f64, f64) -> (f64, f64);
        let suspects: [(Wrong, &str); 6] = [
            (wrong::ratio_upside_down, "the ratio is upside down: ln q − ln p"),
            (wrong::no_ln_q, "ln q is missing from the ratio: it depends on x too"),
            (wrong::no_width, "∂ ln q/∂m is t/s: t itself is in units of s"),
            (wrong::by_s, "the slope by s, not by ln s"),
            (wrong::no_one, "the −1 is missing: ∂ ln q/∂ ln s = t² − 1"),
            (wrong::sum, "a sum over the samples in place of their mean"),
        ];
        let suspects = suspects.map(|(wrong, why)| (flat(wrong(&x, &ln_p, m, s)), why));
        let otherwise = "not the sample mean of (ln q − ln p) ∂ ln q";
        let yours = flat(answer(&x, &ln_p, m, s));
        exercise.compare(&yours, &flat((by_m, by_ln_s)), 1e-5, &suspects, otherwise);
    }
}
