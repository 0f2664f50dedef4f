//! The best of several trainings, of which some may run away.

use autoencoders::Error;
use chapters::Outcome;

/// A training whose loss grew without bound is kept as its error; any other error is passed on.
pub fn tried<T>(made: Outcome<T>) -> Outcome<Outcome<T>> {
    match made {
        Err(error) if matches!(error.downcast_ref(), Some(Error::Diverged { .. })) => {
            Ok(Err(error))
        }
        made => made.map(Ok),
    }
}

/// The first with the least loss. A training that ran away loses to any other; where all did,
/// it is the first one's error.
pub fn least<T>(
    tried: impl Iterator<Item = Outcome<T>>,
    loss: impl Fn(&T) -> f64,
) -> Outcome<T> {
    let better = |best: Outcome<T>, one: Outcome<T>| match (&best, &one) {
        (Ok(a), Ok(b)) if loss(b).total_cmp(&loss(a)).is_lt() => one,
        (Err(_), Ok(_)) => one,
        _ => best,
    };
    tried.reduce(better).unwrap_or_else(|| Err("there is no rate to try".into()))
}
