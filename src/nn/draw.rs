//! Chance, for models that need it: the same seed and step give the same draws, whatever was
//! drawn before.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A generator for everything that is called `purpose` under this seed: independent of those of
/// other names, so that one more use of chance changes no other.
pub fn stream(seed: u64, purpose: &str) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    // FNV-1a: any map from names to distinct streams would do.
    rng.set_stream(purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }));
    rng
}

/// Where a model's chance comes from on one batch, and whether it learns there.
///
/// It keeps no state: who asks twice gets the same twice. So a loss with noise in it can be
/// differentiated, and a training goes on after an interruption as if there had been none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    seed: u64,
    step: u64,
    learns: bool,
}

/// Numbers that a step may draw for one purpose without meeting the next step's: 2³⁶.
const APART: u32 = 36;

impl Draw {
    /// The chance of one step, counted from 0, of a training with this seed.
    pub fn learning(seed: u64, step: usize) -> Draw {
        Draw { seed, step: step as u64, learns: true }
    }

    /// The chance where a model is only looked at, a chunk of samples at a time; the same at
    /// each look, so that two looks can be compared.
    pub fn measuring(seed: u64, chunk: usize) -> Draw {
        Draw { seed, step: chunk as u64, learns: false }
    }

    /// Whether slopes are wanted; otherwise the model is only looked at.
    pub fn learns(&self) -> bool {
        self.learns
    }

    /// A generator of its own for one purpose: "noise at the code".
    pub fn stream(&self, purpose: &str) -> ChaCha8Rng {
        let when = if self.learns { "" } else { "measuring: " };
        let mut rng = stream(self.seed, &format!("{when}{purpose}"));
        rng.set_word_pos(u128::from(self.step) << APART);
        rng
    }
}
