//! The decoder that sees pixels before each.

use super::{near, wide};
use crate::common::{gaussian, refused, seeded};
use autoencoders::frame::Frame;
use autoencoders::log_sum::log_sum_exp;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, central_difference};
use autoencoders::nn::init::Init;
use autoencoders::nn::model::{Model, Parameters, Samples};
use autoencoders::nn::network::Network;
use autoencoders::rbm::partition::states;
use autoencoders::vae::autoregressive::AutoregressiveVae;
use autoencoders::vae::history::History;
use autoencoders::vae::importance::Latent;
use autoencoders::vae::visible::VisibleModel;
use autoencoders::vae::{Likelihood, Scale, Vae, sample_codes};
use autoencoders::{Autoencoder, Real};
use ndarray::{Array1, Array2};

const FRAME: Frame = Frame { height: 2, width: 3, channels: 1 };

fn vae() -> Vae {
    let init = Init::Normal { sd: 0.7 };
    Vae::random(&[6, 2], Likelihood::Bernoulli, init, &mut seeded(3)).expect("a model")
}

/// Every weight that may be is something; each pixel has two units.
fn model(reach: usize) -> AutoregressiveVae {
    let mut rng = seeded(5);
    let mut history = History::with_units(FRAME, reach, 2, &mut rng);
    let w = gaussian(6, 6, &mut rng);
    history.w = Array2::from_shape_fn((6, 6), |(i, j)| {
        let rows = (i / 3usize).abs_diff(j / 3);
        let columns = (i % 3usize).abs_diff(j % 3);
        if i < j && rows.max(columns) <= reach { w[(i, j)] } else { 0.0 }
    });
    history.c = gaussian(6, 2, &mut rng).mapv(|c| 0.3 * c);
    history.v = gaussian(6, 2, &mut rng);
    AutoregressiveVae::new(vae(), history).expect("fits")
}

/// A decoder that gives these logits whatever the code is.
fn deaf(b: &Array1<Real>) -> Network {
    let layer = Dense::new(Array2::zeros((2, 6)), b.clone()).expect("fits");
    Network::new(2, vec![Box::new(layer)]).expect("fits")
}

fn pictures(n: usize) -> Array2<Real> {
    gaussian(n, 6, &mut seeded(1)).mapv(|v| if v > 0.0 { 1.0 } else { 0.0 })
}

#[test]
fn without_a_reach_it_is_the_vae() {
    let (x, own) = (pictures(9), AutoregressiveVae::new(vae(), History::linear(FRAME, 0)));
    let own = own.expect("fits");
    assert_eq!((own.history.pairs(), own.history.units()), (0, 0));
    let (a, b) = (own.elbo(&x, 3, 1).expect("fits"), vae().elbo(&x, 3, 1).expect("fits"));
    near("−E log p", a.reconstruction_mean(), b.reconstruction_mean(), 1e-5);
    assert_eq!(a.kl, b.kl);
}

#[test]
fn slopes_agree_with_differences_where_a_pixel_sees() {
    let (x, own) = (pictures(7), model(1));
    let samples = Samples::themselves(&x);
    let loss = |model: &AutoregressiveVae| {
        let mut room = model.room(7);
        let terms = model.slope(samples, Draw::learning(1, 2), &mut room).expect("fits");
        let slopes: Vec<Vec<Real>> = AutoregressiveVae::gradients(&mut room)
            .into_iter()
            .map(|slopes| slopes.to_vec())
            .collect();
        (terms.total(), slopes)
    };
    let (_, slopes) = loss(&own);
    let (w, mut unseen) = (slopes.len() - 4, 0);
    for (p, slopes) in slopes.iter().enumerate() {
        for (i, &slope) in slopes.iter().enumerate() {
            let theta = own.clone().parameters_mut()[p][i];
            if p == w && theta == 0.0 {
                assert_eq!(slope, 0.0, "a pixel looks where it must not");
                unseen += 1;
                continue;
            }
            let by = central_difference(theta, |theta| {
                let mut moved = own.clone();
                moved.parameters_mut()[p][i] = theta;
                loss(&moved).0
            });
            near("∂L/∂θ", slope.into(), by, 3.0 * BOUND);
        }
    }
    // pixel 1 sees 0; 2 sees 1; 3 sees 0 and 1; 4 sees 0 to 3; 5 sees 1, 2 and 4
    let pairs = 1 + 1 + 2 + 4 + 3;
    assert_eq!((unseen, own.history.pairs()), (36 - pairs, pairs));
}

#[test]
fn with_a_deaf_decoder_it_is_the_model_of_pixels() {
    let mut own = model(9);
    let b = Array1::from_vec(vec![0.3, -0.8, 0.1, 1.2, -0.2, 0.5]);
    own.vae.decoder = deaf(&b);
    let x = states(6).expect("few");
    let all = own.elbo(&x, 1, 1).expect("fits").reconstruction;
    near("Σ p(x|z)", all.mapv(|v| (-v).exp()).sum(), 1.0, 1e-5);
    own.history.v.fill(0.0); // the line alone
    let visible = VisibleModel { w: own.history.w.clone(), b };
    let log_p = visible.log_likelihood(&x).expect("fits");
    let found = own.elbo(&x, 1, 1).expect("fits").reconstruction;
    for (found, log_p) in found.iter().zip(&log_p) {
        near("−log p(x|z)", *found, -log_p, 1e-5);
    }
}

