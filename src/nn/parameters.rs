//! θ: the numbers of a model that training changes, by name.

use super::optim::Optimiser;
use super::store;
use crate::{Real, Result};
use ndarray::{Array, ArrayViewD, Dimension};
use std::path::Path;

/// Something with parameters: a network, or a model of several.
pub trait Parameters {
    /// θ by name: "0.weight", or "encoder.0.weight" where there are several networks.
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)>;

    /// θ in the same order, each as one run of numbers (row by row), to be changed.
    fn parameters_mut(&mut self) -> Vec<&mut [Real]>;

    /// One step of the optimiser against ∂L/∂θ, a run of numbers a parameter, in their order.
    ///
    /// Errors as [`Optimiser::step`].
    fn step(
        &mut self,
        optimiser: &mut (impl Optimiser + ?Sized),
        gradients: Vec<&mut [Real]>,
    ) -> Result<()> {
        let gradients = gradients.into_iter().map(|g| &*g);
        optimiser
            .step(&mut self.parameters_mut().into_iter().zip(gradients).collect::<Vec<_>>())
    }

    /// Writes θ to a safetensors file, whole or not at all: single precision, or double in a
    /// build with it.
    ///
    /// Errors where the file cannot be written.
    fn save(&self, path: &Path) -> Result<()> {
        store::save(path, self.parameters())
    }

    /// Reads θ, in single or double precision, from a safetensors file that holds these
    /// parameters and nothing else.
    ///
    /// Errors, and leaves θ as it was, where the file cannot be read or is not whole, a name
    /// or shape is another, or an entry is not finite.
    fn load(&mut self, path: &Path) -> Result<()> {
        let theta = store::load(path, self.parameters())?;
        self.replace(&theta);
        Ok(())
    }

    /// Other numbers for θ, in its order. Panics where there are more or fewer of them.
    fn replace(&mut self, theta: &[Vec<Real>]) {
        for (to, from) in self.parameters_mut().into_iter().zip(theta) {
            to.copy_from_slice(from);
        }
    }
}

impl<D: Dimension> Parameters for Array<Real, D> {
    /// The one array, which has no name of its own.
    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        vec![(String::new(), self.view().into_dyn())]
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        if !self.is_standard_layout() {
            *self = self.as_standard_layout().into_owned(); // it may have been made as a transpose
        }
        vec![self.as_slice_mut().expect("just laid out row by row")]
    }
}

/// θ of one part of a model, each name after the part's: "encoder.0.weight".
pub fn within<'a>(
    part: &'a str,
    of: &'a impl Parameters,
) -> impl Iterator<Item = (String, ArrayViewD<'a, Real>)> {
    of.parameters().into_iter().map(move |(name, theta)| match name.is_empty() {
        true => (part.to_string(), theta),
        false => (format!("{part}.{name}"), theta),
    })
}

/// Says of which parts the parameters of a model are, in their order: networks, arrays, models.
///
/// `parameters!(Coder { encoder, decoder });` gives it "encoder.0.weight" to "decoder.4.bias".
#[macro_export]
macro_rules! parameters {
    ($model:ty { $($part:ident),+ $(,)? }) => {
        impl $crate::nn::model::Parameters for $model {
            fn parameters(&self) -> Vec<(String, $crate::ndarray::ArrayViewD<'_, $crate::Real>)> {
                let mut all = Vec::new();
                $(all.extend($crate::nn::model::within(stringify!($part), &self.$part));)+
                all
            }

            fn parameters_mut(&mut self) -> Vec<&mut [$crate::Real]> {
                let mut all = Vec::new();
                $(all.extend($crate::nn::model::Parameters::parameters_mut(&mut self.$part));)+
                all
            }
        }
    };
}
