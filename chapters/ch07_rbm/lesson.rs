//! Machines that are to learn, side by side.

use autoencoders::Real;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::learning::Learning;
use chapters::Outcome;
use rand_chacha::ChaCha8Rng;

/// A machine, a way to learn, and the random numbers for it.
pub struct Lesson {
    start: Rbm,
    how: Learning,
    rng: ChaCha8Rng,
}

impl Lesson {
    /// The next lesson on n samples with numbers of `rng`, which is left where the lesson will end: lessons that are planned
    /// one after another can be given side by side, and find what they would have found one after another.
    pub fn plan(
        start: Rbm,
        how: Learning,
        n: usize,
        rng: &mut ChaCha8Rng,
    ) -> Outcome<Lesson> {
        let lesson = Lesson { start, how, rng: rng.clone() };
        // How many numbers are drawn depends on samples and epochs alone: a machine of one unit takes as many.
        let mut least =
            Rbm::new(Array2::zeros((1, 1)), Array1::zeros(1), Array1::zeros(1))?;
        let cheap = Learning { epochs: how.epochs, batch: n, ..Learning::default() };
        least.learn(&Array2::zeros((n, 1)), &cheap, rng, |_, _| Ok(()))?;
        Ok(lesson)
    }

    /// The machine that has learnt from X; `observe` sees it after each epoch.
    pub fn give(
        &self,
        x: &Array2<Real>,
        observe: impl FnMut(usize, &Rbm) -> autoencoders::Result<()>,
    ) -> Outcome<Rbm> {
        let (mut rbm, mut rng) = (self.start.clone(), self.rng.clone());
        rbm.learn(x, &self.how, &mut rng, observe)?;
        Ok(rbm)
    }
}
