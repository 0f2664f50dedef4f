//! What a cell needs: `use chapters::prelude::*;`.

pub use crate::cells::show;
pub use crate::figures;
pub use autoencoders::data::{self, faces, faces::Colour, optdigits, toy};
pub use autoencoders::eigenfaces::{self, nearest_label};
pub use autoencoders::nalgebra;
pub use autoencoders::ndarray::{self, Array1, Array2, Axis, array, s};
pub use autoencoders::pca::{self, Pca, Route};
pub use autoencoders::{self, Autoencoder, Real, linalg};
pub use rand::{self, RngExt, SeedableRng};
pub use rand_chacha::ChaCha8Rng;
