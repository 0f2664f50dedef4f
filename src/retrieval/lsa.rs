//! Latent semantic analysis: the truncated SVD of weighted counts (Deerwester et al. 1990).

use crate::check::{check_columns, check_some};
use crate::linalg::{check_squares, eigh_top, gram_of_columns, gram_of_rows, orthonormal};
use crate::pca::axes::{fix_signs, squares_from};
use crate::{Autoencoder, Error, Real, Result};
use ndarray::{Array1, Array2};

/// Latent semantic analysis: PCA without the centring, so that counts that are zero stay zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Lsa {
    /// V (v, k): one unit direction in the space of words a column, largest singular value first.
    pub w: Array2<Real>,
    /// s (k): the singular values.
    pub s: Array1<Real>,
}

impl Lsa {
    // ANCHOR: lsa
    /// The k leading right singular vectors of counts X (n, v), by the smaller of XᵀX, XXᵀ.
    ///
    /// Errors where k is not in 1..=min(n, v), X has fewer than k independent rows, or an
    /// entry is not finite.
    pub fn fit(x: &Array2<Real>, k: usize) -> Result<Lsa> {
        let (n, v) = x.dim();
        check(x, k)?;
        let (squares, mut w) = if v <= n {
            eigh_top(gram_of_columns(x.view()).view(), k)? // XᵀX V = V diag(s²)
        } else {
            // XXᵀ U = U diag(s²)
            let (squares, u) = eigh_top(gram_of_rows(x.view()).view(), k)?;
            (squares, orthonormal(x.t().dot(&u).view())?) // V = XᵀU diag(1/s)
        };
        fix_signs(&mut w);
        let s = squares.mapv(|square| square.max(0.0).sqrt());
        let noise = Real::EPSILON.sqrt() * s[0]; // below it a square is rounding
        match s.iter().position(|&s| s <= noise) {
            Some(held) => Err(Error::TooManyComponents { k, n, d: v, most: held }),
            None => Ok(Lsa { w, s }),
        }
    }
    // ANCHOR_END: lsa
}

impl Autoencoder for Lsa {
    fn features(&self) -> usize {
        self.w.nrows()
    }

    fn code_size(&self) -> usize {
        self.w.ncols()
    }

    /// Z = XV: (n, v) → (n, k); "folding in", for documents that the SVD has not seen too. Errors where X has not v columns,
    /// or is not finite.
    fn encode(&self, x: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the documents", self.features(), x)?;
        Ok(x.dot(&self.w)) // Z = X V
    }

    /// X̃ = ZVᵀ: (n, k) → (n, v). Errors where Z has not k columns, or is not finite.
    fn decode(&self, z: &Array2<Real>) -> Result<Array2<Real>> {
        check_columns("the codes", self.code_size(), z)?;
        Ok(z.dot(&self.w.t())) // X̃ = Z Vᵀ
    }
}

/// 1 ≤ k ≤ min(n, v).
fn check(x: &Array2<Real>, k: usize) -> Result<()> {
    let (n, v) = x.dim();
    check_some(n, 1, "LSA", "document")?;
    check_some(v, 1, "LSA", "word")?;
    check_squares(squares_from(x.view(), &Array1::zeros(v)), x.view())?;
    match k {
        0 => Err(Error::OutOfRange {
            name: "the number of components",
            value: "0".into(),
            range: "at least 1",
        }),
        _ if k > n.min(v) => Err(Error::TooManyComponents { k, n, d: v, most: n.min(v) }),
        _ => Ok(()),
    }
}
