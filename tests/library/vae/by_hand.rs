//! The page's example: x = (3, 1), q(z|x) = N(1, ¼), y = (2z, z − 1), σ² = 1.

use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nn::network::Network;
use autoencoders::vae::{Likelihood, Scale, Vae};
use ndarray::{arr2, array};
use std::f64::consts::{LN_2, TAU};

fn example() -> Vae {
    let quarter = -4f64.ln();
    let bias = array![1.0, quarter as autoencoders::Real];
    let encoder = Dense::new(arr2(&[[0.0, 0.0], [0.0, 0.0]]), bias).expect("a layer");
    let decoder = Dense::new(array![[2.0, 1.0]], array![0.0, -1.0]).expect("a layer");
    let network = |inputs, layer| Network::new(inputs, vec![layer]).expect("a network");
    let likelihood = Likelihood::Gaussian(Scale::Fixed(1.0));
    Vae::new(network(2, Box::new(encoder)), network(1, Box::new(decoder)), likelihood)
        .expect("a VAE")
}

#[test]
fn the_pages_numbers() {
    let (model, x) = (example(), array![[3.0, 1.0]]);
    // ε = 2, z = 2, y = (4, 1)
    let log_p = model.log_likelihood(&x, &array![[2.0]]).expect("a code")[0];
    assert!((-log_p - (0.5 + TAU.ln())).abs() < 1e-6, "{log_p}");
    let elbo = model.elbo(&x, 100_000, 1).expect("a bound");
    assert!((elbo.kl[(0, 0)] - (LN_2 + 0.125)).abs() < 1e-6);
    // E½‖x − y‖² = ½(1 + 1 + 5/4)
    let wanted = 13.0 / 8.0 + TAU.ln();
    assert!((elbo.reconstruction[0] - wanted).abs() < 0.02, "{}", elbo.reconstruction[0]);
}

/// At ε = 2 the slope by μ is 2 + 1 and by s 1 − 3/8; in general, with r = x − y at z,
/// (−2r₁ − r₂) + 1 and (−2r₁ − r₂)ε/4 − 3/8.
#[test]
fn the_pages_slopes() {
    let (model, x) = (example(), array![[3.0, 1.0]]);
    let mut room = model.room(1);
    let samples = Samples::themselves(&x);
    for step in 0..3 {
        Vae::gradients(&mut room).into_iter().for_each(|g| g.fill(0.0));
        let draw = Draw::learning(4, step);
        let terms = model.slope(samples, draw, &mut room).expect("a sample");
        let gradients = Vae::gradients(&mut room);
        let (mu, s) = (f64::from(gradients[1][0]), f64::from(gradients[1][1]));
        let pull = mu - 1.0; // ∂/∂z of ½‖x − y‖² = 5z − 8
        let e = ((pull + 8.0) / 5.0 - 1.0) / 0.5;
        assert!((s - (pull * e / 4.0 - 0.375)).abs() < 1e-4, "step {step}: {mu}, {s}");
        let z = 1.0 + e / 2.0;
        let half = 0.5 * ((3.0 - 2.0 * z).powi(2) + (2.0 - z).powi(2));
        let loss = terms.get("reconstruction").expect("a term");
        assert!((loss - half - TAU.ln()).abs() < 1e-4, "step {step}: {loss}");
    }
}
