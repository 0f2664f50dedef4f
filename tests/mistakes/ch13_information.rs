//! Wrong answers that are often given to the exercises of chapter 13; each must be caught and
//! told what it is.

use crate::solutions;
use ndarray::{Array1, Array2, Axis};

pub mod words {
    use super::solutions;
    fn text(begin: u64, l: usize) -> String {
        format!("{:0l$b}", begin >> (30 - l))
    }
    fn sum(lengths: &[usize]) -> u64 {
        lengths.iter().map(|l| 1u64 << (30 - l)).sum()
    }
    pub fn refuses_a_full_code(lengths: &[usize]) -> Option<Vec<String>> {
        if sum(lengths) >= 1 << 30 { None } else { solutions::words(lengths) }
    }
    pub fn never_refuses(lengths: &[usize]) -> Option<Vec<String>> {
        Some(solutions::words(lengths).unwrap_or_default())
    }
    /// Intervals in the order of the symbols.
    pub fn as_they_come(lengths: &[usize]) -> Option<Vec<String>> {
        if sum(lengths) > 1 << 30 {
            return None;
        }
        let mut begin = 0;
        let one = |&l: &usize| {
            let word = text(begin, l);
            begin += 1 << (30 - l);
            word
        };
        Some(lengths.iter().map(one).collect())
    }
    /// The numbers 0, 1, 2 … in as many digits.
    pub fn counts_up(lengths: &[usize]) -> Option<Vec<String>> {
        let number = |(i, &l): (usize, &usize)| {
            let whole = format!("{i:0l$b}");
            whole[whole.len() - l..].to_string()
        };
        (sum(lengths) <= 1 << 30).then(|| lengths.iter().enumerate().map(number).collect())
    }
    /// Shortest first, whatever the order asked for.
    pub fn sorted_words(lengths: &[usize]) -> Option<Vec<String>> {
        let mut sorted = lengths.to_vec();
        sorted.sort();
        solutions::words(&sorted)
    }
    pub fn one_too_long(lengths: &[usize]) -> Option<Vec<String>> {
        solutions::words(lengths)
            .map(|words| words.into_iter().map(|word| word + "0").collect())
    }
}

pub mod divergence {
    use super::*;
    fn sum(p: &Array1<f64>, q: &Array1<f64>, f: impl Fn(f64, f64) -> f64) -> f64 {
        p.iter().zip(q).map(|(&p, &q)| if p > 0.0 { f(p, q) } else { 0.0 }).sum()
    }
    pub fn nan_at_zero(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        (p * &(p / q).mapv(f64::ln)).sum()
    }
    pub fn turned_round(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        solutions::divergence(q, p)
    }
    pub fn bits(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        sum(p, q, |p, q| p * (p / q).log2())
    }
    pub fn cross_entropy(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        sum(p, q, |p, q| -p * q.ln())
    }
    pub fn negative(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        -solutions::divergence(p, q)
    }
    pub fn mean(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        solutions::divergence(p, q) / p.len() as f64
    }
    pub fn skips_the_impossible(p: &Array1<f64>, q: &Array1<f64>) -> f64 {
        sum(p, q, |p, q| if q > 0.0 { p * (p / q).ln() } else { 0.0 })
    }
}

pub mod diagonal {
    use super::*;
    type Answer = (f64, Array1<f64>, Array1<f64>);
    fn scaled((kl, m, r): Answer, by: f64) -> Answer {
        (kl * by, m * by, r * by)
    }
    pub fn no_half(mean: &Array1<f64>, rho: &Array1<f64>) -> Answer {
        scaled(solutions::diagonal(mean, rho), 2.0)
    }
    /// ρ read as ln σ.
    pub fn deviation(mean: &Array1<f64>, rho: &Array1<f64>) -> Answer {
        let (kl, m, r) = solutions::diagonal(mean, &(2.0 * rho));
        (kl, m, 2.0 * r)
    }
    pub fn mean_over_numbers(mean: &Array1<f64>, rho: &Array1<f64>) -> Answer {
        scaled(solutions::diagonal(mean, rho), 1.0 / mean.len() as f64)
    }
    pub fn no_one(mean: &Array1<f64>, rho: &Array1<f64>) -> Answer {
        let (kl, m, r) = solutions::diagonal(mean, rho);
        (kl + 0.5 * mean.len() as f64, m, r)
    }
    pub fn negative(mean: &Array1<f64>, rho: &Array1<f64>) -> Answer {
        scaled(solutions::diagonal(mean, rho), -1.0)
    }
    pub fn slope_by_variance(mean: &Array1<f64>, rho: &Array1<f64>) -> Answer {
        let (kl, m, r) = solutions::diagonal(mean, rho);
        (kl, m, r / rho.mapv(f64::exp))
    }
}

