//! As PyTorch's distributions have it: `tests/golden/vae.py`.

use crate::common::{list, table};
use autoencoders::nn::dense::Dense;
use autoencoders::nn::network::Network;
use autoencoders::vae::{Likelihood, Scale, Vae, kl};
use ndarray::{Array1, Array2};

#[test]
fn likelihoods_and_divergences() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../../golden/vae.json")).expect("JSON");
    let (z, x, s) = (table(&golden["z"]), table(&golden["x"]), table(&golden["s"]));
    let decoder = Dense::new(table(&golden["weight"]), list(&golden["bias"]));
    let encoder = Dense::new(Array2::zeros((5, 4)), Array1::zeros(4));
    let decoder = Network::new(2, vec![Box::new(decoder.expect("a layer"))]);
    let encoder = Network::new(5, vec![Box::new(encoder.expect("a layer"))]);
    let (encoder, decoder) = (encoder.expect("an encoder"), decoder.expect("a decoder"));
    for (name, likelihood) in [
        ("bernoulli", Likelihood::Bernoulli),
        ("gaussian", Likelihood::Gaussian(Scale::Fixed(0.3))),
        ("laplace", Likelihood::Laplace(Scale::Fixed(0.3))),
    ] {
        let model = Vae::new(encoder.clone(), decoder.clone(), likelihood).expect("a VAE");
        let ours = model.log_likelihood(&x, &z).expect("codes");
        for (ours, theirs) in ours.iter().zip(list(&golden[name])) {
            assert!(
                (ours / f64::from(theirs) - 1.0).abs() < 1e-5,
                "{name}: {ours}, {theirs}"
            );
        }
    }
    let theirs = table(&golden["kl"]);
    for (ours, &theirs) in kl(&z, &s).iter().zip(&theirs) {
        assert!((ours - f64::from(theirs)).abs() < 1e-5, "{ours}, not {theirs}");
    }
}
