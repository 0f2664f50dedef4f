//! What comes first in a ranking: precision and recall.

use super::weighting::unit_rows;
use crate::{Error, Real, Result};
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// Queries that one thread ranks at a time.
const CHUNK: usize = 64;

/// How well rankings put the relevant documents first, averaged over queries.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecisionRecall {
    /// Interpolated precision at each recall level asked for.
    pub precision: Vec<f64>,
    /// Mean average precision.
    pub average: f64,
    /// Queries that have a relevant document at all.
    pub queries: usize,
}

// ANCHOR: precision_recall
/// Precision at each recall level, and average precision, of one ranking: `relevant[r]`
/// says whether the document at rank r is relevant. `None` where none is.
///
/// After r documents with h relevant ones among them precision is h/r and recall h/R, R of
/// all being relevant. Precision *at* a level is the best at that recall or a higher one
/// (interpolated); average precision is the mean of h/r over the ranks of the R. Source:
/// Manning, Raghavan & Schütze 2008, §8.4.
pub fn of_ranking(relevant: &[bool], levels: &[f64]) -> Option<(Vec<f64>, f64)> {
    let all = relevant.iter().filter(|&&is| is).count(); // R
    let mut curve = Vec::with_capacity(all); // (recall, precision) where one is found
    for (rank, _) in relevant.iter().enumerate().filter(|(_, is)| **is) {
        let found = curve.len() + 1; // h
        curve.push((found as f64 / all as f64, found as f64 / (rank + 1) as f64));
    }
    let average = curve.iter().map(|(_, precision)| precision).sum::<f64>() / all as f64;
    for h in (1..all).rev() {
        curve[h - 1].1 = curve[h - 1].1.max(curve[h].1); // the best from here on
    }
    let at = |level: &f64| {
        curve[curve.partition_point(|(recall, _)| recall < level).min(all - 1)].1
    };
    (all > 0).then(|| (levels.iter().map(at).collect(), average))
}
// ANCHOR_END: precision_recall

/// Each document as a query: the others in the order of the cosine of their codes Z (n, k) with its own, relevant being
/// those with its label; averages over the queries.
///
/// Equal cosines keep the documents' order. Recall levels are from 0 to 1. Results do not depend on the number of threads.
/// Errors where the labels are not n, a level is out of range, an entry is not finite, or no document has a relevant one.
pub fn same_label(
    z: &Array2<Real>,
    labels: &[usize],
    levels: &[f64],
) -> Result<PrecisionRecall> {
    if labels.len() != z.nrows() {
        let (expected, got) =
            (format!("{} labels, one a document", z.nrows()), labels.len().to_string());
        return Err(Error::Shape { what: "labels", expected, got });
    }
    if let Some(level) = levels.iter().find(|level| !(0.0..=1.0).contains(*level)) {
        return Err(Error::OutOfRange {
            name: "a recall level",
            value: level.to_string(),
            range: "0 to 1",
        });
    }
    let z = unit_rows(z)?;
    let queries: Vec<usize> = (0..labels.len()).collect();
    let chunks = queries.par_chunks(CHUNK);
    let chunks: Vec<Vec<_>> =
        chunks.map(|rows| of_queries(&z, labels, rows, levels)).collect();
    let each: Vec<(Vec<f64>, f64)> = chunks.into_iter().flatten().flatten().collect();
    if each.is_empty() {
        return Err(Error::TooFew {
            what: "retrieval",
            need: 2,
            unit: "documents with one label",
            got: 1,
        });
    }
    let n = each.len() as f64;
    let mut mean = PrecisionRecall {
        precision: vec![0.0; levels.len()],
        average: 0.0,
        queries: each.len(),
    };
    for (precision, average) in &each {
        mean.average += average / n;
        mean.precision.iter_mut().zip(precision).for_each(|(mean, p)| *mean += p / n);
    }
    Ok(mean)
}

/// The rankings of some queries, measured. Rows of Z have unit length.
fn of_queries(
    z: &Array2<Real>,
    labels: &[usize],
    rows: &[usize],
    levels: &[f64],
) -> Vec<Option<(Vec<f64>, f64)>> {
    let cosines = z.select(Axis(0), rows).dot(&z.t()); // (queries, n)
    let rank = |(&query, cosines): (&usize, ndarray::ArrayView1<Real>)| {
        let mut order: Vec<usize> = (0..labels.len()).filter(|&i| i != query).collect();
        order.sort_by(|&a, &b| cosines[b].total_cmp(&cosines[a]));
        let relevant: Vec<bool> =
            order.iter().map(|&i| labels[i] == labels[query]).collect();
        of_ranking(&relevant, levels)
    };
    rows.iter().zip(cosines.rows()).map(rank).collect()
}
