//! Walks, learning and stacks: against expectations over all states, and what they must refuse.

use super::machines::*;
use crate::common::*;
use autoencoders::nonlinear::Output;
use autoencoders::rbm::chains::{Chains, Draw};
use autoencoders::rbm::gradient::Gradient;
use autoencoders::rbm::learning::{Contrast, Learning};
use autoencoders::rbm::partition::states;
use autoencoders::rbm::stack::{stack, unroll};
use autoencoders::rbm::{Rbm, Units};
use autoencoders::{Autoencoder, Real, Result};
use ndarray::{Array1, Array2, Axis, array, concatenate};
use rand::RngExt;

/// E of CD-1's estimate from X, by going through all states of its walk.
fn expected_cd1(rbm: &Rbm, x: &Array2<Real>) -> Gradient {
    let (v, h) = (states(rbm.visible()).unwrap(), states(rbm.hidden()).unwrap());
    let p_of = |means: &[Real], state: &[Real]| {
        means
            .iter()
            .zip(state)
            .map(|(&p, &on)| if on > 0.5 { p } else { 1.0 - p })
            .product::<Real>()
    };
    let (up, up_x, down) = (rbm.up(&v).unwrap(), rbm.up(x).unwrap(), rbm.down(&h).unwrap());
    let mut g = Gradient::zeros(rbm);
    let n = x.nrows() as Real;
    for (x, p) in x.outer_iter().zip(up_x.outer_iter()) {
        let outer = |v: &Array1<Real>, h: &Array1<Real>| {
            v.clone().insert_axis(Axis(1)).dot(&h.clone().insert_axis(Axis(0)))
        };
        g.w.scaled_add(1.0 / n, &outer(&x.to_owned(), &p.to_owned()));
        g.b.scaled_add(1.0 / n, &x);
        g.c.scaled_add(1.0 / n, &p);
        for (h, q) in h.outer_iter().zip(down.outer_iter()) {
            let first = p_of(&p.to_vec(), &h.to_vec());
            for (v, h1) in v.outer_iter().zip(up.outer_iter()) {
                let weight = -first * p_of(&q.to_vec(), &v.to_vec()) / n;
                g.w.scaled_add(weight, &outer(&v.to_owned(), &h1.to_owned()));
                g.b.scaled_add(weight, &v);
                g.c.scaled_add(weight, &h1);
            }
        }
    }
    g.centre(rbm);
    g
}

/// The mean of many estimates.
fn sampled(rbm: &Rbm, x: &Array2<Real>, how: &Learning, times: usize) -> Gradient {
    let rows: Vec<usize> = (0..x.nrows()).collect();
    let mut contrast = Contrast::new(rbm, how, &mut seeded(11)).unwrap();
    let mut sum = Gradient::zeros(rbm);
    for _ in 0..times {
        sum.add(contrast.gradient(rbm, x, &rows).unwrap());
    }
    let share = 1.0 / times as Real;
    Gradient { w: sum.w * share, b: sum.b * share, c: sum.c * share }
}

#[test]
fn sampled_contrasts_have_the_expected_mean() {
    for centred in [false, true] {
        let rbm = some(4, 3, centred, 21);
        let x = coins(60, 4, 2);
        let how = Learning { batch: 60, ..Learning::default() };
        assert_close("CD-1", &sampled(&rbm, &x, &how, 4000), &expected_cd1(&rbm, &x), 0.01);
        // Long walks, and walks that go on, know the model itself.
        let exact = rbm.exact_gradient(&x).unwrap();
        assert_close(
            "CD-50",
            &sampled(&rbm, &x, &Learning { steps: 50, ..how }, 1000),
            &exact,
            0.02,
        );
        assert_close(
            "PCD",
            &sampled(&rbm, &x, &Learning { chains: 110, ..how }, 4000),
            &exact,
            0.02,
        );
        assert!(
            exact.cosine(&expected_cd1(&rbm, &x)) < 0.999,
            "CD-1 would be the gradient itself"
        );
    }
}

#[test]
fn walks_end_up_in_the_models_distribution() {
    let rbm = some(3, 2, false, 5);
    let p = joint(&rbm);
    let mut chains = Chains::at(&rbm, &Array2::zeros((120, 3)), &mut seeded(1)).unwrap();
    chains.walk(&rbm, 50);
    let (mut seen, times) = (Array2::<f64>::zeros(p.dim()), 600);
    for _ in 0..times {
        chains.walk(&rbm, 3);
        let index = |row: ndarray::ArrayView1<Real>| {
            row.iter().fold(0, |i, &on| 2 * i + usize::from(on > 0.5))
        };
        let (v, h) = (chains.visible(), chains.hidden());
        v.outer_iter()
            .zip(h.outer_iter())
            .for_each(|(v, h)| seen[[index(v), index(h)]] += 1.0);
    }
    seen /= 120.0 * f64::from(times);
    let off = (&seen - &p).iter().fold(0.0, |m: f64, e| m.max(e.abs()));
    assert!(off < 0.01, "off by {off}");
}

