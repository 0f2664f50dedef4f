//! Optimisers: how parameters θ follow their gradients g = ∂L/∂θ.
//!
//! An optimiser owns no parameter. At each step it is shown pairs (θ, g), always the same ones in the same order, and
//! changes θ in place; what it remembers of earlier steps lies in its [`Memory`], made at the first step. One can be
//! written outside this crate: `memory.at_step` counts the steps and makes room for as many moments as are asked for.

use super::grain::GRAIN;
use crate::{Error, Real, Result, error::counted};
use rayon::prelude::*;

/// Something that moves parameters against their gradients.
pub trait Optimiser {
    /// One step on all pairs (θ, g).
    ///
    /// Errors where a setting is out of range, or the pairs are not those of the step before.
    fn step(&mut self, parameters: &mut [(&mut [Real], &[Real])]) -> Result<()>;

    /// η, the rate.
    fn rate(&self) -> f64;

    /// Another rate from the next step on.
    fn set_rate(&mut self, rate: f64);

    /// Its kind and its settings but the rate: "Adam, β₁ = 0.9, …". Two that say the same can take over from each other.
    fn settings(&self) -> String;

    /// What it remembers of the steps so far.
    fn memory(&self) -> &Memory;

    /// The same, to go on from what another remembered.
    fn memory_mut(&mut self) -> &mut Memory;

    /// The rate at and above which steps grow along a direction of this curvature (∂²L/∂θ² > 0), if there is one.
    fn stable_below(&self, curvature: f64) -> Option<f64>;
}

/// Gradient descent, with momentum if wanted; stochastic where the gradients are.
///
/// Polyak 1964 (momentum); Nesterov 1983 in the form of Sutskever, Martens, Dahl & Hinton 2013.
#[derive(Debug, Clone)]
pub struct Sgd {
    /// η > 0, the rate.
    pub rate: f64,
    /// β, 0 ≤ β < 1: the share of the last velocity that is kept.
    pub momentum: f64,
    /// Whether the step looks ahead along the velocity.
    pub nesterov: bool,
    /// Empty at the start.
    pub memory: Memory,
}

impl Default for Sgd {
    /// η = 0.01, no momentum.
    fn default() -> Sgd {
        Sgd { rate: 0.01, momentum: 0.0, nesterov: false, memory: Memory::default() }
    }
}

impl Optimiser for Sgd {
    // ANCHOR: sgd
    /// m ← βm + g; θ ← θ − ηm, or, looking ahead (Nesterov), θ ← θ − η(g + βm).
    fn step(&mut self, parameters: &mut [(&mut [Real], &[Real])]) -> Result<()> {
        self.check()?;
        let (eta, beta) = (self.rate as Real, self.momentum as Real);
        let (_, [first]) = self.memory.at_step(parameters)?;
        for ((theta, g), m) in parameters.iter_mut().zip(first) {
            let each = theta.par_iter_mut().zip(*g).zip(m).with_min_len(GRAIN);
            each.for_each(|((theta, &g), m)| {
                *m = flushed(beta * *m + g); // m ← βm + g
                let ahead = if self.nesterov { g + beta * *m } else { *m };
                *theta -= eta * ahead; // θ ← θ − ηm, or looking ahead
            });
        }
        Ok(())
    }
    // ANCHOR_END: sgd

    fn rate(&self) -> f64 {
        self.rate
    }

    fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
    }

    fn settings(&self) -> String {
        let ahead = if self.nesterov { ", looking ahead" } else { "" };
        format!("gradient descent, momentum {}{ahead}", self.momentum)
    }

    fn memory(&self) -> &Memory {
        &self.memory
    }

    fn memory_mut(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// 2(1 + β)/h at curvature h, or 2(1 + β)/((1 + 2β)h) with Nesterov's step: where a root of the recursion is −1.
    fn stable_below(&self, curvature: f64) -> Option<f64> {
        let beta = self.momentum;
        let ahead = if self.nesterov { 1.0 + 2.0 * beta } else { 1.0 };
        Some(2.0 * (1.0 + beta) / (ahead * curvature))
    }
}

impl Sgd {
    fn check(&self) -> Result<()> {
        check_rate(self.rate)?;
        check_share("the momentum", self.momentum)
    }
}

/// Adam: each parameter by its own scale. Kingma & Ba 2015.
#[derive(Debug, Clone)]
pub struct Adam {
    /// η > 0, the rate: about the length of a step in each parameter.
    pub rate: f64,
    /// β₁, 0 ≤ β₁ < 1: how slowly the mean of the gradients forgets.
    pub beta1: f64,
    /// β₂, 0 ≤ β₂ < 1: how slowly the mean of their squares forgets.
    pub beta2: f64,
    /// ε > 0: no step is divided by less.
    pub epsilon: f64,
    /// Empty at the start.
    pub memory: Memory,
}

impl Default for Adam {
    /// The paper's: η = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
    fn default() -> Adam {
        Adam {
            rate: 1e-3,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            memory: Memory::default(),
        }
    }
}