pub mod mutual {
    use super::*;
    fn entropy(p: impl IntoIterator<Item = f64>) -> f64 {
        p.into_iter().map(|p| if p > 0.0 { -p * p.ln() } else { 0.0 }).sum()
    }
    fn joint(counts: &Array2<f64>) -> Array2<f64> {
        counts / counts.sum()
    }
    fn product(joint: &Array2<f64>) -> Array2<f64> {
        let (a, b) = (joint.sum_axis(Axis(1)), joint.sum_axis(Axis(0)));
        Array2::from_shape_fn(joint.dim(), |(i, j)| a[i] * b[j])
    }
    pub fn not_normalised(counts: &Array2<f64>) -> f64 {
        entropy(counts.sum_axis(Axis(0))) + entropy(counts.sum_axis(Axis(1)))
            - entropy(counts.iter().copied())
    }
    pub fn bits(counts: &Array2<f64>) -> f64 {
        solutions::mutual(counts) / 2f64.ln()
    }
    /// H(B | A).
    pub fn conditional(counts: &Array2<f64>) -> f64 {
        let joint = joint(counts);
        entropy(joint.iter().copied()) - entropy(joint.sum_axis(Axis(1)))
    }
    pub fn turned_round(counts: &Array2<f64>) -> f64 {
        let joint = joint(counts);
        let product = product(&joint);
        product.iter().zip(&joint).map(|(p, q)| p * (p / q).ln()).sum()
    }
    pub fn pair(counts: &Array2<f64>) -> f64 {
        entropy(joint(counts).iter().copied())
    }
    pub fn nan_at_zero(counts: &Array2<f64>) -> f64 {
        let joint = joint(counts);
        (&joint * &(&joint / &product(&joint)).mapv(f64::ln)).sum()
    }
}

pub mod slope {
    use super::*;
    pub fn ratio_upside_down(
        x: &Array1<f64>,
        ln_p: &Array1<f64>,
        m: f64,
        s: f64,
    ) -> (f64, f64) {
        let (a, b) = solutions::slope(x, ln_p, m, s);
        (-a, -b)
    }
    fn with(
        x: &Array1<f64>,
        ln_p: &Array1<f64>,
        (m, s): (f64, f64),
        f: impl Fn(f64, f64, f64) -> (f64, f64),
    ) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for (x, ln_p) in x.iter().zip(ln_p) {
            let t = (x - m) / s;
            let ln_q = -0.5 * t * t - s.ln() - 0.5 * std::f64::consts::TAU.ln();
            let (a, b) = f(t, ln_q, *ln_p);
            sums = (sums.0 + a, sums.1 + b);
        }
        (sums.0 / x.len() as f64, sums.1 / x.len() as f64)
    }
    pub fn no_ln_q(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
        with(x, ln_p, (m, s), |t, _, ln_p| (-ln_p * t / s, -ln_p * (t * t - 1.0)))
    }
    pub fn no_width(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
        let (a, b) = solutions::slope(x, ln_p, m, s);
        (a * s, b)
    }
    pub fn by_s(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
        let (a, b) = solutions::slope(x, ln_p, m, s);
        (a, b / s)
    }
    pub fn no_one(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
        with(x, ln_p, (m, s), |t, ln_q, ln_p| {
            ((ln_q - ln_p) * t / s, (ln_q - ln_p) * t * t)
        })
    }
    pub fn sum(x: &Array1<f64>, ln_p: &Array1<f64>, m: f64, s: f64) -> (f64, f64) {
        let (a, b) = solutions::slope(x, ln_p, m, s);
        (a * x.len() as f64, b * x.len() as f64)
    }
}