#[test]
fn learning_raises_the_exact_likelihood() {
    // Two patterns and their complements, with a little noise.
    let mut rng = seeded(4);
    let x = Array2::from_shape_fn((400, 8), |(i, j)| {
        let pattern = [(j < 4) == (i % 2 == 0), (j % 2 == 0) == (i % 4 < 2)][i / 200];
        f64::from(pattern != (rng.random::<f64>() < 0.05)) as Real
    });
    // No distribution makes the data more probable than their own frequencies do.
    let mut frequencies = std::collections::HashMap::new();
    x.outer_iter().for_each(|v| {
        *frequencies.entry(v.mapv(|v| v > 0.5)).or_insert(0.0) += 1.0 / 400.0
    });
    let entropy: f64 = frequencies.values().map(|p: &f64| -p * p.ln()).sum();
    for (name, how) in [
        ("CD-1", Learning::default()),
        ("PCD", Learning { chains: 100, ..Learning::default() }),
        ("2006", Learning { rate: 0.05, ..Learning::recipe_2006() }),
        ("centred", Learning { chains: 100, follow: 0.01, ..Learning::default() }),
    ] {
        let mut rng = seeded(9);
        let mut rbm = Rbm::random(8, 6, 0.1, &mut rng).unwrap();
        let before = rbm.log_likelihood(&x).unwrap();
        let how = Learning { epochs: 60, batch: 20, rate: how.rate.max(0.05), ..how };
        let mut epochs = 0;
        rbm.learn(&x, &how, &mut rng, |epoch, _| {
            epochs = epoch;
            Ok(())
        })
        .unwrap();
        let after = rbm.log_likelihood(&x).unwrap();
        assert_eq!(epochs, 60);
        assert!(before < -5.0 && after > -4.4, "{name}: {before} → {after}");
        assert!(
            after < -entropy,
            "{name}: {after} is more than the data's own distribution has"
        );
    }
}

#[test]
fn the_same_seed_and_any_threads_give_the_same_bits() {
    let x = coins(230, 20, 3);
    let how = Learning {
        epochs: 2,
        batch: 110,
        chains: 130,
        rate: 0.1,
        follow: 0.1,
        ..Learning::default()
    };
    let learnt = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut rbm = some(20, 7, true, 1);
            rbm.learn(&x, &how, &mut seeded(2), silent).unwrap();
            rbm
        })
    };
    assert_eq!(learnt(1), learnt(3));
}

#[test]
fn a_flipped_world_is_learnt_alike_when_centred() {
    // b − Wλ and W change their signs; everything else is mirrored.
    let x = coins(40, 5, 8);
    let rbm = some(5, 3, true, 8);
    let flipped =
        Rbm { w: -&rbm.w, b: -&rbm.b, mu: rbm.mu.mapv(|mu| 1.0 - mu), ..rbm.clone() };
    let (a, b) = (
        rbm.exact_gradient(&x).unwrap(),
        flipped.exact_gradient(&x.mapv(|x| 1.0 - x)).unwrap(),
    );
    assert_close("mirrored", &a, &Gradient { w: -b.w, b: -b.b, c: b.c }, TOL);
}

#[test]
fn a_stack_makes_codes() {
    let x = concatenate![Axis(0), coins(60, 12, 1), coins(60, 12, 1)];
    let how = Learning { epochs: 3, batch: 20, ..Learning::recipe_2006() };
    let mut seen = Vec::new();
    let machines = stack(&x, &[12, 9, 4], &how, &mut seeded(3), |layer, epoch, rbm| {
        seen.push((layer, epoch, rbm.visible()));
        Ok(())
    })
    .unwrap();
    assert_eq!(seen, [(0, 1, 12), (0, 2, 12), (0, 3, 12), (1, 1, 9), (1, 2, 9), (1, 3, 9)]);
    assert_eq!([machines[0].units, machines[1].units], [Units::Binary, Units::Gaussian]);
    let network = unroll(&machines, Output::Logits).unwrap();
    assert_eq!((network.features(), network.code_size()), (12, 4));
}

