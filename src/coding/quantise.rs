//! Codes as whole numbers: a uniform quantiser with a step for each number of the code.
//!
//! Rounding to a step Δ is wrong by an error that is nearly uniform on [−Δ/2, Δ/2), of mean square Δ²/12, as long as the
//! codes spread over several steps (Bennett 1948).

use crate::check::{check_columns, check_some};
use crate::linalg::check_finite;
use crate::{Autoencoder, Error, Real, Result, error::counted};
use ndarray::{Array1, Array2, Axis, Zip};

/// No number of a code has more levels: beyond, a level is no longer a short whole number.
pub const MOST_LEVELS: usize = 1 << 16;

/// Level q of number j of a code stands for the value lowestⱼ + q Δⱼ.
#[derive(Debug, Clone)]
pub struct Quantiser {
    /// Δ (k): the step of each number of the code.
    pub step: Array1<Real>,
    /// (k): the value of level 0. The mean of the training codes lies on a level.
    pub lowest: Array1<Real>,
    /// (k): how many levels the training codes need, 1 at least.
    pub levels: Array1<usize>,
}

impl Quantiser {
    /// For codes like these (n, k), n ≥ 1, in steps Δ (k): a level at the mean, and as many as the codes' range needs.
    ///
    /// Errors where there is no code, an entry is not finite, a step is not positive, or one of the numbers needs more than
    /// [`MOST_LEVELS`].
    pub fn new(codes: &Array2<Real>, step: &Array1<Real>) -> Result<Quantiser> {
        check_codes(codes, step.len())?;
        step.iter().try_for_each(|&step| check_step(step))?;
        let mean = codes.sum_axis(Axis(0)) / codes.nrows() as Real;
        let level = |value: &Array1<Real>| ((value - &mean) / step).mapv(Real::round); // counted from the mean's
        let (low, high) = range(codes);
        let (low, high) = (level(&low), level(&high));
        let span = &high - &low;
        if let Some(j) = span.iter().position(|&span| span >= MOST_LEVELS as Real) {
            let value = format!(
                "{}, so that number {j} of the code has {} levels",
                step[j],
                span[j] + 1.0
            );
            let range = "larger: a number of the code can have 65 536 levels";
            return Err(Error::OutOfRange {
                name: "a step of the quantiser",
                value,
                range,
            });
        }
        let levels = span.mapv(|span| span as usize + 1);
        Ok(Quantiser { step: step.clone(), lowest: mean + &low * step, levels })
    }

    /// One step for all numbers of the code: right where each of them moves the reconstruction as much, as PCA's do.
    pub fn one_step(codes: &Array2<Real>, step: Real) -> Result<Quantiser> {
        Quantiser::new(codes, &Array1::from_elem(codes.ncols(), step))
    }

    /// About as many levels, two at least, for each number of the code: Δⱼ = (largest − smallest)/(levels − 1).
    ///
    /// A number that does not vary gets one level.
    pub fn even(codes: &Array2<Real>, levels: usize) -> Result<Quantiser> {
        check_codes(codes, codes.ncols())?;
        if !(2..=MOST_LEVELS).contains(&levels) {
            let (name, range) = ("the number of levels", "between 2 and 65 536");
            return Err(Error::OutOfRange { name, value: levels.to_string(), range });
        }
        let (low, high) = range(codes);
        let step = (high - low) / (levels - 1) as Real;
        Quantiser::new(codes, &step.mapv(|s| if s > 0.0 { s } else { 1.0 }))
    }

    /// Steps by what they do to the reconstruction: Δⱼ = Δ/√sⱼ, s the [`sensitivity`] (k) to each number of the code, so that
    /// each adds an error of about Δ²/12, and all k of them kΔ²/12.
    ///
    /// With PCA's orthonormal columns sⱼ = 1: one step Δ. A number that moves nothing gets a single level. Errors as
    /// [`Quantiser::new`].
    pub fn balanced(
        codes: &Array2<Real>,
        s: &Array1<Real>,
        step: Real,
    ) -> Result<Quantiser> {
        check_codes(codes, s.len())?;
        check_step(step)?;
        let (low, high) = range(codes);
        let one_level = (high - low).mapv(|span| 4.0 * span.max(Real::MIN_POSITIVE)); // a step beyond all codes
        let steps = Zip::from(s)
            .and(&one_level)
            .map_collect(|&s, &most| (step / s.sqrt()).min(most));
        Quantiser::new(codes, &steps)
    }

