//! The mistakes everyone makes once, run.

use super::lesson::Lesson;
use super::likelihood::Bench;
use autoencoders::rbm::chains::Draw;
use autoencoders::rbm::learning::Learning;
use chapters::curves::{Curve, bundle, end};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Exact likelihood and reconstruction error along one training.
fn both(bench: &Bench, lesson: &Lesson) -> Outcome<(Curve, Curve)> {
    let (mut likelihood, mut error) = (Curve::new(), Curve::new());
    lesson.give(&bench.train, |epoch, rbm| {
        if bench.is_due(epoch) {
            likelihood.push((epoch as f64, rbm.log_likelihood(&bench.test)?));
            error.push((epoch as f64, rbm.reconstruction_error(&bench.test)?));
        }
        Ok(())
    })?;
    Ok((likelihood, error))
}

/// Several ways of CD-1: one panel for the likelihood, one for the reconstruction error.
fn compare(
    run: &mut Run,
    bench: &Bench,
    slug: &str,
    title: &str,
    ways: &[(&str, &str, Ink, Learning)],
) -> Outcome {
    let mut rng = run.rng(slug);
    let mut lessons = Vec::new();
    for (.., how) in ways {
        for _ in 0..bench.seeds {
            let start = bench.start(&mut rng)?;
            lessons.push(bench.lesson(start, *how, &mut rng)?);
        }
    }
    let mut learnt = run.together(&lessons, |lesson| both(bench, lesson))?.into_iter();
    let mut found = Vec::new();
    for &(key, name, ink, _) in ways {
        let (likelihoods, errors): (Vec<_>, Vec<_>) =
            learnt.by_ref().take(bench.seeds).unzip();
        run.measure(&format!("{key}_ll"), end(&likelihoods), "nats", 1);
        run.number(&format!("{key}_error"), end(&errors), 2);
        found.push((name, ink, likelihoods, errors));
    }
    let least = bench.independent()?;
    let range = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
    };
    let (low, high) =
        range(&mut found.iter().flat_map(|f| f.2.iter().flatten().map(|p| p.1)));
    let worst = low.max(least - 0.3 * (high - least).abs().max(1.0)); // what is worse is not worth the room
    let (from, to) =
        range(&mut found.iter().flat_map(|f| f.3.iter().flatten().map(|p| p.1)));
    let epochs = || bench.axis();
    let room = 0.05 * (high - worst);
    let mut left = Panel::new(
        "what is wanted",
        epochs(),
        Scale::linear("ln p of a test image (nats)", worst - room, high + room),
    );
    let mut right = Panel::new(
        "what is watched",
        epochs(),
        Scale::linear("reconstruction error", 0.9 * from, 1.05 * to),
    );
    for (name, ink, likelihoods, errors) in &found {
        left = bundle(left, likelihoods, *ink, name);
        right = bundle(right, errors, *ink, name);
    }
    run.figure(slug, draw(title, 2, 220.0, &[left, right]));
    Ok(())
}

/// A rate at which the likelihood falls while the reconstruction error does, too.
pub fn wrong_rate(run: &mut Run, bench: &Bench) -> Outcome {
    let at = |times: f64| Learning {
        rate: times * bench.rate,
        ..bench.paced(Learning::default())
    };
    let title = "Likelihood and reconstruction error against epochs, at three rates";
    compare(
        run,
        bench,
        "wrong_rate",
        title,
        &[
            ("rate_1", "η", Ink::Category(2), at(1.0)),
            ("rate_10", "10 η", Ink::Category(3), at(10.0)),
            ("rate_50", "50 η", Ink::Category(1), at(50.0)),
        ],
    )
}

/// Hidden units that pass on their probabilities, where a bit is meant.
pub fn wrong_hidden(run: &mut Run, bench: &Bench) -> Outcome {
    let with = |draw| bench.paced(Learning { draw, ..Learning::default() });
    let title = "Likelihood and reconstruction error against epochs, by what is drawn";
    compare(
        run,
        bench,
        "wrong_hidden",
        title,
        &[
            ("drawn_both", "both", Ink::Category(2), with(Draw::Both)),
            ("drawn_neither", "none", Ink::Category(1), with(Draw::Neither)),
        ],
    )
}
