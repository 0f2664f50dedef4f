//! Corruption: what is done to a sample before the network sees it.

use crate::linalg::check_finite;
use crate::nn::draw::stream;
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Zip};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::fmt::{self, Display, Formatter};

/// Numbers that a row may draw without meeting the next row's: 2¹⁸.
const APART: u32 = 18;

/// C(x̃|x), each number of a sample by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Corruption {
    /// x̃ = x + σe with e ~ N(0, 1).
    Gaussian { sd: Real },
    /// The same, cut off at 0 and at 1 as in a picture that is stored: no longer of mean 0
    /// where x is black or white.
    Clipped { sd: Real },
    /// x̃ = 0 with this probability, else x.
    Masking { share: Real },
    /// x̃ = 0 or 1, either with half this probability, else x.
    SaltAndPepper { share: Real },
}

impl Corruption {
    /// Errors where a standard deviation is negative or not finite, or a share outside
    /// [0, 1].
    pub fn check(self) -> Result<()> {
        let (name, value, right, range) = match self {
            Corruption::Gaussian { sd } | Corruption::Clipped { sd } => {
                let right = sd >= 0.0 && sd.is_finite();
                ("the standard deviation of noise", sd, right, "finite, and 0 or more")
            }
            Corruption::Masking { share } | Corruption::SaltAndPepper { share } => {
                let right = (0.0..=1.0).contains(&share);
                ("the share of corrupted numbers", share, right, "between 0 and 1")
            }
        };
        match right {
            true => Ok(()),
            false => Err(Error::OutOfRange { name, value: value.to_string(), range }),
        }
    }

    /// X̃ (n, d) of X (n, d), always the same for a seed: to measure on.
    ///
    /// Errors as [`Corruption::check`], and where X is not finite.
    pub fn fixed(self, x: &Array2<Real>, seed: u64) -> Result<Array2<Real>> {
        self.check()?;
        check_finite(x.view())?;
        let mut noisy = Array2::zeros(x.dim());
        self.draw(x.view(), noisy.view_mut(), &stream(seed, "corruption"));
        Ok(noisy)
    }

    /// X̃ from X, both (n, d), by the numbers of `rng`: of each row its own, so that no result
    /// depends on who draws first.
    pub(super) fn draw(
        self,
        x: ArrayView2<Real>,
        mut noisy: ArrayViewMut2<Real>,
        rng: &ChaCha8Rng,
    ) {
        let rows = Zip::indexed(noisy.axis_iter_mut(Axis(0))).and(x.axis_iter(Axis(0)));
        rows.par_for_each(|row, to, from| {
            let mut rng = rng.clone();
            rng.set_word_pos(rng.get_word_pos() + ((row as u128) << APART));
            Zip::from(to).and(from).for_each(|to, &from| *to = self.one(from, &mut rng));
        });
    }

    // ANCHOR: corrupt
    /// What one number x is corrupted to.
    fn one(self, x: Real, rng: &mut ChaCha8Rng) -> Real {
        let mut e = || rng.sample::<f64, _>(StandardNormal) as Real;
        match self {
            Corruption::Gaussian { sd } => x + sd * e(),
            Corruption::Clipped { sd } => (x + sd * e()).clamp(0.0, 1.0),
            Corruption::Masking { share } if rng.random::<Real>() < share => 0.0,
            Corruption::SaltAndPepper { share } => match rng.random::<Real>() {
                u if u < share / 2.0 => 0.0, // pepper
                u if u < share => 1.0,       // salt
                _ => x,
            },
            Corruption::Masking { .. } => x,
        }
    }
    // ANCHOR_END: corrupt
}

/// "Gaussian noise of sd 0.5".
impl Display for Corruption {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        match self {
            Corruption::Gaussian { sd } => write!(f, "Gaussian noise of sd {sd}"),
            Corruption::Clipped { sd } => write!(f, "Gaussian noise of sd {sd}, clipped"),
            Corruption::Masking { share } => write!(f, "masking of a share of {share}"),
            Corruption::SaltAndPepper { share } => {
                write!(f, "salt and pepper on a share of {share}")
            }
        }
    }
}