#[test]
fn units_are_what_the_formula_says() {
    let own = model(1);
    let (History { w, u, c, v, .. }, x) = (&own.history, pictures(3));
    let b = Array1::linspace(-1.0, 1.0, 6);
    let mut whole = own.clone();
    whole.vae.decoder = deaf(&b);
    let found = whole.elbo(&x, 1, 1).expect("fits").reconstruction;
    let seen: [&[usize]; 6] = [&[], &[0], &[1], &[0, 1], &[0, 1, 2, 3], &[1, 2, 4]];
    for (x, found) in x.rows().into_iter().zip(&found) {
        let (mut log_p, mut row) = (0.0, 0);
        for (j, seen) in seen.iter().enumerate() {
            let mut a = b[j];
            let mut units = [c[(j, 0)], c[(j, 1)]];
            for &i in *seen {
                a += x[i] * w[(i, j)];
                units[0] += x[i] * u[(row, 0)];
                units[1] += x[i] * u[(row, 1)];
                row += 1;
            }
            a += v[(j, 0)] * units[0].max(0.0) + v[(j, 1)] * units[1].max(0.0);
            log_p += wide(x[j] * a) - (1.0 + wide(a).exp()).ln();
        }
        assert_eq!(row, u.nrows());
        near("−log p(x|z)", *found, -log_p, 1e-5);
    }
}

#[test]
fn a_wider_history_says_the_same() {
    let (x, own) = (pictures(8), model(1));
    let wide = own.history.widened(FRAME, 9).expect("wider");
    assert_eq!((wide.pairs(), wide.units()), (15, 2));
    let wide = AutoregressiveVae::new(own.vae.clone(), wide).expect("fits");
    let of = |model: &AutoregressiveVae| model.elbo(&x, 3, 1).expect("fits").value();
    near("the bound", of(&wide), of(&own), 1e-5);
    refused(wide.history.widened(FRAME, 1), &["15 pairs", "reach of 1", "2 × 3"]);
    refused(own.history.widened(Frame::grey(2, 4), 9), &["11 pairs", "2 × 4"]);
}

#[test]
fn weights_come_between_the_bound_and_the_likelihood() {
    let (own, z) = (model(9), sample_codes(20_000, 2, &mut seeded(4)));
    let x = pictures(4);
    let many = own.log_p(&x, &z).expect("fits"); // by brute force: the mean over the prior
    let exact = many
        .rows()
        .into_iter()
        .map(|row| log_sum_exp(&row.to_vec()) - (row.len() as f64).ln());
    let exact = exact.sum::<f64>() / 4.0;
    let bounds = own.iw(&x, 3000, &[1, 3000], 7).expect("fits");
    assert!(bounds[0] < bounds[1], "{bounds:?}");
    near("log p(x)", bounds[1], exact, 0.05);
}

#[test]
fn images_are_drawn_in_turn() {
    let mut own = model(9);
    own.history.w.fill(0.0);
    own.history.u.fill(0.0);
    own.history.c.fill(0.0);
    own.history.v.fill(100.0);
    for j in 1..6 {
        own.history.w[(0, j)] = 100.0; // all are what the first is,
        own.history.u[(j * (j - 1) / 2, 0)] = 1.0; // by the line and by a unit
    }
    own.vae.decoder =
        deaf(&Array1::from_vec(vec![0.0, -100.0, -100.0, -100.0, -100.0, -100.0]));
    let z = sample_codes(200, 2, &mut seeded(2));
    let x = own.draw(&z, &mut seeded(3)).expect("fits");
    let (mut lit, mut dark) = (0, 0);
    for x in x.rows() {
        let ink = x.sum();
        assert!(ink == 0.0 || ink == 6.0, "{x}");
        if ink > 0.0 { lit += 1 } else { dark += 1 }
    }
    assert!(lit > 60 && dark > 60, "{lit} lit, {dark} dark");
}

#[test]
fn what_does_not_fit_is_refused() {
    let made =
        |vae, frame| AutoregressiveVae::new(vae, History::linear(frame, 1)).map(|_| ());
    refused(made(vae(), Frame::grey(2, 4)), &["6 pixels", "8"]);
    let init = Init::Normal { sd: 0.7 };
    let gaussian = Likelihood::Gaussian(Scale::Fixed(1.0));
    let grey = Vae::random(&[6, 2], gaussian, init, &mut seeded(3)).expect("a model");
    refused(made(grey, FRAME), &["Bernoulli", "Gaussian"]);
    let own = model(1);
    refused(own.elbo(&Array2::from_elem((2, 6), 0.5), 1, 0), &["0.5", "0 or 1"]);
    refused(own.elbo(&Array2::zeros((2, 5)), 1, 0), &["6 columns", "5"]);
    refused(own.draw(&Array2::zeros((2, 3)), &mut seeded(1)), &["2 columns", "3"]);
    assert_eq!(own.vae.code_size(), 2);
}
