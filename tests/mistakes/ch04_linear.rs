//! Wrong answers that are often given to the exercises of chapter 4; each must be caught and told what it is.

use crate::solutions;
use autoencoders::Real;
use autoencoders::linalg::{orthonormal, svd};
use ndarray::{Array1, Array2, Axis, s};

type Data = Array2<Real>;

pub mod run_lengths {
    use super::*;
    pub fn without_the_last(bytes: &[u8]) -> Vec<u8> {
        let mut packed = solutions::pack(bytes);
        packed.truncate(packed.len().saturating_sub(2));
        packed
    }
    pub fn wraps(bytes: &[u8]) -> Vec<u8> {
        bytes.chunk_by(|a, b| a == b).flat_map(|run| [run.len() as u8, run[0]]).collect()
    }
    pub fn value_first(bytes: &[u8]) -> Vec<u8> {
        solutions::pack(bytes).chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect()
    }
    pub fn adds_up(bytes: &[u8]) -> Vec<u8> {
        let mut all = bytes.to_vec();
        all.sort();
        solutions::pack(&all)
    }
    pub fn repeats(bytes: &[u8]) -> Vec<u8> {
        solutions::pack(bytes).chunks(2).flat_map(|pair| [pair[0] - 1, pair[1]]).collect()
    }
    pub fn singles(bytes: &[u8]) -> Vec<u8> {
        bytes.iter().flat_map(|&value| [1, value]).collect()
    }
    pub fn count_last(packed: &[u8]) -> Vec<u8> {
        packed.chunks(2).flat_map(|pair| vec![pair[0]; pair[1] as usize]).collect()
    }
}

pub mod gradients {
    use super::*;
    type Answer = (Data, Data);
    /// The right gradients, the part of the error and that of the penalty each times a factor.
    fn scaled(
        x: &Data,
        u: &Data,
        v: &Data,
        alpha: Real,
        error: Real,
        penalty: Real,
    ) -> Answer {
        let (by_u, by_v) = solutions::gradients(x, u, v, 0.0);
        let own = 2.0 * alpha * penalty;
        (by_u * error + u * own, by_v * error + v * own)
    }
    pub fn no_two(x: &Data, u: &Data, v: &Data, alpha: Real) -> Answer {
        scaled(x, u, v, alpha, 0.5, 1.0)
    }
    pub fn no_mean(x: &Data, u: &Data, v: &Data, alpha: Real) -> Answer {
        scaled(x, u, v, alpha, x.nrows() as Real, 1.0)
    }
    pub fn climbs(x: &Data, u: &Data, v: &Data, alpha: Real) -> Answer {
        scaled(x, u, v, alpha, -1.0, 1.0)
    }
    pub fn no_penalty(x: &Data, u: &Data, v: &Data, alpha: Real) -> Answer {
        scaled(x, u, v, alpha, 1.0, 0.0)
    }
    pub fn half_penalty(x: &Data, u: &Data, v: &Data, alpha: Real) -> Answer {
        scaled(x, u, v, alpha, 1.0, 0.5)
    }
    pub fn twins(x: &Data, u: &Data, v: &Data, alpha: Real) -> Answer {
        let (by_u, _) = solutions::gradients(x, u, v, 0.0);
        let by_v = by_u.t().to_owned() + v * (2.0 * alpha);
        (by_u + u * (2.0 * alpha), by_v)
    }
}

pub mod best_encoder {
    use super::*;
    /// B diag(f(s)) Aᵀ of U = A diag(s) Bᵀ.
    fn turned(u: &Data, f: impl Fn(Real) -> Real) -> Data {
        let (a, s, bt) = svd(u.view()).unwrap();
        (bt.t().to_owned() * &s.mapv(f)).dot(&a.t())
    }
    pub fn transpose(u: &Data) -> Data {
        u.t().to_owned()
    }
    pub fn unit_columns(u: &Data) -> Data {
        let lengths = u.map_axis(Axis(0), |column| column.dot(&column).sqrt());
        (u / &lengths).t().to_owned()
    }
    pub fn of_a_basis(u: &Data) -> Data {
        orthonormal(u.view()).unwrap().t().to_owned()
    }
    pub fn not_inverted(u: &Data) -> Data {
        turned(u, |s| s.powi(3))
    }
    pub fn inverts_zero(u: &Data) -> Data {
        turned(u, |s| 1.0 / s)
    }
    pub fn decodes(u: &Data) -> Data {
        solutions::best_encoder(u).t().to_owned()
    }
}

