//! Labels that are given, and what is read of the images that bear them.

use super::sets::Sets;
use autoencoders::Real;
use autoencoders::data::ImageSet;
use autoencoders::ndarray::Array2;
use autoencoders::sparse::few_labels::{Labelled, balanced, few_labels};
use chapters::{Outcome, Run};

/// Those of these numbers of labels that the images suffice for, as many of each class; none where nothing is told apart.
pub fn affordable(sets: &Sets, wanted: &[usize]) -> Vec<usize> {
    let classes = sets.classes();
    if classes < 2 {
        return Vec::new();
    }
    let of = |class| sets.train.labels.iter().filter(|&&l| l == class).count();
    let fewest = (0..classes).map(of).min().unwrap_or(0);
    let fits =
        |n: usize| n >= classes && n < sets.train.len() && n.div_ceil(classes) <= fewest;
    wanted.iter().copied().filter(|&n| fits(n)).collect()
}

/// Some labelled images.
pub struct Given {
    /// The images.
    pub set: ImageSet,
}

/// Codes of the given images, the held-out and the test ones.
pub type Codes = [Array2<Real>; 3];

impl Given {
    /// n labels, as many of each class: the same for everything from this start. All images
    /// where n is as many or more.
    pub fn draw(run: &Run, sets: &Sets, n: usize, start: usize) -> Outcome<Given> {
        if n >= sets.train.len() {
            return Ok(Given { set: sets.train.clone() });
        }
        let rng = &mut run.rng(&format!("labels {n} {start}"));
        let rows = balanced(&sets.train.labels, sets.classes(), n, rng)?;
        Ok(Given { set: sets.train.select(&rows)? })
    }

    /// What `read` makes of all three.
    pub fn read(
        &self,
        sets: &Sets,
        read: impl Fn(&Array2<Real>) -> Outcome<Array2<Real>>,
    ) -> Outcome<Codes> {
        Ok([read(&self.set.x)?, read(&sets.valid.x)?, read(&sets.test.x)?])
    }

    /// The given codes with their labels.
    pub fn labelled<'a>(&'a self, z: &'a Array2<Real>) -> Labelled<'a> {
        Labelled { z, labels: &self.set.labels }
    }

    /// The held-out ones.
    pub fn valid<'a>(&self, sets: &'a Sets, z: &'a Array2<Real>) -> Labelled<'a> {
        Labelled { z, labels: &sets.valid.labels }
    }

    /// The test ones.
    pub fn test<'a>(&self, sets: &'a Sets, z: &'a Array2<Real>) -> Labelled<'a> {
        Labelled { z, labels: &sets.test.labels }
    }

    /// % of the test images that softmax regression on these codes gets right.
    pub fn softmax(
        &self,
        sets: &Sets,
        read: impl Fn(&Array2<Real>) -> Outcome<Array2<Real>>,
    ) -> Outcome<f64> {
        let [g, v, t] = self.read(sets, read)?;
        let (valid, test) = (self.valid(sets, &v), self.test(sets, &t));
        Ok(100.0 * few_labels(self.labelled(&g), valid, test, sets.classes())?)
    }
}

/// All divided by the first one's root mean square length, as `few_labels` does.
pub fn scaled(codes: Codes) -> Codes {
    let square = f64::from(codes[0].iter().map(|z| z * z).sum::<Real>());
    let length = (square / codes[0].nrows().max(1) as f64).sqrt();
    let by = if length > 0.0 { (1.0 / length) as Real } else { 1.0 };
    codes.map(|z| z * by)
}
