//! The mistake everyone makes once, run: hidden units that pass on their probabilities, where a bit is meant.

use super::likelihood::{Bench, Way, ends};
use autoencoders::rbm::chains::Draw;
use autoencoders::rbm::learning::Learning;
use autoencoders::stats::range;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// CD-1 with both layers drawn, the hidden one alone, and neither: one panel for the likelihood, one for the reconstruction error.
pub fn wrong_hidden(run: &mut Run, bench: &Bench) -> Outcome {
    let way = |key, name, ink, draw| {
        let how = Learning { draw, ..Learning::default() };
        Way { key, name, ink, centred: false, means: true, how }
    };
    let ways = [
        way("drawn_both", "both", Ink::Category(2), Draw::Both),
        way("drawn_hidden", "hidden", Ink::Category(3), Draw::Hidden),
        way("drawn_neither", "none", Ink::Category(1), Draw::Neither),
    ];
    let found = run.from_each_start(&ways, bench.starts, |way, start| {
        let (mut likelihood, mut error) = (Curve::new(), Curve::new());
        let mut rng = run.rng(&format!("wrong_hidden {start}"));
        bench.learn(way, &mut rng, |epoch, rbm| {
            likelihood.push((epoch, rbm.log_likelihood(&bench.test)?));
            error.push((epoch, rbm.reconstruction_error(&bench.test)?));
            Ok(())
        })?;
        Ok((likelihood, error))
    })?;
    let (likelihoods, errors): (Vec<Vec<Curve>>, Vec<Vec<Curve>>) =
        found.into_iter().map(|of_way| of_way.into_iter().unzip()).unzip();
    let scale = |name, of: &[Vec<Curve>]| {
        let values = of.iter().flatten().flatten().map(|p| p.1);
        let (low, high) = range(values);
        Scale::linear(name, low - 0.05 * (high - low), high + 0.05 * (high - low))
    };
    let wanted = scale("ln p of a test image (nats)", &likelihoods);
    let watched = scale("reconstruction error", &errors);
    let mut left = Panel::new("what is wanted", bench.axis(), wanted);
    let mut right = Panel::new("what is watched", bench.axis(), watched);
    for (way, (likelihoods, errors)) in ways.iter().zip(likelihoods.iter().zip(&errors)) {
        run.over_starts(&format!("{}_ll", way.key), &ends(likelihoods), "nats", 2);
        run.over_starts(&format!("{}_error", way.key), &ends(errors), "", 2);
        left = bundle(left, likelihoods, way.ink, way.name);
        right = bundle(right, errors, way.ink, way.name);
    }
    let title = "Likelihood and reconstruction error against epochs, by what is drawn";
    run.figure("wrong_hidden", draw(title, 2, 220.0, &[left, right]));
    Ok(())
}
