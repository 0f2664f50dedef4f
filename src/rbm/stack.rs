//! Machine upon machine, and the network that they make when they are unrolled.

use super::learning::Learning;
use super::{Rbm, Units};
use crate::check::check_some;
use crate::nn::activation::Activation;
use crate::nn::dense::Dense;
use crate::nn::layer::Layer;
use crate::nn::network::Network;
use crate::nonlinear::{NeuralAutoencoder, Output};
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2};
use rand::Rng;

/// One machine for each pair of neighbouring widths, from d to k, each learning what the one below makes of the data.
///
/// W starts from N(0, 0.01), biases from 0. The last machine has Gaussian units, a code, and learns at a hundredth of the
/// rate (Hinton & Salakhutdinov 2006). `observe` sees the layer (from 0), the epoch (from 1) and the machine. Errors where
/// there are fewer than two widths, X has not as many columns as the first says, or as [`Rbm::learn`].
pub fn stack(
    x: &Array2<Real>,
    widths: &[usize],
    how: &Learning,
    rng: &mut impl Rng,
    mut observe: impl FnMut(usize, usize, &Rbm) -> Result<()>,
) -> Result<Vec<Rbm>> {
    check_some(widths.len(), 2, "a stack", "widths, of the data and of a layer")?;
    let (mut machines, mut data) = (Vec::new(), x.clone());
    for (layer, pair) in widths.windows(2).enumerate() {
        let mut rbm = Rbm::random(pair[0], pair[1], 0.1, rng)?;
        let mut how = *how;
        if layer + 2 == widths.len() {
            rbm.units = Units::Gaussian;
            how.rate *= 0.01;
        }
        rbm.learn(&data, &how, rng, |epoch, rbm| observe(layer, epoch, rbm))?;
        data = rbm.up(&data)?; // what the next one learns from
        machines.push(rbm);
    }
    Ok(machines)
}

// ANCHOR: unroll
/// The autoencoder with the machines' W as its encoder's weights, and Wᵀ in reverse order
/// as its decoder's.
///
/// `output` is how the decoder ends: [`Output::Logits`] or [`Output::Sigmoid`]. Errors
/// where there is no machine, one does not fit upon the other, a machine but the last has
/// Gaussian units, or the output is linear.
pub fn unroll(machines: &[Rbm], output: Output) -> Result<NeuralAutoencoder> {
    check_stack(machines, output)?;
    let dense = |w: Array2<Real>, bias: &Array1<Real>, bend: bool| -> Result<Vec<_>> {
        let mut layers: Vec<Box<dyn Layer>> = vec![Box::new(Dense::new(w, bias.clone())?)];
        layers.extend(bend.then_some(Box::new(Activation::Sigmoid) as Box<dyn Layer>));
        Ok(layers)
    };
    let (mut there, mut back) = (Vec::new(), Vec::new());
    for rbm in machines {
        let binary = rbm.units == Units::Binary;
        there.extend(dense(rbm.w.clone(), &rbm.biases().c, binary)?); // σ(c + Wᵀv)
    }
    for (i, rbm) in machines.iter().enumerate().rev() {
        let (w, bend) = (rbm.w.t().to_owned(), i > 0 || output == Output::Sigmoid);
        back.extend(dense(w, &rbm.biases().b, bend)?); // σ(b + Wh)
    }
    let (d, k) = (machines[0].visible(), machines[machines.len() - 1].hidden());
    NeuralAutoencoder::new(Network::new(d, there)?, Network::new(k, back)?, output)
}
// ANCHOR_END: unroll

fn check_stack(machines: &[Rbm], output: Output) -> Result<()> {
    check_some(machines.len(), 1, "unrolling", "machine")?;
    for (i, pair) in machines.windows(2).enumerate() {
        let (below, above) = (&pair[0], &pair[1]);
        if below.units != Units::Binary || below.hidden() != above.visible() {
            let expected = format!(
                "machine {} with {} binary hidden units, as many as are visible above",
                i + 1,
                above.visible()
            );
            let got = format!("{} {:?} ones", below.hidden(), below.units);
            return Err(Error::Shape { what: "a stack of machines", expected, got });
        }
    }
    match output {
        Output::Logits | Output::Sigmoid => Ok(()),
        Output::Linear => {
            let (expected, got) = ("logits or a sigmoid".into(), "a linear one".into());
            Err(Error::Shape { what: "the output of unrolled machines", expected, got })
        }
    }
}
