//! What a cell needs: `use chapters::prelude::*;`.

pub use crate::cells::show;
pub use crate::figures;
pub use autoencoders::ndarray::{self, Array1, Array2, Axis, array, s};
pub use autoencoders::{self, Autoencoder, Real, data, eigenfaces, linalg, pca::Pca};
pub use rand::{self, RngExt, SeedableRng};
pub use rand_chacha::ChaCha8Rng;