pub mod lowest_loss {
    use super::*;
    /// Σ of `kept` over the first k and of all others, of the squares of the singular values over `divisor`.
    fn sum(x: &Data, k: usize, divisor: f64, kept: impl Fn(f64) -> f64) -> f64 {
        let (_, singular, _) = svd(x.view()).unwrap();
        let c = singular.iter().map(|&s| (s as f64).powi(2) / divisor).enumerate();
        c.map(|(j, c)| if j < k { kept(c) } else { c }).sum()
    }
    fn centred(x: &Data) -> Data {
        x - &(x.sum_axis(Axis(0)) / x.nrows() as Real)
    }
    /// What a kept direction costs at the minimum.
    fn cost(c: f64, price: f64) -> f64 {
        if c > price { 2.0 * price - price * price / c } else { c }
    }
    pub fn never_off(x: &Data, k: usize, alpha: f64, beta: f64) -> f64 {
        let price = (alpha * beta).sqrt();
        sum(&centred(x), k, x.nrows() as f64, |c| 2.0 * price - price * price / c)
    }
    pub fn error_alone(x: &Data, k: usize, alpha: f64, beta: f64) -> f64 {
        let price = (alpha * beta).sqrt();
        sum(
            &centred(x),
            k,
            x.nrows() as f64,
            |c| if c > price { price * price / c } else { c },
        )
    }
    pub fn no_penalty(x: &Data, k: usize, _: f64, _: f64) -> f64 {
        sum(&centred(x), k, x.nrows() as f64, |_| 0.0)
    }
    pub fn equal_sizes(x: &Data, k: usize, alpha: f64, beta: f64) -> f64 {
        sum(&centred(x), k, x.nrows() as f64, |c| cost(c, (alpha + beta) / 2.0))
    }
    pub fn alpha_for_n_alpha(x: &Data, k: usize, alpha: f64, beta: f64) -> f64 {
        let n = x.nrows() as f64;
        sum(&centred(x), k, n, |c| cost(c, (alpha * beta).sqrt() / n))
    }
    pub fn divisor(x: &Data, k: usize, alpha: f64, beta: f64) -> f64 {
        sum(&centred(x), k, x.nrows() as f64 - 1.0, |c| cost(c, (alpha * beta).sqrt()))
    }
    pub fn uncentred(x: &Data, k: usize, alpha: f64, beta: f64) -> f64 {
        sum(x, k, x.nrows() as f64, |c| cost(c, (alpha * beta).sqrt()))
    }
}

pub mod read_off {
    use super::*;
    type Answer = (Array1<Real>, Data);
    pub fn columns(u: &Data, n: usize, alpha: f64) -> Answer {
        let (lambda, w) = solutions::read_off(u, n, alpha);
        let columns = u.slice(s![.., ..w.ncols()]).to_owned();
        let lengths = columns.map_axis(Axis(0), |column| column.dot(&column).sqrt());
        (lambda, columns / &lengths)
    }
    pub fn keeps_the_dead(u: &Data, n: usize, alpha: f64) -> Answer {
        let (w, p, _) = svd(u.view()).unwrap();
        let to_variance = (alpha * n as f64 / (n as f64 - 1.0)) as Real;
        (p.mapv(|p| to_variance / (1.0 - p * p)), w)
    }
    pub fn of_the_code(u: &Data, n: usize, alpha: f64) -> Answer {
        let (lambda, w) = solutions::read_off(u, n, alpha);
        let (_, _, bt) = svd(u.view()).unwrap();
        (lambda, bt.t().slice(s![.., ..w.ncols()]).to_owned())
    }
    pub fn divisor(u: &Data, n: usize, alpha: f64) -> Answer {
        let (lambda, w) = solutions::read_off(u, n, alpha);
        (lambda * ((n as Real - 1.0) / n as Real), w)
    }
    pub fn alpha_for_n_alpha(u: &Data, n: usize, alpha: f64) -> Answer {
        solutions::read_off(u, n, alpha / n as f64)
    }
    pub fn not_squared(u: &Data, n: usize, alpha: f64) -> Answer {
        let (lambda, w) = solutions::read_off(u, n, alpha);
        let (_, p, _) = svd(u.view()).unwrap();
        let p = p.slice(s![..lambda.len()]).to_owned();
        (lambda * &p.mapv(|p| (1.0 - p * p) / (1.0 - p)), w)
    }
}

pub mod ways_down {
    use super::*;
    /// (eigenvalue held, eigenvalue that none holds) of all pairs.
    fn pairs(spectrum: &[f64], kept: &[usize]) -> Vec<(f64, f64)> {
        let left = (0..spectrum.len()).filter(|j| !kept.contains(j));
        left.flat_map(|j| kept.iter().map(move |&i| (spectrum[i], spectrum[j]))).collect()
    }
    pub fn every_pair(spectrum: &[f64], kept: &[usize], k: usize) -> (usize, f64) {
        let (_, least) = solutions::ways_down(spectrum, kept, k);
        (k * (spectrum.len() - kept.len()), least)
    }
    pub fn forgets_idle_units(spectrum: &[f64], kept: &[usize], _: usize) -> (usize, f64) {
        solutions::ways_down(spectrum, kept, kept.len())
    }
    pub fn one_matrix_at_a_time(_: &[f64], _: &[usize], _: usize) -> (usize, f64) {
        (0, 0.0)
    }
    pub fn half(spectrum: &[f64], kept: &[usize], k: usize) -> (usize, f64) {
        let (count, least) = solutions::ways_down(spectrum, kept, k);
        (count, least / 2.0)
    }
    pub fn equal_steps(spectrum: &[f64], kept: &[usize], k: usize) -> (usize, f64) {
        let (count, _) = solutions::ways_down(spectrum, kept, k);
        let falls = pairs(spectrum, kept).into_iter().map(|(held, mine)| held - mine);
        (count, falls.fold(0.0, f64::min))
    }
    pub fn idle_holds_zero(spectrum: &[f64], kept: &[usize], k: usize) -> (usize, f64) {
        let (count, _) = solutions::ways_down(spectrum, kept, k);
        let left =
            (0..spectrum.len()).filter(|j| !kept.contains(j)).map(|j| (0.0, spectrum[j]));
        let idle = left.filter(|_| k > kept.len());
        let all = pairs(spectrum, kept).into_iter().chain(idle);
        let curvature =
            |(held, mine): (f64, f64)| held + mine - (held - mine).hypot(2.0 * mine);
        (count, all.map(curvature).fold(0.0, f64::min))
    }
}
