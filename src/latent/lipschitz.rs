//! How far a decoder's picture can move when its code does: a bound that needs the weights
//! alone, and what the Jacobian says at a code.
//!
//! ‖g(z) − g(z′)‖ ≤ L‖z − z′‖ holds with the product L of the layers' own constants, since each
//! layer can stretch what the one below has stretched. Source: Szegedy et al. 2014.

use crate::contractive::jacobian::push;
use crate::linalg::{eigh, eigh_top, gram_of_columns, gram_of_rows};
use crate::nn::activation::Activation;
use crate::nn::layer::Layer;
use crate::nn::network::Network;
use crate::{Error, Real, Result};
use ndarray::{Array2, ArrayView1, Axis, Ix2, s};

// ANCHOR: lipschitz
/// L = Πₗ Lₗ: σ₁(W) of each dense layer, and the steepest slope of each bend.
///
/// Errors where a layer is neither, or a decomposition fails.
pub fn bound(g: &Network) -> Result<f64> {
    g.layers().iter().map(|layer| constant(layer.as_ref())).product()
}
// ANCHOR_END: lipschitz

/// The smallest L with ‖f(x) − f(x′)‖ ≤ L‖x − x′‖: of a bend its steepest slope, ¼ for the
/// sigmoid, at 0, and 1 for the others; of a dense layer σ₁(W), the root of the largest
/// eigenvalue of the smaller of WᵀW and WWᵀ.
fn constant(layer: &dyn Layer) -> Result<f64> {
    const FLAT: [Activation; 3] =
        [Activation::Tanh, Activation::Relu, Activation::LeakyRelu];
    let name = layer.name();
    if name == Activation::Sigmoid.name() {
        return Ok(0.25);
    }
    if FLAT.iter().any(|bend| bend.name() == name) {
        return Ok(1.0);
    }
    let parameters = layer.parameters();
    let weight = parameters.iter().find(|(of, _)| of == "weight");
    let weight = weight.filter(|_| name.starts_with("dense "));
    let Some(w) = weight.and_then(|(_, w)| w.view().into_dimensionality::<Ix2>().ok())
    else {
        return Err(Error::Shape {
            what: "a layer with a known steepness",
            expected: "a dense layer or a bend".into(),
            got: name,
        });
    };
    let tall = w.nrows() > w.ncols();
    let gram = if tall { gram_of_columns(w) } else { gram_of_rows(w) };
    let (squares, _) = eigh_top(gram.view(), 1)?;
    Ok(f64::from(squares[0]).max(0.0).sqrt())
}

/// The network with one more bend at its end: a decoder whose logits become pixels.
///
/// Errors as [`Network::new`].
pub fn ending_in(g: &Network, last: Activation) -> Result<Network> {
    let mut layers = g.layers().to_vec();
    layers.push(Box::new(last));
    Network::new(g.inputs(), layers)
}

// ANCHOR: metric
/// Jᵀ (k, d) at a code z (k): row j is ∂g/∂zⱼ, all of them in one batch.
///
/// Errors as [`push`].
pub fn columns(g: &Network, z: ArrayView1<Real>) -> Result<Array2<Real>> {
    let k = z.len();
    let copies = z.insert_axis(Axis(0)).broadcast((k, k)).map(|z| z.to_owned());
    push(g, &copies.unwrap_or_default(), &Array2::eye(k))
}

/// The pull-back metric G = JᵀJ (k, k) at a code z (k): a small step dz moves the picture by
/// √(dzᵀ G dz).
///
/// Errors as [`push`].
pub fn metric(g: &Network, z: ArrayView1<Real>) -> Result<Array2<Real>> {
    Ok(gram_of_rows(columns(g, z)?.view()))
}
// ANCHOR_END: metric