    // ANCHOR: quantise
    /// q = round((z − lowest)/Δ), held within the levels: (n, k) → (n, k).
    ///
    /// Errors where Z has not k columns, or is not finite.
    pub fn quantise(&self, z: &Array2<Real>) -> Result<Array2<usize>> {
        check_columns("the codes", self.step.len(), z)?;
        let mut q = Array2::zeros(z.dim());
        for (mut q, z) in q.rows_mut().into_iter().zip(z.rows()) {
            Zip::from(&mut q)
                .and(z)
                .and(&self.lowest)
                .and(&self.step)
                .and(&self.levels)
                .for_each(|q, &z, &lowest, &step, &levels| {
                    let level = ((z - lowest) / step).round(); // outside for new codes only
                    *q = level.clamp(0.0, (levels - 1) as Real) as usize;
                });
        }
        Ok(q)
    }

    /// z = lowest + qΔ: (n, k) → (n, k). Errors where columns or levels are not ours.
    pub fn dequantise(&self, q: &Array2<usize>) -> Result<Array2<Real>> {
        self.check_levels(q)?;
        Ok(&q.mapv(|q| q as Real) * &self.step + &self.lowest) // z = lowest + qΔ
    }
    // ANCHOR_END: quantise

    fn check_levels(&self, q: &Array2<usize>) -> Result<()> {
        let (what, k) = ("the quantised codes", self.step.len());
        if q.ncols() != k {
            return Err(Error::Shape {
                what,
                expected: counted(k, "column"),
                got: q.ncols().to_string(),
            });
        }
        match q.indexed_iter().find(|((_, j), q)| **q >= self.levels[*j]) {
            None => Ok(()),
            Some(((i, j), q)) => {
                let expected = format!("levels below {} in column {j}", self.levels[j]);
                Err(Error::Shape { what, expected, got: format!("{q} in row {i}") })
            }
        }
    }
}

/// sⱼ (k) = (1/n) Σᵢ ‖g(zᵢ + δeⱼ) − g(zᵢ − δeⱼ)‖²/(2δ)²: how much each number of the code moves the reconstruction x̃ = g(z),
/// by central differences over a hundredth of its standard deviation (δ = 1 for a number that does not vary).
///
/// Codes (n, k), n ≥ 1. Errors where there is no code, or not k columns.
pub fn sensitivity(
    model: &(impl Autoencoder + ?Sized),
    codes: &Array2<Real>,
) -> Result<Array1<Real>> {
    check_codes(codes, model.code_size())?;
    let deviations = codes.std_axis(Axis(0), 0.0);
    let mut s = Array1::zeros(codes.ncols());
    for (j, s) in s.iter_mut().enumerate() {
        let delta = if deviations[j] > 0.0 { 0.01 * deviations[j] } else { 1.0 };
        let moved = |by: Real| {
            let mut z = codes.clone();
            z.column_mut(j).mapv_inplace(|z| z + by);
            model.decode(&z)
        };
        let change = (moved(delta)? - moved(-delta)?) / (2.0 * delta); // ∂x̃/∂zⱼ (n, d)
        *s = change.iter().map(|&c| c * c).sum::<Real>() / codes.nrows() as Real;
    }
    Ok(s)
}

/// The smallest and the largest of each column.
fn range(codes: &Array2<Real>) -> (Array1<Real>, Array1<Real>) {
    let low = codes.fold_axis(Axis(0), Real::INFINITY, |m, &z| m.min(z));
    (low, codes.fold_axis(Axis(0), Real::NEG_INFINITY, |m, &z| m.max(z)))
}

/// At least one code of k ≥ 1 finite numbers.
fn check_step(step: Real) -> Result<()> {
    match step > 0.0 && step.is_finite() {
        true => Ok(()),
        false => {
            let (name, range) = ("a step of the quantiser", "positive and finite");
            Err(Error::OutOfRange { name, value: step.to_string(), range })
        }
    }
}

fn check_codes(codes: &Array2<Real>, k: usize) -> Result<()> {
    check_some(codes.nrows(), 1, "a quantiser", "code")?;
    check_some(k, 1, "a quantiser", "number in a code")?;
    check_columns("the codes", k, codes)?;
    check_finite(codes.view())
}
