//! A mistake everyone makes once, run: hidden units that pass on their probabilities, where a bit is meant.

use super::likelihood::{Bench, Way, ends};
use autoencoders::rbm::chains::Draw;
use autoencoders::rbm::learning::Learning;
use chapters::curves::Curve;
use chapters::figures::Ink;
use chapters::{Outcome, Run};

/// CD-1 with both layers drawn, the hidden one alone, and neither: likelihood and reconstruction error at the end.
pub fn wrong_hidden(run: &mut Run, bench: &Bench) -> Outcome {
    let way = |key, draw| {
        let how = Learning { draw, ..Learning::default() };
        Way { key, name: "", ink: Ink::Text, centred: false, means: true, how }
    };
    let ways = [
        way("drawn_both", Draw::Both),
        way("drawn_hidden", Draw::Hidden),
        way("drawn_neither", Draw::Neither),
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
    for (way, (likelihoods, errors)) in ways.iter().zip(likelihoods.iter().zip(&errors)) {
        run.over_starts(&format!("{}_ll", way.key), &ends(likelihoods), "nats", 2);
        run.over_starts(&format!("{}_error", way.key), &ends(errors), "", 2);
    }
    Ok(())
}
