//! What is left of images when the best linear prediction from one number after another is taken away.

use autoencoders::Real;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::pca::axes;
use chapters::Outcome;

/// Second moments (d, d) of what is left, on the images that decoders are fitted on and on others.
#[derive(Clone)]
pub struct Left {
    fitted: Array2<f64>,
    unseen: Array2<f64>,
}

impl Left {
    /// Nothing taken away yet but the mean of the fitted images.
    pub fn of(fitted: &Array2<Real>, unseen: &Array2<Real>) -> Outcome<Left> {
        let mean = axes::mean_of(fitted.view());
        let moments =
            |x: &Array2<Real>| axes::scatter(x, &mean).mapv(f64::from) / x.nrows() as f64;
        Ok(Left { fitted: moments(fitted), unseen: moments(unseen) })
    }

    /// The squared error an unseen image.
    pub fn error(&self) -> f64 {
        self.unseen.diag().sum()
    }

    /// Take away what the number t = uᵀr of the rest r predicts: r ← r − c t with c = Σu/(uᵀΣu), Σ that of the fitted.
    ///
    /// With this c the fitted images' error is the least that a linear decoder of t can leave. Then
    /// Σ ← (I − cuᵀ)Σ(I − ucᵀ), and the same of the unseen.
    pub fn take(&mut self, u: &Array1<f64>) {
        let along = self.fitted.dot(u);
        let variance = u.dot(&along);
        if variance <= 1e-9 * self.fitted.diag().sum() / u.len() as f64 * u.dot(u) {
            return; // nothing is left along u
        }
        let c = &along / variance;
        let seen = self.unseen.dot(u); // Su
        let square = u.dot(&seen); //     uᵀSu
        for (i, mut row) in self.fitted.rows_mut().into_iter().enumerate() {
            row.scaled_add(-c[i], &along);
        }
        for (i, mut row) in self.unseen.rows_mut().into_iter().enumerate() {
            row.scaled_add(-c[i], &seen);
            row.scaled_add(c[i] * square - seen[i], &c);
        }
    }

    /// The errors after none, one, two … directions.
    pub fn along(&self, directions: &[Array1<f64>]) -> Vec<f64> {
        let mut left = self.clone();
        let rest = directions.iter().map(|u| {
            left.take(u);
            left.error()
        });
        std::iter::once(self.error()).chain(rest).collect()
    }

    /// The errors after none, one, two … pixels.
    pub fn after_each(&self, pixels: &[usize]) -> Vec<f64> {
        let directions: Vec<_> = pixels.iter().map(|&p| self.pixel(p)).collect();
        self.along(&directions)
    }

    /// The errors where each of the orthonormal columns of Q decodes its own score: those of a projection.
    pub fn along_themselves(&self, q: &Array2<f64>) -> Vec<f64> {
        let kept = (&self.unseen.dot(q) * q).sum_axis(autoencoders::ndarray::Axis(0));
        let rest = kept.iter().scan(self.error(), |rest, kept| {
            *rest -= kept;
            Some(*rest)
        });
        std::iter::once(self.error()).chain(rest).collect()
    }

    /// The k pixels that vary most.
    pub fn largest_variances(&self, k: usize) -> Vec<usize> {
        let variance = self.fitted.diag();
        let mut pixels: Vec<usize> = (0..variance.len()).collect();
        pixels.sort_by(|&a, &b| variance[b].total_cmp(&variance[a]));
        pixels.truncate(k);
        pixels
    }

    fn pixel(&self, p: usize) -> Array1<f64> {
        let mut e = Array1::zeros(self.fitted.nrows());
        e[p] = 1.0;
        e
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autoencoders::data::optdigits;
    use autoencoders::pca::{Pca, held_out_error};

    #[test]
    fn along_eigenvectors_the_best_decoder_is_pca() {
        let x = optdigits::load().unwrap().x;
        let pca = Pca::fit(&x, 12).unwrap();
        let directions: Vec<_> =
            pca.w.columns().into_iter().map(|v| v.mapv(f64::from)).collect();
        let found = Left::of(&x, &x).unwrap().along(&directions);
        let expected = held_out_error(&x, &x, &(0..=12).collect::<Vec<_>>()).unwrap();
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found / expected - 1.0).abs() < 1e-4, "{found}, not {expected}");
        }
    }

    #[test]
    fn the_order_of_pixels_does_not_matter_and_each_is_known_exactly() {
        let x = optdigits::load().unwrap().x;
        let whole = Left::of(&x, &x).unwrap();
        let last = |pixels: &[usize]| *whole.after_each(pixels).last().unwrap();
        assert!((last(&[10, 21, 43]) / last(&[43, 10, 21]) - 1.0).abs() < 1e-9);
        let mut left = whole.clone();
        left.take(&whole.pixel(10));
        assert!(left.unseen[[10, 10]].abs() < 1e-6, "pixel 10 is in the code");
        // By hand: what pixel 10 predicts of each pixel a is Σ_{a,10}²/Σ_{10,10}.
        let row = whole.fitted.row(10);
        let by_hand = whole.error() - row.dot(&row) / whole.fitted[[10, 10]];
        assert!((left.error() / by_hand - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_best_decoder_beats_each_directions_own() {
        let x = optdigits::load().unwrap().x;
        let whole = Left::of(&x, &x).unwrap();
        let pixels = whole.largest_variances(10);
        let q = Array2::from_shape_fn((64, 10), |(a, j)| f64::from(a == pixels[j]));
        let last = |errors: Vec<f64>| errors[10];
        assert!(last(whole.after_each(&pixels)) < last(whole.along_themselves(&q)));
    }
}