/// The singular values of J at each row of Z (n, k), largest first: (n, k), beyond the d-th 0.
///
/// Errors as [`push`], or where a decomposition fails.
pub fn stretches(g: &Network, z: &Array2<Real>) -> Result<Array2<f64>> {
    let k = z.ncols();
    let mut values = Array2::zeros(z.dim());
    for (first, chunk) in z.axis_chunks_iter(Axis(0), CHUNK).enumerate() {
        let n = chunk.nrows();
        let copies = Array2::from_shape_fn((n * k, k), |(row, j)| chunk[(row / k, j)]);
        let units = Array2::from_shape_fn((n * k, k), |(row, j)| unit(row % k == j));
        let all = push(g, &copies, &units)?; // k rows of Jᵀ a code
        for i in 0..n {
            let gram = gram_of_rows(all.slice(s![i * k..(i + 1) * k, ..]));
            let squares = eigh(gram.view())?.0.mapv(|v| f64::from(v).max(0.0).sqrt());
            values.row_mut(first * CHUNK + i).assign(&squares);
        }
    }
    Ok(values)
}

/// Codes at a time.
const CHUNK: usize = 32;

fn unit(here: bool) -> Real {
    if here { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::dense::Dense;
    use crate::nn::init::Init;
    use crate::vae::sample_codes;
    use ndarray::array;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn dense(weight: Array2<Real>) -> Dense {
        let zeros = ndarray::Array1::zeros(weight.ncols());
        Dense::new(weight, zeros).expect("a layer")
    }

    /// W = diag(3, 4) then a sigmoid: 4 · ¼; at z = 0 the Jacobian reaches the bound.
    #[test]
    fn the_pages_bound() {
        let layers = dense(array![[3.0, 0.0], [0.0, 4.0]]);
        let g = Network::new(2, vec![Box::new(layers)]).expect("a network");
        let g = ending_in(&g, Activation::Sigmoid).expect("a network");
        assert!((bound(&g).expect("known") - 1.0).abs() < 1e-6);
        let at_zero = stretches(&g, &Array2::zeros((1, 2))).expect("a code");
        assert!((at_zero[(0, 0)] - 1.0).abs() < 1e-6);
        assert!((at_zero[(0, 1)] - 0.75).abs() < 1e-6);
        let metric = metric(&g, array![0.0, 0.0].view()).expect("a code");
        assert!((metric[(0, 0)] - 0.5625).abs() < 1e-6 && metric[(0, 1)].abs() < 1e-6);
    }

    fn random(rng: &mut ChaCha8Rng) -> Network {
        let one = Dense::random(4, 30, Init::Glorot, rng);
        let two = Dense::random(30, 12, Init::Glorot, rng);
        let layers: Vec<Box<dyn Layer>> =
            vec![Box::new(one), Box::new(Activation::Relu), Box::new(two)];
        let g = Network::new(4, layers).expect("a network");
        ending_in(&g, Activation::Sigmoid).expect("a network")
    }

    #[test]
    fn no_pair_of_codes_and_no_jacobian_is_above_the_bound() {
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        let g = random(rng);
        let (most, z) = (bound(&g).expect("known"), sample_codes(60, 4, rng));
        let stretch = stretches(&g, &z).expect("codes");
        assert!(stretch.iter().all(|&s| s <= most));
        let y = g.predict(&z).expect("pictures");
        for i in 1..60 {
            let apart = |a: &Array2<Real>| {
                (&a.row(i) - &a.row(i - 1)).mapv(f64::from).mapv(|v| v * v).sum().sqrt()
            };
            assert!(apart(&y) <= most * apart(&z));
        }
    }

    #[test]
    fn the_columns_are_differences() {
        let rng = &mut ChaCha8Rng::seed_from_u64(4);
        let (g, h) = (random(rng), 1e-2);
        let z = sample_codes(1, 4, rng);
        let columns = columns(&g, z.row(0)).expect("a code");
        for j in 0..4 {
            let moved = |by: Real| {
                let mut z = z.clone();
                z[(0, j)] += by;
                g.predict(&z).expect("a picture")
            };
            let slope = (moved(h) - moved(-h)) / (2.0 * h);
            let off = (&slope.row(0) - &columns.row(j)).mapv(|v| v.abs());
            assert!(off.iter().all(|&v| v < 2e-3), "{off}");
        }
        let values = stretches(&g, &z).expect("a code");
        let squares = f64::from((&columns * &columns).sum());
        assert!((values.mapv(|v| v * v).sum() - squares).abs() < 1e-5);
    }
}
