//! What a reader can get wrong.

use super::{model, shades};
use crate::common::{refused, seeded};
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::{Samples, Training, silent, train};
use autoencoders::vae::noise::of_squared_length;
use autoencoders::vae::{Likelihood, Scale, Vae};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2};

#[test]
fn widths_and_scales() {
    let made = |widths: &[usize], likelihood| {
        Vae::random(widths, likelihood, Init::Glorot, &mut seeded(1)).map(|_| ())
    };
    refused(made(&[6], Likelihood::Bernoulli), &["2 widths", "1"]);
    refused(made(&[6, 0, 2], Likelihood::Bernoulli), &["1 unit", "0"]);
    refused(made(&[6, 4, 0], Likelihood::Bernoulli), &["1 unit", "0"]);
    for scale in [0.0, -1.0, Real::NAN] {
        let fixed = Likelihood::Gaussian(Scale::Fixed(scale));
        refused(made(&[6, 4, 2], fixed), &["noise", "positive"]);
        let learnt = Likelihood::Laplace(Scale::Learnt { start: scale });
        refused(made(&[6, 4, 2], learnt), &["noise", "positive"]);
    }
    let own = model(Likelihood::Bernoulli);
    let twice = Vae::new(own.decoder.clone(), own.decoder, Likelihood::Bernoulli);
    refused(twice.map(|_| ()), &["one from 6 to 6", "from 3 to 6"]);
}

#[test]
fn samples_and_codes_of_another_width() {
    let mut own = model(Likelihood::Bernoulli);
    let (wide, x, z) = (Array2::zeros((3, 7)), shades(3, 6, 1), Array2::zeros((3, 3)));
    refused(own.posterior(&wide), &["6 columns", "7"]);
    refused(own.decode(&wide), &["3 columns", "7"]);
    refused(own.elbo(&wide, 1, 0), &["6 columns"]);
    refused(own.elbo(&x, 0, 0), &["1 draw"]);
    refused(own.elbo(&Array2::zeros((0, 6)), 1, 0), &["1 sample"]);
    refused(own.log_likelihood(&x, &Array2::zeros((2, 3))), &["one a sample", "2"]);
    refused(own.log_likelihood(&wide, &z), &["6 columns"]);
    refused(own.log_likelihoods_of(Array1::zeros(5).view(), &z), &["6 columns", "5"]);
    refused(own.draw(&wide, &mut seeded(1)), &["3 columns"]);
    refused(own.gradient_noise(&x, 1, 0), &["2 draws"]);
    refused(own.gradient_noise(&wide, 9, 0), &["6 columns"]);
    refused(of_squared_length(&[]), &["1 coordinate"]);
    let above = Array2::from_elem((3, 6), 1.5);
    let how = Training::default();
    let trained = own.train(&above, None, &mut Adam::default(), &how, silent);
    refused(trained, &["1.5", "between 0 and 1"]);
    let weights = Array2::ones((3, 6));
    let samples = Samples::themselves(&x).weighted(&weights);
    let trained = train(&mut own, &mut Adam::default(), samples, None, &how, silent);
    refused(trained, &["weights for a VAE's loss"]);
}
