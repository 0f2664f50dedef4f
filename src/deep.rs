//! Deep autoencoders: how large they are, and what their codes know.
//!
//! The network itself is the nonlinear chapter's, with more layers. Source: Hinton & Salakhutdinov 2006.

pub mod logistic_pca;
pub mod readout;

/// Widths of the encoder of Hinton & Salakhutdinov 2006, from the 784 pixels to the layer before the code.
pub const PAPER: [usize; 4] = [784, 1000, 500, 250];

/// The numbers to learn in an autoencoder of these `widths`, from d to k, and of the decoder that mirrors them: a weight
/// for each pair of neighbouring units, a bias for each unit but the inputs.
pub fn parameters(widths: &[usize]) -> usize {
    let weights: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let encoder: usize = widths.iter().skip(1).sum();
    let decoder: usize = widths.iter().rev().skip(1).sum();
    2 * weights + encoder + decoder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_network_is_counted_by_hand() {
        assert_eq!(parameters(&[3, 2]), 2 * 6 + 2 + 3);
        let widths = [&PAPER[..], &[30]].concat();
        assert_eq!(parameters(&widths), 2_833_000 + 1_780 + 2_534);
        assert_eq!(parameters(&[5]), 0);
    }
}
