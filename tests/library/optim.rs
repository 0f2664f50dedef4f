//! Optimisers: steps by hand, PyTorch's paths, stability, and settings that cannot be.

use crate::common::{TOL, assert_near, assert_same_vector, list, refused};
use autoencoders::Real;
use autoencoders::nn::optim::{Adam, Optimiser, Sgd};
use ndarray::{Array1, array};

/// Where one parameter stands after each step, given its gradients.
fn path(optimiser: &mut impl Optimiser, start: Real, gradients: &[Real]) -> Array1<Real> {
    let mut theta = [start];
    let step = |g: &Real| {
        optimiser.step(&mut [(&mut theta, &[*g])]).unwrap();
        theta[0]
    };
    gradients.iter().map(step).collect()
}

#[test]
fn by_hand() {
    let plain = Sgd { rate: 0.5, ..Sgd::default() };
    let momentum = Sgd { momentum: 0.5, ..plain.clone() };
    let nesterov = Sgd { nesterov: true, ..momentum.clone() };
    // Velocities under momentum ½: 2, 1 + 1, −4 + 1; looking ahead adds half of the velocity to the gradient.
    let g = [2.0, 1.0, -4.0];
    assert_same_vector(
        "plain",
        &path(&mut plain.clone(), 1.0, &g),
        &array![0.0, -0.5, 1.5],
    );
    assert_same_vector(
        "momentum",
        &path(&mut momentum.clone(), 1.0, &g),
        &array![0.0, -1.0, 0.5],
    );
    assert_same_vector(
        "Nesterov",
        &path(&mut nesterov.clone(), 1.0, &g),
        &array![-0.5, -1.5, 1.25],
    );
    // β₁ = ½, β₂ = ¾: m = 1, v = 1, unbiased 2 and 4, so the step is η·2/2; then m = ½ − 1, v = ¾ + 1, unbiased −⅔ and 4.
    let mut adam =
        Adam { rate: 0.3, beta1: 0.5, beta2: 0.75, epsilon: 1e-12, ..Adam::default() };
    assert_same_vector("Adam", &path(&mut adam, 1.0, &[2.0, -2.0]), &array![0.7, 0.8]);
}

/// Whatever the gradient's size, Adam's first step is η long; so is each, while the gradient stays the same.
#[test]
fn adam_does_not_see_the_scale() {
    for scale in [1e-3, 1.0, 1e3] {
        let mut adam = Adam { epsilon: 1e-20, ..Adam::default() };
        let found = path(&mut adam, 0.0, &[scale; 5]);
        for (step, &theta) in (1..).zip(&found) {
            assert_near("θ/η", theta as f64 / -1e-3, step as f64);
        }
    }
}

/// PyTorch's paths; `golden/optim.py` made them.
#[test]
fn agrees_with_pytorch() {
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("../golden/optim.json")).unwrap();
    let run = |name: &str, optimiser: &mut dyn Optimiser| {
        let mut theta: Vec<Array1<Real>> =
            golden["start"].as_array().unwrap().iter().map(list).collect();
        let steps = golden["gradients"].as_array().unwrap();
        for (step, (g, expected)) in
            steps.iter().zip(golden["runs"][name]["path"].as_array().unwrap()).enumerate()
        {
            let g: Vec<Array1<Real>> = g.as_array().unwrap().iter().map(list).collect();
            let mut pairs: Vec<(&mut [Real], &[Real])> = theta
                .iter_mut()
                .zip(&g)
                .map(|(theta, g)| (theta.as_slice_mut().unwrap(), g.as_slice().unwrap()))
                .collect();
            optimiser.step(&mut pairs).unwrap();
            for (found, expected) in theta.iter().zip(expected.as_array().unwrap()) {
                assert_same_vector(&format!("{name}, step {step}"), found, &list(expected));
            }
        }
    };
    let (mut sgd, mut adam) = (Sgd { rate: 0.1, ..Sgd::default() }, Adam::default());
    let mut momentum = Sgd { rate: 0.05, momentum: 0.9, ..Sgd::default() };
    let mut nesterov = Sgd { rate: 0.05, momentum: 0.8, nesterov: true, ..Sgd::default() };
    let mut other =
        Adam { rate: 0.2, beta1: 0.5, beta2: 0.75, epsilon: 0.01, ..Adam::default() };
    run("sgd", &mut sgd);
    run("momentum", &mut momentum);
    run("nesterov", &mut nesterov);
    run("adam", &mut adam);
    run("adam_other", &mut other);
}

