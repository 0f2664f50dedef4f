//! The useless perfect autoencoder: the code of a sample is its number in a list.
//!
//! What an encoder and a decoder of unlimited power may do with one number. On the samples it was fitted on it makes no
//! error at all; of any other sample it gives back the nearest of these.

use crate::check::{check_columns, check_some};
use crate::eigenfaces::nearest_label;
use crate::linalg::check_finite;
use crate::{Autoencoder, Error, Real, Result};
use ndarray::{Array2, Axis};

/// The most samples whose numbers the code can tell apart: f32 holds all whole numbers up to 2²⁴.
const MOST: usize = 1 << 24;

/// z = i for sample i, and x̃ = the sample whose number is nearest to z: k = 1.
#[derive(Debug, Clone)]
pub struct IndexCode {
    /// X (n, d): the list.
    samples: Array2<Real>,
    /// 0, 1, …, n − 1.
    numbers: Vec<usize>,
}

impl IndexCode {
    /// Learns X (n, d), 1 ≤ n ≤ 2²⁴, by heart. Errors where X has no row or no column, too many rows, or is not finite.
    pub fn fit(x: &Array2<Real>) -> Result<IndexCode> {
        check_some(x.nrows(), 1, "a list of samples", "sample")?;
        check_some(x.ncols(), 1, "a list of samples", "feature")?;
        if x.nrows() > MOST {
            let (value, range) = (x.nrows().to_string(), "at most 16 777 216");
            return Err(Error::OutOfRange {
                name: "the number of samples in a list",
                value,
                range,
            });
        }
        check_finite(x.view())?;
        Ok(IndexCode { samples: x.clone(), numbers: (0..x.nrows()).collect() })
    }
}

impl Autoencoder for IndexCode {
    fn features(&self) -> usize {
        self.samples.ncols()
    }

    fn code_size(&self) -> usize {
        1
    }

    /// The number of the nearest sample in the list: (n, d) → (n, 1). Errors where X has not d columns, or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the samples", self.features(), x)?;
        let nearest = nearest_label(&self.samples, &self.numbers, x)?;
        Ok(Array2::from_shape_fn((x.nrows(), 1), |(i, _)| nearest[i] as Real))
    }

    /// The sample with that number, which is rounded: (n, 1) → (n, d). Errors where Z has not one column, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the codes", 1, z)?;
        let last = (self.numbers.len() - 1) as Real;
        let rows: Vec<usize> =
            z.iter().map(|z| z.round().clamp(0.0, last) as usize).collect();
        Ok(self.samples.select(Axis(0), &rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn it_knows_its_list_by_heart_and_nothing_else() -> Result<()> {
        let x = array![[0.0, 0.0], [5.0, 1.0], [0.0, 4.0]];
        let index = IndexCode::fit(&x)?;
        assert_eq!(index.encode(&x)?, array![[0.0], [1.0], [2.0]]);
        assert_eq!(index.squared_error(&x)?, 0.0);
        assert_eq!(index.reconstruct(&array![[4.0, 0.0]])?, array![[5.0, 1.0]]);
        assert_eq!(
            index.decode(&array![[1.4], [-3.0], [9.0]])?,
            x.select(Axis(0), &[1, 0, 2])
        );
        Ok(())
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let said = |x: &Array2<Real>| IndexCode::fit(x).unwrap_err().to_string();
        assert!(said(&Array2::zeros((0, 3))).contains("at least 1 sample"));
        assert!(said(&array![[Real::NAN]]).contains("row 0"));
    }
}
