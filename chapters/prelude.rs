//! What a cell needs: `use chapters::prelude::*;`.

pub use crate::cells::show;
pub use crate::figures;
pub use autoencoders::coding::{entropy, quantise::Quantiser};
pub use autoencoders::contractive::{
    self, ContractiveAutoencoder, Weights, blobs, jacobian, tangents,
};
pub use autoencoders::conv::{
    self, ConvAutoencoder, ImageNetwork, Padding, Step, Window, patches, shift,
};
pub use autoencoders::data::{
    self, digits, documents, faces, faces::Colour, manifolds, optdigits, toy,
};
pub use autoencoders::deep::{self, logistic_pca::LogisticPca, readout};
pub use autoencoders::denoising::{
    self, Corruption, DenoisingAutoencoder, filters, linear::LinearDenoiser,
    posterior::NoisyMixture, quality,
};
pub use autoencoders::eigenfaces::{self, nearest_label};
pub use autoencoders::information;
pub use autoencoders::latent;
pub use autoencoders::linear::{
    self, LinearAutoencoder,
    full_batch::{Descent, FullBatch},
    minibatch::Minibatches,
};
pub use autoencoders::manifold;
pub use autoencoders::nalgebra;
pub use autoencoders::ndarray::{self, Array1, Array2, Array4, Axis, array, s};
pub use autoencoders::nn::{
    activation::Activation,
    conv_transpose::ConvTranspose2d,
    conv2d::Conv2d,
    dense::Dense,
    init::Init,
    layer::Layer,
    loss::Loss,
    model::{Model, Parameters},
    network::{Network, Tape},
    optim::{Adam, Optimiser, Sgd},
    pool::{MaxPool, MeanPool},
    train::{Samples, Schedule, Training, minibatches, train},
    upsample::{Between, Upsample},
};
pub use autoencoders::nonlinear::{self, Architecture, NeuralAutoencoder, Output};
pub use autoencoders::pca::{self, Pca, Route};
pub use autoencoders::rbm::{Rbm, learning::Learning, partition};
pub use autoencoders::retrieval::{lsa::Lsa, ranking, table, weighting};
pub use autoencoders::sparse::{self, Largest, Over, Scarcity, SparseAutoencoder};
pub use autoencoders::stacked::{self, Classifier, Greedy, LinearSvm, Verdict};
pub use autoencoders::vae::{self, Likelihood, Objective, Vae};
pub use autoencoders::{self, Autoencoder, Frame, Real, coding, linalg};
pub use rand::{self, RngExt, SeedableRng};
pub use rand_chacha::ChaCha8Rng;