/// On L = ½hθ² the bound is sharp: a little below it θ fades, a little above it grows.
#[test]
fn stability_ends_where_it_is_said_to() {
    let h = 3.0;
    for (momentum, nesterov) in
        [(0.0, false), (0.5, false), (0.9, false), (0.5, true), (0.9, true)]
    {
        let settings = Sgd { momentum, nesterov, ..Sgd::default() };
        let limit = settings.stable_below(h).unwrap();
        let end = |rate| {
            let (mut sgd, mut theta) = (Sgd { rate, ..settings.clone() }, [1.0 as Real]);
            for _ in 0..2000 {
                let g = [h as Real * theta[0]];
                sgd.step(&mut [(&mut theta, &g)]).unwrap();
            }
            theta[0].abs()
        };
        let (below, above) = (end(0.99 * limit), end(1.01 * limit));
        assert!(
            below < 1e-3 && (above > 1e3 || above.is_nan()),
            "{momentum}, {nesterov}: {below}, {above}"
        );
    }
    assert_eq!(Adam::default().stable_below(h), None);
}

/// A gradient that has stopped leaves moments that shrink; none may become denormal, and none may hold anything up.
#[test]
fn moments_that_fade_become_zero() {
    let mut gradients = vec![0.0; 3000];
    gradients[0] = 1e-3;
    for mut adam in [Adam::default(), Adam { beta2: 0.9, ..Adam::default() }] {
        let found = path(&mut adam, 1.0, &gradients);
        let debug = format!("{:?}", adam.memory);
        let denormal =
            debug.split([' ', '[', ']', ',']).filter_map(|word| word.parse::<f64>().ok());
        assert!(
            denormal.filter(|v| *v != 0.0).all(|v| v.abs() >= Real::MIN_POSITIVE as f64),
            "{debug}"
        );
        assert_eq!(found[2999], found[2500], "θ still moves");
    }
    let mut sgd = Sgd { momentum: 0.9, ..Sgd::default() };
    let found = path(&mut sgd, 1.0, &gradients);
    assert!((found[2999] as f64 - (1.0 - 1e-4)).abs() < TOL, "{}", found[2999]); // η g/(1 − β)
}

#[track_caller]
fn cannot_be(mut optimiser: impl Optimiser, words: &[&str]) {
    let mut theta = [1.0];
    refused(optimiser.step(&mut [(&mut theta, &[1.0])]), words);
    assert_eq!(theta, [1.0], "a refused step has left a trace");
}

#[test]
fn settings_that_cannot_be() {
    for rate in [0.0, -0.1, f64::NAN, f64::INFINITY] {
        cannot_be(Sgd { rate, ..Sgd::default() }, &["the rate", "positive and finite"]);
        cannot_be(Adam { rate, ..Adam::default() }, &["the rate", "positive and finite"]);
    }
    for share in [-0.1, 1.0, 1.5, f64::NAN] {
        cannot_be(Sgd { momentum: share, ..Sgd::default() }, &["the momentum", "below 1"]);
        cannot_be(Adam { beta1: share, ..Adam::default() }, &["β₁", "below 1"]);
        cannot_be(Adam { beta2: share, ..Adam::default() }, &["β₂", "below 1"]);
    }
    cannot_be(Adam { epsilon: 0.0, ..Adam::default() }, &["ε is 0", "positive"]);
}

#[test]
fn other_parameters_than_before() {
    let mut adam = Adam::default();
    let (mut two, mut three) = ([1.0; 2], [1.0; 3]);
    adam.step(&mut [(&mut two, &[1.0; 2])]).unwrap();
    refused(adam.step(&mut [(&mut three, &[1.0; 3])]), &["[2]", "[3]"]);
    refused(adam.step(&mut [(&mut two, &[1.0; 3])]), &["a gradient", "got 3"]);
    adam.step(&mut [(&mut two, &[1.0; 2])]).unwrap();
}
