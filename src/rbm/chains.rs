//! Gibbs sampling: walks that forget where they started.

use super::{Biases, Rbm, Units};
use crate::check::check_some;
use crate::{Real, Result};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, s};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

/// Chains that one thread walks. It is fixed, and each such part draws from its own generator: the number of threads changes
/// nothing.
pub(crate) const PART: usize = 50;

/// Which units of a walk are drawn as 0 or 1; the others pass their probabilities on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draw {
    /// Both layers: a Gibbs step.
    Both,
    /// The hidden units only: less noise, and no longer quite the model's walk (Hinton & Salakhutdinov 2006).
    Hidden,
    /// None: then the hidden units tell more than a bit each, and no walk leaves the data. A mistake, to be looked at.
    Neither,
}

/// n walks through the states of one machine, side by side.
#[derive(Debug, Clone)]
pub struct Chains {
    parts: Vec<Walk>,
}

impl Chains {
    /// `count` chains from hidden states drawn by coin. Errors where there is none.
    pub fn random(rbm: &Rbm, count: usize, rng: &mut impl Rng) -> Result<Chains> {
        check_some(count, 1, "Gibbs sampling", "chain")?;
        let mut chains = Chains { parts: walks(rbm, count, rng) };
        chains.parts.iter_mut().for_each(Walk::toss);
        Ok(chains)
    }

    /// Chains from the visible states X (n, d). Errors where X has no row, not d columns, or an entry outside [0, 1].
    pub fn at(rbm: &Rbm, x: &Array2<Real>, rng: &mut impl Rng) -> Result<Chains> {
        rbm.check_samples(x)?;
        let (mut parts, biases) = (walks(rbm, x.nrows(), rng), rbm.biases());
        for (walk, x) in parts.iter_mut().zip(x.axis_chunks_iter(Axis(0), PART)) {
            walk.v.assign(&x);
            rbm.up_into(x, &biases, walk.h.view_mut());
            draw(rbm.units, walk.h.view_mut(), &mut walk.noise);
        }
        Ok(Chains { parts })
    }

    /// Walks on: v given h, h given v, so many times.
    pub fn walk(&mut self, rbm: &Rbm, steps: usize) {
        let biases = rbm.biases();
        self.parts.par_iter_mut().for_each(|walk| {
            for _ in 0..steps {
                walk.step(rbm, &biases, Draw::Both, walk.h.nrows());
            }
        });
    }

    /// The hidden states (n, m) where the chains are.
    pub fn hidden(&self) -> Array2<Real> {
        stacked(&self.parts, |walk| walk.h.view())
    }

    /// The visible states (n, d) of which the hidden ones were drawn; zeros before the first step from hidden states.
    pub fn visible(&self) -> Array2<Real> {
        stacked(&self.parts, |walk| walk.v.view())
    }
}

/// Some of the chains, worked on by one thread.
#[derive(Debug, Clone)]
pub(crate) struct Walk {
    /// (rows, d): visible states.
    pub v: Array2<Real>,
    /// (rows, m): hidden states.
    pub h: Array2<Real>,
    /// (rows, m): P(h = 1 | v), of which `h` was drawn.
    pub q: Array2<Real>,
    pub noise: Noise,
}

impl Walk {
    pub fn new(rbm: &Rbm, rows: usize, noise: Noise) -> Walk {
        let (d, m) = rbm.w.dim();
        Walk {
            v: Array2::zeros((rows, d)),
            h: Array2::zeros((rows, m)),
            q: Array2::zeros((rows, m)),
            noise,
        }
    }

    /// Hidden states by coin.
    pub fn toss(&mut self) {
        self.h.fill(0.5);
        draw(Units::Binary, self.h.view_mut(), &mut self.noise);
    }

    /// v given h, h given v, of the first `rows` chains.
    pub fn step(&mut self, rbm: &Rbm, biases: &Biases, drawn: Draw, rows: usize) {
        let rows = s![..rows, ..];
        let Walk { v, h, q, noise } = self;
        let (mut v, mut h, mut q) =
            (v.slice_mut(rows), h.slice_mut(rows), q.slice_mut(rows));
        rbm.down_into(h.view(), biases, v.view_mut());
        if drawn == Draw::Both {
            draw(Units::Binary, v.view_mut(), noise);
        }
        rbm.up_into(v.view(), biases, q.view_mut());
        h.assign(&q);
        if drawn != Draw::Neither {
            draw(rbm.units, h, noise);
        }
    }
}

/// Walks for `count` rows, each with a generator of its own.
pub(crate) fn walks(rbm: &Rbm, count: usize, rng: &mut impl Rng) -> Vec<Walk> {
    let seed = rng.random();
    let rows = |part: usize| PART.min(count - part * PART);
    (0..count.div_ceil(PART))
        .map(|part| Walk::new(rbm, rows(part), Noise::new(seed, part)))
        .collect()
}

/// A part's own random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Noise {
    rng: ChaCha8Rng,
    bits: Vec<u32>,
}

impl Noise {
    pub fn new(seed: u64, part: usize) -> Noise {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part as u64);
        Noise { rng, bits: Vec::new() }
    }
}

/// Each probability becomes 1 with that probability, otherwise 0; each mean of a Gaussian unit gets noise of variance 1.
pub(crate) fn draw(units: Units, mut p: ArrayViewMut2<Real>, noise: &mut Noise) {
    const SHARE: Real = 1.0 / (1 << 24) as Real;
    let Noise { rng, bits } = noise;
    match units {
        Units::Gaussian => {
            p.map_inplace(|p| *p += rng.sample::<f64, _>(StandardNormal) as Real)
        }
        Units::Binary => {
            bits.resize(p.ncols(), 0);
            for mut row in p.outer_iter_mut() {
                rng.fill(&mut bits[..]);
                let each = row.iter_mut().zip(&*bits);
                each.for_each(|(p, &bits)| {
                    *p = if SHARE * ((bits >> 8) as i32 as Real) < *p { 1.0 } else { 0.0 }
                });
            }
        }
    }
}

fn stacked(parts: &[Walk], of: impl Fn(&Walk) -> ArrayView2<Real>) -> Array2<Real> {
    let rows = parts.iter().map(|walk| walk.h.nrows()).sum();
    let mut all = Array2::zeros((rows, parts.first().map_or(0, |walk| of(walk).ncols())));
    for (mut to, walk) in all.axis_chunks_iter_mut(Axis(0), PART).zip(parts) {
        to.assign(&of(walk));
    }
    all
}