#[test]
fn a_large_machine_needs_no_large_sum() {
    let rbm = some(300, 11, true, 6);
    let v = coins(2, 300, 3);
    // Z of a machine with independent units, W = 0, is a product.
    let alone = Rbm {
        w: Array2::zeros((300, 11)),
        mu: Array1::zeros(300),
        lambda: Array1::zeros(11),
        ..rbm.clone()
    };
    let softplus = |a: &Real| f64::from(*a).exp().ln_1p();
    let product: f64 = alone.b.iter().chain(&alone.c).map(softplus).sum();
    assert_near("ln Z", alone.log_z().unwrap(), product);
    assert!(rbm.log_likelihood(&v).unwrap() < 0.0);
}

fn silent(_: usize, _: &Rbm) -> Result<()> {
    Ok(())
}

#[test]
fn bad_input_is_refused_in_words() {
    let rbm = some(4, 3, false, 1);
    let x = coins(5, 4, 1);
    refused(
        Rbm::new(Array2::zeros((0, 3)), array![], array![0.0, 0.0, 0.0]),
        &["visible unit", "at least 1"],
    );
    refused(
        Rbm::new(Array2::zeros((2, 2)), array![0.0, 0.0], array![0.0]),
        &["c of 1", "2×2"],
    );
    refused(Rbm::new(array![[Real::NAN]], array![0.0], array![0.0]), &["NaN"]);
    refused(Rbm::random(3, 2, 0.0, &mut seeded(1)), &["deviation", "positive"]);
    refused(Rbm::random(3, 0, 0.1, &mut seeded(1)), &["hidden unit"]);
    refused(rbm.centred_at(&array![0.0], &rbm.lambda), &["μ of 1"]);
    refused(rbm.up(&coins(2, 3, 1)), &["4 columns", "3"]);
    refused(rbm.down(&coins(2, 4, 1)), &["3 columns", "4"]);
    refused(rbm.energy(&x, &coins(2, 3, 1)), &["5 rows", "2"]);
    refused(rbm.log_likelihood(&Array2::zeros((0, 4))), &["1 sample", "0"]);
    refused(rbm.log_likelihood(&(&x * 255.0)), &["255", "divide pixels"]);
    refused(some(30, 26, false, 1).log_z(), &["26", "24 at most"]);
    refused(states(40), &["40", "24 at most"]);
    refused(Chains::random(&rbm, 0, &mut seeded(1)), &["chain"]);
    let fails = |how: Learning, words: &[&str]| {
        refused(rbm.clone().learn(&x, &how, &mut seeded(1), silent), words);
    };
    fails(Learning { batch: 0, ..Learning::default() }, &["a batch", "at least 1"]);
    fails(Learning { steps: 0, ..Learning::default() }, &["step"]);
    fails(Learning { rate: -1.0, ..Learning::default() }, &["rate", "-1"]);
    fails(Learning { momentum: [1.0, 0.9], ..Learning::default() }, &["momentum"]);
    fails(
        Learning { weight_cost: Real::NAN.into(), ..Learning::default() },
        &["weight cost"],
    );
    fails(Learning { follow: 2.0, ..Learning::default() }, &["follow", "2"]);
    let mut contrast =
        Contrast::new(&rbm, &Learning { batch: 3, ..Learning::default() }, &mut seeded(1))
            .unwrap();
    refused(contrast.gradient(&rbm, &x, &[]).cloned(), &["1 sample"]);
    refused(contrast.gradient(&rbm, &x, &[0, 9]).cloned(), &["below 5"]);
    refused(contrast.gradient(&rbm, &x, &[0, 1, 2, 3]).cloned(), &["at most 3"]);
    refused(unroll(&[], Output::Logits), &["1 machine"]);
    refused(unroll(&[rbm.clone(), rbm.clone()], Output::Logits), &["4 binary", "3 Binary"]);
    refused(unroll(&[rbm], Output::Linear), &["logits"]);
    refused(
        stack(&x, &[4], &Learning::default(), &mut seeded(1), |_, _, _| Ok(())),
        &["2 widths"],
    );
}

#[test]
fn weights_that_run_away_are_noticed() {
    let mut rbm = some(6, 4, false, 2);
    rbm.units = Units::Gaussian;
    let rate = if cfg!(feature = "f64") { 1e100 } else { 1e4 }; // how far away infinity is
    let how = Learning {
        rate,
        momentum: [0.99; 2],
        epochs: 60,
        draw: Draw::Hidden,
        ..Learning::default()
    };
    refused(
        rbm.learn(&coins(50, 6, 2), &how, &mut seeded(1), silent),
        &["rate", "10000", "try"],
    );
}