impl Optimiser for Adam {
    // ANCHOR: adam
    /// m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − η m_hat/(√v_hat + ε), where
    /// m_hat = m/(1−β₁ᵗ) and v_hat = v/(1−β₂ᵗ).
    fn step(&mut self, parameters: &mut [(&mut [Real], &[Real])]) -> Result<()> {
        self.check()?;
        let (beta1, beta2, epsilon) =
            (self.beta1 as Real, self.beta2 as Real, self.epsilon as Real);
        let (rest1, rest2) = ((1.0 - self.beta1) as Real, (1.0 - self.beta2) as Real);
        let (step, [first, second]) = self.memory.at_step(parameters)?;
        let unbias1 = (self.rate / (1.0 - self.beta1.powi(step))) as Real; // η/(1−β₁ᵗ)
        let unbias2 = (1.0 / (1.0 - self.beta2.powi(step))).sqrt() as Real; // 1/√(1−β₂ᵗ)
        for (((theta, g), m), v) in parameters.iter_mut().zip(first).zip(second) {
            let grains = theta.par_chunks_mut(GRAIN).zip(g.par_chunks(GRAIN));
            let grains = grains.zip(m.par_chunks_mut(GRAIN)).zip(v.par_chunks_mut(GRAIN));
            grains.for_each(|(((theta, g), m), v)| {
                for (((theta, &g), m), v) in theta.iter_mut().zip(g).zip(m).zip(v) {
                    *m = flushed(beta1 * *m + rest1 * g); // m ← β₁m + (1−β₁)g
                    *v = flushed(beta2 * *v + rest2 * g * g); // v ← β₂v + (1−β₂)g²
                    // θ ← θ − η m_hat/(√v_hat + ε)
                    *theta -= unbias1 * *m / (v.sqrt() * unbias2 + epsilon);
                }
            });
        }
        Ok(())
    }
    // ANCHOR_END: adam

    fn rate(&self) -> f64 {
        self.rate
    }

    fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
    }

    fn settings(&self) -> String {
        format!("Adam, β₁ = {}, β₂ = {}, ε = {}", self.beta1, self.beta2, self.epsilon)
    }

    fn memory(&self) -> &Memory {
        &self.memory
    }

    fn memory_mut(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// None: the steps of Adam do not grow with the gradient.
    fn stable_below(&self, _curvature: f64) -> Option<f64> {
        None
    }
}

impl Adam {
    fn check(&self) -> Result<()> {
        check_rate(self.rate)?;
        check_share("Adam's β₁", self.beta1)?;
        check_share("Adam's β₂", self.beta2)?;
        check_positive("Adam's ε", self.epsilon)
    }
}

/// What an optimiser remembers of the gradients so far: nothing before its first step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Memory {
    /// How many steps have been made.
    pub step: i32,
    /// Its moments, as Adam's m and v: in each, a group of numbers for each group of θ.
    pub moments: Vec<Vec<Vec<Real>>>,
}

impl Memory {
    /// Counts the step, t = 1, 2, …, and gives it with the M moments, which start from zeros.
    ///
    /// Errors where a gradient has not its parameter's length, or the parameters are not those
    /// of the step before.
    pub fn at_step<const M: usize>(
        &mut self,
        parameters: &[(&mut [Real], &[Real])],
    ) -> Result<(i32, [&mut [Vec<Real>]; M])> {
        if let Some((theta, g)) =
            parameters.iter().find(|(theta, g)| theta.len() != g.len())
        {
            let (expected, got) = (
                format!("{}, one a parameter", counted(theta.len(), "number")),
                g.len().to_string(),
            );
            return Err(Error::Shape { what: "a gradient", expected, got });
        }
        let lengths: Vec<usize> = parameters.iter().map(|(theta, _)| theta.len()).collect();
        if self.step == 0 {
            let zeros = || lengths.iter().map(|&n| vec![0.0; n]).collect();
            self.moments = (0..M).map(|_| zeros()).collect();
        }
        let held: Vec<Vec<usize>> =
            self.moments.iter().map(|m| m.iter().map(Vec::len).collect()).collect();
        if held.len() != M || held.iter().any(|held| *held != lengths) {
            return Err(Error::Shape {
                what: "the parameters of an optimiser that has made a step",
                expected: format!("{M} times the same groups of {held:?} again"),
                got: format!("{lengths:?}"),
            });
        }
        self.step = self.step.saturating_add(1);
        let mut moments = self.moments.iter_mut();
        let next = || moments.next().map_or(&mut [][..], |m| m.as_mut_slice());
        Ok((
            self.step,
            std::array::from_fn({
                let mut next = next;
                move |_| next()
            }),
        ))
    }
}

/// Zero for what is on its way to the denormal numbers, with which processors are up to a hundred times slower.
///
/// A moment whose gradients have stopped (those of a weight behind a pixel that has turned black) shrinks for ever by a
/// factor. The bound leaves room for the products that a step makes of it.
#[inline(always)]
fn flushed(moment: Real) -> Real {
    if moment.abs() < Real::MIN_POSITIVE / Real::EPSILON { 0.0 } else { moment }
}

fn check_rate(rate: f64) -> Result<()> {
    check_positive("the rate", rate)
}

fn check_positive(name: &'static str, value: f64) -> Result<()> {
    match value > 0.0 && value.is_finite() {
        true => Ok(()),
        false => Err(Error::OutOfRange {
            name,
            value: value.to_string(),
            range: "positive and finite",
        }),
    }
}

fn check_share(name: &'static str, value: f64) -> Result<()> {
    match (0.0..1.0).contains(&value) {
        true => Ok(()),
        false => Err(Error::OutOfRange {
            name,
            value: value.to_string(),
            range: "at least 0 and below 1",
        }),
    }
}
