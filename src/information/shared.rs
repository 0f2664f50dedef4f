//! What one variable knows of another: Bayes, mutual information, and two ways to estimate it from pairs.

use super::sampled::nearest;
use super::{BIT, check_distribution, entropy};
use crate::check::{check_columns, check_some};
use crate::linalg::check_finite;
use crate::{Error, Real, Result, coding, error::counted};
use ndarray::{Array2, ArrayView1, Axis};
use std::collections::BTreeMap;

/// Which value a has, and which b.
pub type Pair = (usize, usize);

// ANCHOR: bayes
/// Bayes: p(cause | what was seen) from the prior p(cause) and the likelihoods
/// p(seen | cause), and p(seen) = Σ p(seen | cause) p(cause), the total probability.
///
/// Errors where the prior is no distribution, a likelihood is not in [0, 1], their numbers
/// differ, or what was seen is impossible under every cause.
pub fn posterior(prior: &[f64], likelihood: &[f64]) -> Result<(Vec<f64>, f64)> {
    check_likelihood(prior, likelihood)?;
    let joint: Vec<f64> = prior.iter().zip(likelihood).map(|(p, l)| p * l).collect();
    let total: f64 = joint.iter().sum();
    if total > 0.0 {
        return Ok((joint.iter().map(|p| p / total).collect(), total));
    }
    let (name, range) = ("the probability of what was seen", "above 0 under some cause");
    Err(Error::OutOfRange { name, value: "0".into(), range })
}
// ANCHOR_END: bayes

// ANCHOR: mutual
/// I(A; B) = KL(joint ‖ product of its margins) in nats, of a table of p(a, b), (A, B).
///
/// Errors where the table is no distribution.
pub fn mutual_information(joint: &Array2<f64>) -> Result<f64> {
    let all: Vec<f64> = joint.iter().copied().collect();
    let a = joint.sum_axis(Axis(1)).to_vec();
    let b = joint.sum_axis(Axis(0)).to_vec();
    Ok(entropy(&a)? + entropy(&b)? - entropy(&all)?) // H(A) + H(B) − H(A, B)
}
// ANCHOR_END: mutual

// ANCHOR: plug_in
/// I of the pairs' own shares, as if they were probabilities: the plug-in estimate, too
/// large by about (A − 1)(B − 1)/2n where every cell of the table is well filled, and near
/// min(H(A), H(B)) where most pairs have a cell to themselves.
///
/// Errors where there is no pair.
pub fn plug_in(pairs: &[(usize, usize)]) -> Result<f64> {
    check_some(pairs.len(), 1, "an estimate of shared information", "pair")?;
    let of = |key: fn(&(usize, usize)) -> (usize, usize)| -> f64 {
        let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        pairs.iter().for_each(|pair| *counts.entry(key(pair)).or_default() += 1);
        let counts: Vec<usize> = counts.into_values().collect();
        BIT * coding::entropy::entropy(&counts) // from bits
    };
    Ok(of(|&(a, _)| (a, 0)) + of(|&(_, b)| (0, b)) - of(|&pair| pair))
}
// ANCHOR_END: plug_in

// ANCHOR: held_out
/// The mean of ln q(b | c)/q(b) over the pairs of `test`, by tables learnt on `train`, each
/// with one pair more, shared out as q(b) is: in the mean
/// I(C; B) − KL(p(b|c)‖q(b|c)) + KL(p(b)‖q(b)), whose last term vanishes as `train` grows.
///
/// Errors where a side has no pair, or a b is not below the number of `outcomes`.
pub fn held_out(train: &[Pair], test: &[Pair], outcomes: usize) -> Result<f64> {
    check_pairs(train, test, outcomes)?;
    let mut all = vec![1.0 / outcomes as f64; outcomes]; // q(b) (n + 1)
    let mut cells: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for &(c, b) in train {
        all[b] += 1.0;
        cells.entry(c).or_insert_with(|| vec![0.0; outcomes])[b] += 1.0;
    }
    let gain = |&(c, b): &Pair| {
        let q = all[b] / (train.len() + 1) as f64; // q(b)
        match cells.get(&c) {
            None => 0.0, // a cell never seen: q(b | c) = q(b)
            Some(counts) => {
                let n: f64 = counts.iter().sum();
                ((counts[b] + q) / (n + 1.0) / q).ln() // ln q(b | c)/q(b)
            }
        }
    };
    Ok(test.iter().map(gain).sum::<f64>() / test.len() as f64)
}
// ANCHOR_END: held_out

/// The same gain by neighbours, for numbers a (n, d) that need no cells: q(b | a) from the k pairs of `train` nearest to a,
/// and one more shared out as q(b) is.
///
/// Errors where rows and outcomes differ in number, columns differ, an entry is not finite, or k is not 1 to n.
pub fn by_neighbours(
    (x, known): (&Array2<Real>, &[usize]),
    (y, asked): (&Array2<Real>, &[usize]),
    outcomes: usize,
    k: usize,
) -> Result<f64> {
    let whole = |labels: &[usize]| labels.iter().map(|&b| (0, b)).collect::<Vec<_>>();
    check_pairs(&whole(known), &whole(asked), outcomes)?;
    check_columns("the numbers to be read", x.ncols(), y)?;
    check_finite(x.view())?;
    for (what, rows, labels) in [("known outcomes", x, known), ("asked outcomes", y, asked)]
    {
        if rows.nrows() != labels.len() {
            let (expected, got) = (counted(rows.nrows(), "row"), labels.len().to_string());
            return Err(Error::Shape { what, expected, got });
        }
    }
    if !(1..=x.nrows()).contains(&k) {
        return Err(Error::TooManyNeighbours { k, n: x.nrows(), most: x.nrows() });
    }
    let mut all = vec![1.0 / outcomes as f64; outcomes];
    known.iter().for_each(|&b| all[b] += 1.0);
    let gain = |(row, &b): (ArrayView1<Real>, &usize)| {
        let near = nearest(x, row, None, k);
        let count = near.iter().filter(|(_, i)| known[*i] == b).count() as f64;
        let q = all[b] / (known.len() + 1) as f64;
        ((count + q) / (k + 1) as f64 / q).ln()
    };
    Ok(y.rows().into_iter().zip(asked).map(gain).sum::<f64>() / asked.len() as f64)
}

fn check_pairs(
    train: &[(usize, usize)],
    test: &[(usize, usize)],
    outcomes: usize,
) -> Result<()> {
    check_some(train.len(), 1, "a table of shared information", "pair")?;
    check_some(test.len(), 1, "a test of shared information", "pair")?;
    match train.iter().chain(test).find(|(_, b)| *b >= outcomes) {
        None => Ok(()),
        Some((_, b)) => {
            let expected = format!("a number below {outcomes}");
            Err(Error::Shape { what: "an outcome", expected, got: b.to_string() })
        }
    }
}

fn check_likelihood(prior: &[f64], likelihood: &[f64]) -> Result<()> {
    check_distribution(prior)?;
    if likelihood.len() != prior.len() {
        let expected = format!("{}, as many as causes", counted(prior.len(), "number"));
        let got = likelihood.len().to_string();
        return Err(Error::Shape { what: "the likelihoods", expected, got });
    }
    match likelihood.iter().find(|l| !(0.0..=1.0).contains(*l)) {
        None => Ok(()),
        Some(bad) => {
            let (name, range) = ("the likelihood of an event", "between 0 and 1");
            Err(Error::OutOfRange { name, value: bad.to_string(), range })
        }
    }
}
