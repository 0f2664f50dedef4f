//! What needs no network: filters, PCA's projection, the best linear map, non-local means, each
//! with the parameter that is best on the pictures to choose by.

use super::sets::{NOISES, Sets, mean_psnr};
use autoencoders::Real;
use autoencoders::denoising::Corruption;
use autoencoders::denoising::filters::{gaussian_filter, median_filter};
use autoencoders::denoising::linear::LinearDenoiser;
use autoencoders::denoising::nonlocal::{NonLocal, non_local_means};
use autoencoders::ndarray::{Array2, s};
use autoencoders::pca::Pca;
use autoencoders::{Frame, Result};
use chapters::{Outcome, Run};

/// Pairs that the best linear map is fitted to at most, and pictures that non-local means is
/// tried on.
const PAIRS: usize = 20_000;
const TRIED: usize = 100;
/// The noise of the pairs is drawn from this seed.
const FITTING: u64 = 73;

/// A method with its parameters.
#[derive(Debug, Clone)]
pub enum Method {
    /// The noisy picture itself.
    Nothing,
    /// Gaussian filter of this sd.
    Gaussian(f64),
    /// Median of so many pixels a side.
    Median(usize),
    /// Non-local means.
    NonLocal(NonLocal),
    /// PCA's projection, or the best linear map.
    Linear(LinearDenoiser),
}

impl Method {
    /// What it makes of noisy pictures.
    pub fn apply(&self, frame: Frame, noisy: &Array2<Real>) -> Result<Array2<Real>> {
        match self {
            Method::Nothing => Ok(noisy.clone()),
            Method::Gaussian(sd) => gaussian_filter(frame, noisy, *sd),
            Method::Median(side) => median_filter(frame, noisy, *side),
            Method::NonLocal(by) => non_local_means(frame, noisy, by),
            Method::Linear(map) => map.denoise(noisy),
        }
    }
}

/// A method as it was chosen for one corruption.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Its name in numbers.
    pub key: &'static str,
    /// In figures.
    pub name: &'static str,
    /// With its best parameter.
    pub method: Method,
    /// That parameter.
    pub best: f64,
}

/// The methods for each of [`NOISES`].
pub struct Classic {
    pub chosen: Vec<Vec<Chosen>>,
}

/// The standard deviations of a Gaussian filter that are tried.
pub fn widths() -> impl Iterator<Item = f64> {
    (4..=20).map(|i| f64::from(i) / 10.0)
}

/// Sides of a median's window that are tried.
pub const SIDES: [usize; 4] = [3, 5, 7, 9];

impl Classic {
    /// Chooses all parameters.
    pub fn fit(run: &mut Run, sets: &Sets) -> Outcome<Classic> {
        let x = &sets.train.x;
        let (n, d) = x.dim();
        let most = (n - 1).min(d).min(run.size(10, 150, 150));
        let pca = Pca::fit(x, most)?;
        let jobs: Vec<usize> = (0..NOISES.len()).collect();
        let chosen = run.together(&jobs, |&at| {
            let (_, _, corruption) = NOISES[at];
            choose(sets, &pca, corruption)
        })?;
        for ((noise, _, _), chosen) in NOISES.iter().zip(&chosen) {
            for one in chosen.iter().filter(|one| one.best > 0.0) {
                let digits = if one.best.fract() > 0.0 { 3 } else { 0 };
                let key = format!("{noise}_{}_best", one.key);
                run.number(&key, one.best, digits).spread(0.5);
            }
        }
        Ok(Classic { chosen })
    }
}

fn choose(sets: &Sets, pca: &Pca, corruption: Corruption) -> Outcome<Vec<Chosen>> {
    let (frame, clean) = (sets.frame(), &sets.valid.x);
    let noisy = sets.noisy_valid(corruption)?;
    let pairs = sets.train.x.slice(s![..sets.train.len().min(PAIRS), ..]).to_owned();
    let noisy_pairs = corruption.fixed(&pairs, FITTING)?;
    let few = clean.nrows().min(TRIED);
    let best = |all: Vec<(f64, Method)>, n: usize| -> Outcome<(f64, Method)> {
        let (noisy, clean) =
            (noisy.slice(s![..n, ..]).to_owned(), clean.slice(s![..n, ..]));
        let clean = clean.to_owned();
        let mut top: Option<(f64, (f64, Method))> = None;
        for (parameter, method) in all {
            let psnr = mean_psnr(&clean, &method.apply(frame, &noisy)?)?;
            if top.as_ref().is_none_or(|(most, _)| psnr > *most) {
                top = Some((psnr, (parameter, method)));
            }
        }
        top.map(|(_, best)| best).ok_or_else(|| "no parameter to choose from".into())
    };
    let n = clean.nrows();
    let gaussian = best(widths().map(|sd| (sd, Method::Gaussian(sd))).collect(), n)?;
    let median = best(SIDES.map(|side| (side as f64, Method::Median(side))).to_vec(), n)?;
    let hs = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7];
    let with = |patch, h| Method::NonLocal(NonLocal { patch, h, ..NonLocal::default() });
    let non_local =
        [3, 5, 7].iter().flat_map(|&patch| hs.map(move |h| (h, with(patch, h)))).collect();
    let non_local = best(non_local, few)?;
    let mut projections = Vec::new();
    for k in (2..=pca.w.ncols()).step_by(2) {
        let map = LinearDenoiser::projection(&pca.truncate(k)?, &noisy_pairs)?;
        projections.push((k as f64, Method::Linear(map)));
    }
    let projection = best(projections, n)?;
    let mut maps = Vec::new();
    for ridge in [1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0] {
        let map = LinearDenoiser::fit(&noisy_pairs, &pairs, ridge)?;
        maps.push((ridge, Method::Linear(map)));
    }
    let map = best(maps, n)?;
    let chosen = |key, name, (best, method)| Chosen { key, name, method, best };
    Ok(vec![
        chosen("noisy", "left as it is", (0.0, Method::Nothing)),
        chosen("gaussian", "Gaussian filter", gaussian),
        chosen("median", "median filter", median),
        chosen("nonlocal", "non-local means", non_local),
        chosen("pca", "PCA’s projection", projection),
        chosen("linear", "best linear map", map),
    ])
}
