//! The four optimisers that are compared.

use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use chapters::figures::Ink;

/// β of both momenta on networks.
pub const BETA: f64 = 0.9;

/// A way downhill, in want of its settings.
pub struct Way {
    /// In the keys of numbers.
    pub key: &'static str,
    /// In figures.
    pub name: &'static str,
    /// Its colour in every figure of the chapter.
    pub ink: Ink,
    /// The optimiser of rate η and momentum β. (Adam has its own β₁ and β₂, those of its paper.)
    pub with: fn(f64, f64) -> Box<dyn Optimiser>,
}

/// Plain descent, momentum, Nesterov's, and Adam.
pub const WAYS: [Way; 4] = [
    Way {
        key: "sgd",
        name: "SGD",
        ink: Ink::Category(1),
        with: |rate, _| sgd(rate, 0.0, false),
    },
    Way {
        key: "momentum",
        name: "momentum",
        ink: Ink::Category(2),
        with: |rate, beta| sgd(rate, beta, false),
    },
    Way {
        key: "nesterov",
        name: "Nesterov",
        ink: Ink::Category(3),
        with: |rate, beta| sgd(rate, beta, true),
    },
    Way { key: "adam", name: "Adam", ink: Ink::Category(8), with: |rate, _| adam(rate) },
];

fn sgd(rate: f64, momentum: f64, nesterov: bool) -> Box<dyn Optimiser> {
    Box::new(Sgd { rate, momentum, nesterov, ..Sgd::default() })
}

fn adam(rate: f64) -> Box<dyn Optimiser> {
    Box::new(Adam { rate, ..Adam::default() })
}
