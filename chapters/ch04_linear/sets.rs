//! The images that the experiments are made on, and what PCA says of them.

use autoencoders::data::{ImageSet, digits, optdigits};
use autoencoders::error::counted;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::linear::full_batch::{Descent, FullBatch};
use autoencoders::linear::history::silent;
use autoencoders::ndarray::{Array2, ArrayView1};
use autoencoders::nn::optim::Sgd;
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use chapters::datasets::{self, Images};
use chapters::figures::Tile;
use chapters::{Outcome, Run};
use rand::Rng;

/// Fewer images than these are no set to train on.
const FEWEST: usize = 12;
/// A saddle needs a component to leave out and one more.
const LEAST_RANK: usize = 6;
/// C is (d, d): with more pixels than these, thousands of steps would take hours.
const MOST_PIXELS: usize = 1024;

/// Images with all their components.
pub struct Set {
    /// X (n, d), and how to show a row.
    pub images: ImageSet,
    /// Others to measure on, where there are such.
    pub test: Option<ImageSet>,
    /// The value of a white pixel.
    pub white: Real,
    /// All components: the judge of everything that is trained.
    pub pca: Pca,
    /// μ and C.
    pub batch: FullBatch,
    /// The eigenvalues λ of C: the loss divides by n where PCA's variances divide by n − 1.
    pub lambda: Vec<f64>,
    /// The sum of all d of them.
    pub total: f64,
}

/// The two sets of digits; a reader's images take the place of both.
pub struct Sets {
    /// Few features, for curves that need many steps: the 8×8 digits.
    pub small: Set,
    /// The 28×28 digits.
    pub digits: Set,
}

impl Sets {
    /// The built-in digits, or the images of `--data`.
    pub fn load(run: &mut Run) -> Outcome<Sets> {
        let drawn = match (run.args.quick, &run.args.data) {
            (true, None) => Images {
                train: digits::digits(run.args.seed, 400)?.images,
                test: None,
                white: 1.0,
            },
            _ => datasets::rendered_digits(run)?,
        };
        drawn.check(FEWEST, MOST_PIXELS)?;
        let small = match run.args.data {
            Some(_) => Set::new(
                first(&drawn.train, run.size(400, optdigits::COUNT, optdigits::COUNT))?,
                None,
                1.0,
            )?,
            None => {
                run.name_data("optdigits, digits and faces");
                Set::new(optdigits::load()?, None, 16.0)?
            }
        };
        let train = if run.args.quick { first(&drawn.train, 1000)? } else { drawn.train };
        let digits = Set::new(train, drawn.test, drawn.white)?;
        for (prefix, set) in [("", &small), ("digits_", &digits)] {
            run.count(&format!("{prefix}samples"), set.images.len());
            run.count(&format!("{prefix}features"), set.features());
        }
        Ok(Sets { small, digits })
    }
}

/// The first images of a set, at most `count`.
fn first(set: &ImageSet, count: usize) -> Outcome<ImageSet> {
    Ok(set.select(&(0..set.len().min(count)).collect::<Vec<_>>())?)
}

impl Set {
    /// Fit all components.
    pub fn new(images: ImageSet, test: Option<ImageSet>, white: Real) -> Outcome<Set> {
        let (n, d) = images.x.dim();
        let all = Pca::fit(&images.x, (n - 1).min(d))?;
        let pca = all.truncate(all.rank())?;
        if pca.code_size() < LEAST_RANK {
            let r = counted(pca.code_size(), "direction");
            return Err(format!(
                "the images vary in {r} only; give some that vary in {LEAST_RANK} at least"
            )
            .into());
        }
        let share = (n as f64 - 1.0) / n as f64;
        let lambda = pca.variances.iter().map(|&v| share * f64::from(v)).collect();
        let total = share * pca.total_variance;
        let batch = FullBatch::about(&pca.mean, &images.x)?;
        Ok(Set { images, test, white, pca, batch, lambda, total })
    }

    /// X (n, d).
    pub fn x(&self) -> &Array2<Real> {
        &self.images.x
    }

    /// The images to measure on: others where there are such, otherwise the fitted ones themselves.
    pub fn measured(&self) -> &ImageSet {
        self.test.as_ref().unwrap_or(&self.images)
    }

    /// d.
    pub fn features(&self) -> usize {
        self.images.x.ncols()
    }

    /// Σ_{i>k} λᵢ: the least loss of any code of k numbers.
    pub fn dropped(&self, k: usize) -> f64 {
        (self.total - self.lambda.iter().take(k).sum::<f64>()).max(0.0)
    }

    /// How far the loss of a model is above the least, in per cent.
    pub fn excess(&self, model: &LinearAutoencoder) -> Outcome<f64> {
        let least = self.dropped(model.code_size());
        Ok(100.0 * (model.loss(self.x(), 0.0)? / least - 1.0).max(0.0))
    }

    /// The code size of the chapter's small network: 4.
    pub fn k(&self) -> usize {
        self.at_most(4)
    }

    /// `wanted`, or as many as leave two components over.
    pub fn at_most(&self, wanted: usize) -> usize {
        wanted.min(self.pca.code_size().saturating_sub(2)).max(1)
    }

    /// How many starts: one of three by the size asked for, and five at most where the pictures are large.
    pub fn seeds(&self, run: &Run, quick: usize, default: usize, full: usize) -> usize {
        let seeds = run.size(quick, default, full);
        if self.is_large() { seeds.min(5) } else { seeds }
    }

    /// Whether a step takes so long that there should be fewer of them.
    pub fn is_large(&self) -> bool {
        self.features() > 100
    }

    /// Decimals with which losses are printed.
    pub fn places(&self) -> usize {
        if self.total > 100.0 { 1 } else { 3 }
    }

    /// 1/(2λ₁): the rate at and above which plain descent comes to rest in no minimum.
    pub fn rate_limit(&self) -> f64 {
        1.0 / (2.0 * self.lambda[0])
    }

    /// A small random start. (What a large one puts into V along directions without variance would stay there for long.)
    pub fn start(&self, k: usize, rng: &mut impl Rng) -> Outcome<LinearAutoencoder> {
        Ok(LinearAutoencoder::random(&self.pca.mean, k, 1e-3, rng)?)
    }

    /// A model trained to the end: by the whole batch, with momentum, which makes the weak components quicker.
    pub fn trained(
        &self,
        k: usize,
        alpha: f64,
        steps: usize,
        rng: &mut impl Rng,
    ) -> Outcome<LinearAutoencoder> {
        let mut model = self.start(k, rng)?;
        let mut optimiser = with_momentum(0.25 * self.rate_limit());
        let how = Descent { steps, alpha, every: steps };
        self.batch.descend(&mut model, &how, &mut optimiser, silent)?;
        Ok(model)
    }

    /// A row of pixels as a picture.
    pub fn tile(&self, row: ArrayView1<Real>) -> Tile {
        Tile::image(&self.images, row, 0.0, self.white)
    }
}

/// Nesterov's momentum, β = 0.9.
pub fn with_momentum(rate: f64) -> Sgd {
    Sgd { rate, momentum: 0.9, nesterov: true, ..Sgd::default() }
}
