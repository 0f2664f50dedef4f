//! The best of several trainings, of which some may run away.

use autoencoders::Error;
use chapters::{Outcome, Run};
use std::collections::BTreeMap;
use std::ops::Range;

/// Adam's rates: those of `FIRST` are tried, and their neighbours while the best has one that
/// is not.
const RATES: [f64; 7] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];
const FIRST: Range<usize> = 2..5;

/// Each case at the rate of Adam that leaves it the least loss, with that rate. Errors where
/// a case runs away at every rate.
pub fn at_best_rates<C: Sync, T: Send>(
    run: &Run,
    cases: &[C],
    train: impl Fn(&C, f64) -> Outcome<T> + Sync,
    loss: impl Fn(&T) -> f64,
) -> Outcome<Vec<(f64, T)>> {
    let mut tried: Vec<Tried<T>> = cases.iter().map(|_| Tried::new()).collect();
    let first = run.size(3..4, FIRST, FIRST);
    let mut next: Vec<(usize, usize)> =
        (0..cases.len()).flat_map(|case| first.clone().map(move |at| (case, at))).collect();
    while !next.is_empty() {
        let made =
            run.together(&next, |&(case, at)| kept(train(&cases[case], RATES[at])))?;
        for (&(case, at), made) in next.iter().zip(made) {
            tried[case].insert(at, made);
        }
        next.clear();
        if !run.args.quick {
            for (case, tried) in tried.iter().enumerate() {
                next.extend(beside_best(tried, &loss).map(|at| (case, at)));
            }
        }
    }
    tried.into_iter().map(|tried| least(tried, &loss)).collect()
}

/// Records a rate with its first figure.
pub fn record(run: &mut Run, key: &str, rate: f64) {
    run.number(key, rate, if rate < 1e-3 { 4 } else { 3 }).spread(0.0);
}

/// A case's trainings, by the place of their rate.
type Tried<T> = BTreeMap<usize, Outcome<T>>;

/// A training whose loss grew without bound is kept as its error; any other error is passed on.
fn kept<T>(made: Outcome<T>) -> Outcome<Outcome<T>> {
    match made {
        Err(error) if matches!(error.downcast_ref(), Some(Error::Diverged { .. })) => {
            Ok(Err(error))
        }
        made => made.map(Ok),
    }
}

/// The place of the least loss; of equal ones the first. None where all ran away.
fn best<T>(tried: &Tried<T>, loss: impl Fn(&T) -> f64) -> Option<usize> {
    let ended =
        tried.iter().filter_map(|(&at, made)| Some((at, loss(made.as_ref().ok()?))));
    ended.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

/// A neighbour of the best rate that has not been tried.
fn beside_best<T>(tried: &Tried<T>, loss: impl Fn(&T) -> f64) -> Option<usize> {
    let best = best(tried, loss)?;
    let beside = [best.checked_sub(1), Some(best + 1)].into_iter().flatten();
    beside.filter(|&at| at < RATES.len()).find(|at| !tried.contains_key(at))
}

/// The training with the least loss and its rate; where all ran away, the first one's error.
fn least<T>(mut tried: Tried<T>, loss: impl Fn(&T) -> f64) -> Outcome<(f64, T)> {
    let at = best(&tried, loss).or_else(|| tried.keys().next().copied());
    let made = at.and_then(|at| Some((RATES[at], tried.remove(&at)?)));
    let (rate, made) = made.ok_or("there is no rate to try")?;
    Ok((rate, made?))
}
