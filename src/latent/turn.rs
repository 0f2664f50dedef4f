//! A space of codes, turned: the same distribution of pictures by other units.
//!
//! N(0, 1) is the same from every side, so p(x) = ∫ p(x|z) N(z; 0, 1) dz does not change when
//! every code is turned and the decoder turns it back. Source: Locatello et al. 2019, theorem 1.

use crate::check::check_columns;
use crate::nn::dense::Dense;
use crate::nn::layer::Layer;
use crate::nn::network::Network;
use crate::{Error, Real, Result};
use ndarray::{Array1, Array2, Zip};

// ANCHOR: turned
/// g(z′Rᵀ) for the decoder g: codes z′ = zR, as rows, give the pictures that z gave.
///
/// Errors where R is not (k, k) with orthonormal columns.
pub fn turned(decoder: &Network, r: &Array2<Real>) -> Result<Network> {
    let k = decoder.inputs();
    check_turn(r, k)?;
    let back = Dense::new(r.t().to_owned(), Array1::zeros(k))?; // Rᵀ = R⁻¹
    let mut layers: Vec<Box<dyn Layer>> = vec![Box::new(back)];
    layers.extend(decoder.layers().iter().map(|layer| layer.boxed()));
    Network::new(k, layers)
}
// ANCHOR_END: turned

// ANCHOR: posterior
/// N(μ, diag eˢ) turned, as nearly as a diagonal one can say it: μR, and of the turned
/// precision Rᵀ diag(e⁻ˢ) R the diagonal, e^(−s′ⱼ) = Σᵢ Rᵢⱼ² e^(−sᵢ). All (n, k).
///
/// Of all diagonal Gaussians this q has the least KL(q ‖ the turned one). Errors where
/// shapes do not fit, or R is not orthonormal.
pub fn nearest_diagonal(
    mu: &Array2<Real>,
    s: &Array2<Real>,
    r: &Array2<Real>,
) -> Result<(Array2<Real>, Array2<Real>)> {
    check_turn(r, mu.ncols())?;
    check_columns("the logarithms of variances", mu.ncols(), s)?;
    let precision = s.mapv(|s| (-s).exp()).dot(&r.mapv(|r| r * r));
    Ok((mu.dot(r), precision.mapv(|p| -p.ln())))
}
// ANCHOR_END: posterior

fn check_turn(r: &Array2<Real>, k: usize) -> Result<()> {
    let refused = |got: String| {
        let expected = format!("{k} × {k} with orthonormal columns");
        Err(Error::Shape { what: "a turn of the codes", expected, got })
    };
    if r.dim() != (k, k) {
        return refused(format!("{} × {}", r.nrows(), r.ncols()));
    }
    let off = Zip::from(&r.t().dot(r))
        .and(&Array2::<Real>::eye(k))
        .fold(0.0, |most: f64, &a, &b| most.max(f64::from((a - b).abs())));
    if off < 1e-3 { Ok(()) } else { refused(format!("RᵀR that is off by {off:.2e}")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::orthonormal;
    use crate::nn::draw::stream;
    use crate::nn::init::Init;
    use crate::vae::{Likelihood, Vae};
    use ndarray::array;

    #[test]
    fn a_turned_code_gives_the_same_picture() {
        let rng = &mut stream(15, "a test of turns");
        let model = Vae::random(&[7, 5, 3], Likelihood::Bernoulli, Init::He, rng).unwrap();
        let normal = Init::Normal { sd: 1.0 };
        let r = orthonormal(normal.matrix(3, 3, rng).view()).unwrap();
        let z = normal.matrix(20, 3, rng);
        let (a, decoder) = (model.decoder.predict(&z).unwrap(), turned(&model.decoder, &r));
        let b = decoder.unwrap().predict(&z.dot(&r)).unwrap();
        let off = (a - b).iter().fold(0.0, |most: f64, v| most.max(f64::from(v.abs())));
        assert!(off < 1e-5, "{off}");
    }

    /// A quarter turn swaps the variances; an eighth gives both the harmonic mean of 1 and ¼.
    #[test]
    fn a_diagonal_gaussian_turned() {
        let (mu, s) = (array![[3.0, 1.0]], array![[0.0, (0.25 as Real).ln()]]);
        let quarter = array![[0.0, 1.0], [-1.0, 0.0]];
        let (m, t) = nearest_diagonal(&mu, &s, &quarter).unwrap();
        assert_eq!(m, array![[-1.0, 3.0]]);
        assert!((t[(0, 0)] - s[(0, 1)]).abs() < 1e-6 && t[(0, 1)].abs() < 1e-6);
        let half = (0.5 as Real).sqrt();
        let (_, t) =
            nearest_diagonal(&mu, &s, &array![[half, half], [-half, half]]).unwrap();
        assert!(t.iter().all(|&t| (f64::from(t).exp() - 0.4).abs() < 1e-6), "{t}");
    }

    #[test]
    fn what_is_no_turn_is_refused() {
        let (mu, s) = (Array2::zeros((1, 2)), Array2::zeros((1, 2)));
        let message =
            nearest_diagonal(&mu, &s, &array![[1.0, 0.0], [0.0, 2.0]]).unwrap_err();
        assert!(message.to_string().contains("off by 3.00e0"), "{message}");
        assert!(nearest_diagonal(&mu, &s, &Array2::eye(3)).is_err());
    }
}
