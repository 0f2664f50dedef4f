//! The pictures of a run in three parts, the corruptions, and how a restored picture is scored.

use autoencoders::conv::ConvAutoencoder;
use autoencoders::data::{ImageSet, digits};
use autoencoders::denoising::Corruption;
use autoencoders::denoising::quality::{WINDOW, psnr, ssim};
use autoencoders::ndarray::{Array2, s};
use autoencoders::{Frame, Real};
use chapters::datasets::{self, Images};
use chapters::{Outcome, Run};

/// Fewer pictures than these are no set to learn from.
const FEWEST: usize = 12;
/// A dense network on more numbers a picture would take too long.
const MOST: usize = 4096;
/// Pictures that SSIM is averaged over at most, and of those that other noise and other pictures
/// are tried on.
const FOR_SSIM: usize = 1000;
const SOME: usize = 2000;
/// Seeds of the noise that stays: on the pictures to choose by, and to measure on.
const CHOOSING: u64 = 71;
const MEASURING: u64 = 72;

/// What the chapter's table is about, by its name in numbers.
pub const NOISES: [(&str, &str, Corruption); 3] = [
    ("gauss", "Gaussian, sd ½", Corruption::Clipped { sd: 0.5 }),
    ("mask", "half masked", Corruption::Masking { share: 0.5 }),
    ("salt", "salt and pepper", Corruption::SaltAndPepper { share: 0.5 }),
];

/// Three parts of a set.
pub struct Sets {
    /// To learn from; pixels in [0, 1].
    pub train: ImageSet,
    /// Held out of the training: to choose parameters by.
    pub valid: ImageSet,
    /// Seen by no model and no choice.
    pub test: ImageSet,
}

/// How near restored pictures are, as means over pictures: PSNR in decibels, and SSIM where the
/// pictures are large enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    pub psnr: f64,
    pub ssim: Option<f64>,
}

impl Sets {
    /// The digits, or what `--data` names.
    pub fn load(run: &mut Run) -> Outcome<Sets> {
        let images = match run.args.data.clone() {
            Some(dir) => datasets::brought_in_colour(run, &dir)?,
            None => drawn(run)?,
        };
        images.check(FEWEST, MOST)?;
        // Sizes that the image layers cannot take are refused before anything is trained.
        ConvAutoencoder::tutorial(images.train.frame, &mut run.rng("frame"))?;
        let brought = run.args.data.is_some();
        let (train, test) = images.apart(5)?;
        let most = run.size(48, if brought { 12_000 } else { 8000 }, usize::MAX);
        let n = train.len().min(most);
        let (fitted, chosen) = datasets::last_of_every(if n > 10_000 { 30 } else { 8 }, n);
        let valid = train.select(&chosen[..chosen.len().min(run.size(8, 400, 2000))])?;
        let train = train.select(&fitted)?;
        let tested: Vec<usize> =
            (0..test.len().min(run.size(16, 500, usize::MAX))).collect();
        let sets = Sets { train, valid, test: test.select(&tested)? };
        run.count("train_samples", sets.train.len());
        run.count("valid_samples", sets.valid.len());
        run.count("test_samples", sets.test.len());
        run.count("features", sets.frame().len());
        if !sets.has_ssim() {
            run.note("left out: SSIM, which needs eleven pixels a side");
        }
        Ok(sets)
    }

    /// How a row is a picture.
    pub fn frame(&self) -> Frame {
        self.train.frame
    }

    fn has_ssim(&self) -> bool {
        self.frame().height.min(self.frame().width) >= WINDOW
    }

    /// The pictures to choose by, corrupted.
    pub fn noisy_valid(&self, corruption: Corruption) -> Outcome<Array2<Real>> {
        Ok(corruption.fixed(&self.valid.x, CHOOSING)?)
    }

    /// The pictures to measure on, corrupted: the same for every method.
    pub fn noisy_test(&self, corruption: Corruption) -> Outcome<Array2<Real>> {
        Ok(corruption.fixed(&self.test.x, MEASURING)?)
    }

    /// Both scores of restored pictures, which are cut off at 0 and 1 first.
    pub fn score(&self, clean: &Array2<Real>, restored: &Array2<Real>) -> Outcome<Score> {
        let y = restored.mapv(|v| v.clamp(0.0, 1.0));
        let n = clean.nrows().min(FOR_SSIM);
        let [x, few] = [clean, &y].map(|a| a.slice(s![..n, ..]).to_owned());
        let ssim = self.has_ssim().then(|| ssim(self.frame(), &x, &few)).transpose()?;
        let ssim = ssim.map(|each| each.sum() / n as f64);
        Ok(Score { psnr: mean_psnr(clean, &y)?, ssim })
    }

    /// The first of the pictures to measure on: not more than are needed where many networks
    /// are tried under many noises.
    pub fn some(&self) -> Array2<Real> {
        self.test.x.slice(s![..self.test.len().min(SOME), ..]).to_owned()
    }

    /// These, corrupted.
    pub fn noisy_some(&self, corruption: Corruption) -> Outcome<Array2<Real>> {
        Ok(corruption.fixed(&self.some(), MEASURING)?)
    }
}

/// The mean over pictures of each one's PSNR, restored pictures cut off at 0 and 1.
pub fn mean_psnr(clean: &Array2<Real>, restored: &Array2<Real>) -> Outcome<f64> {
    let y = restored.mapv(|v| v.clamp(0.0, 1.0));
    // No picture is restored to the last digit; where one is, as from no noise, 100 dB.
    let each = psnr(clean, &y)?.mapv(|v| v.min(100.0));
    Ok(each.sum() / each.len() as f64)
}

/// As many built-in digits as are needed.
fn drawn(run: &mut Run) -> Outcome<Images> {
    run.name_data("digits");
    let (n, m) = (run.size(48, 8000, 8000), run.size(16, 500, 500));
    let (train, test) = (digits::train(run.args.seed, n)?, digits::test(run.args.seed, m)?);
    Ok(Images { train: train.images, test: Some(test.images), white: 1.0 })
}
