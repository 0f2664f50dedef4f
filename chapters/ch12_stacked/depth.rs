//! How much of a class can be read off each layer, and by which classifier.

use super::rivals::{Codes, Given, affordable, scaled};
use super::sets::Sets;
use super::stacks::{DEPTH, Stacks, encoder};
use autoencoders::Real;
use autoencoders::ndarray::Array2;
use autoencoders::nn::network::Network;
use autoencoders::sparse::few_labels::few_labels;
use autoencoders::stacked::LinearSvm;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// What the first so many layers make of X.
fn read(network: &Network, layers: usize, x: &Array2<Real>) -> Outcome<Array2<Real>> {
    Ok(match layers {
        0 => x.clone(),
        _ => network.predict_between(0..2 * layers, x)?, // a dense layer and its bend each
    })
}

/// The share of test images that a linear machine on these codes gets right.
fn machine(given: &Given, sets: &Sets, [g, v, t]: Codes) -> Outcome<f64> {
    let (valid, test) = (given.valid(sets, &v), given.test(sets, &t));
    Ok(LinearSvm::at_its_best(given.labelled(&g), valid, test, sets.classes())?)
}

/// Accuracy from pixels and from each layer, learnt and random; softmax and the machine.
pub fn by_layer(run: &mut Run, sets: &Sets, stacks: &Stacks) -> Outcome {
    let counts = affordable(sets, &run.size([10, 20], [100, 1000], [100, 1000]));
    if counts.is_empty() {
        return Ok(());
    }
    run.train("read every layer");
    let starts: Vec<usize> = (0..stacks.of.len()).collect();
    // by start: for each count and both networks the accuracies by layer
    let found = run.together(&starts, |&start| {
        let networks = [encoder(&stacks.of[start].layers)?, stacks.random(run, start)?];
        let mut all = Vec::new();
        for &n in &counts {
            let given = Given::draw(run, sets, n, start)?;
            for (w, network) in networks.iter().enumerate() {
                let mut by_layer = Vec::new();
                for layer in 0..=DEPTH {
                    let read = |x: &Array2<Real>| read(network, layer, x);
                    let [g, v, t] = given.read(sets, read)?;
                    let softmax = few_labels(
                        given.labelled(&g),
                        given.valid(sets, &v),
                        given.test(sets, &t),
                        sets.classes(),
                    )?;
                    // The machine at both ends of the stack.
                    let svm = match w == 0 && (layer == 0 || layer == DEPTH) {
                        true => machine(&given, sets, scaled([g, v, t]))?,
                        false => f64::NAN,
                    };
                    by_layer.push((100.0 * softmax, 100.0 * svm));
                }
                all.push(by_layer);
            }
        }
        Ok(all)
    })?;
    let mut panels = Vec::new();
    for (c, n) in counts.iter().enumerate() {
        let values = found.iter().flat_map(|all| all[2 * c].iter().chain(&all[2 * c + 1]));
        let mut panel = Panel::new(
            &format!("{n} labels"),
            Scale::linear("layers", 0.0, DEPTH as f64)
                .with_ticks((0..=DEPTH).map(|l| (l as f64, l.to_string()))),
            Scale::around("% right", values.map(|v| v.0)),
        );
        for (w, (who, ink)) in
            [("stacked", Ink::Autoencoder), ("random", Ink::Random)].iter().enumerate()
        {
            let at = 2 * c + w;
            for layer in 0..=DEPTH {
                let of = |pick: fn(&(f64, f64)) -> f64| -> Vec<f64> {
                    found.iter().map(|all| pick(&all[at][layer])).collect()
                };
                let key = format!("{who}_layer{layer}_{n}");
                run.over_starts(&key, &of(|v| v.0), "%", 1);
                let svm = of(|v| v.1);
                if svm.iter().all(|v| v.is_finite()) {
                    run.over_starts(&format!("svm_{key}"), &svm, "%", 1);
                }
            }
            let curve = |all: &Vec<Vec<(f64, f64)>>| -> Curve {
                all[at].iter().enumerate().map(|(l, v)| (l as f64, v.0)).collect()
            };
            let curves: Vec<Curve> = found.iter().map(curve).collect();
            panel = bundle(panel, &curves, *ink, who);
        }
        panels.push(panel);
    }
    run.figure("depth", draw("Accuracy from each layer", 2, 190.0, &panels));
    Ok(())
}
