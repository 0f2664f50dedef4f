//! The optimum to as many digits as single precision has, as others computed it.

use super::sets::Set;
use autoencoders::data::ImageSet;
use autoencoders::linear::axes::{lowest_loss, shrunk};
use chapters::{Outcome, Run};

/// Pixels from 0 to 4, the loss summed over the samples, without a penalty and with α = c_k/20.
pub fn table(run: &mut Run, set: &Set) -> Outcome {
    let scaled = ImageSet { x: set.x() * (4.0 / set.white), ..set.images.clone() };
    let set = Set::new(scaled, None, 4.0)?;
    let (n, k) = (set.images.len() as f64, set.k());
    let pca = set.pca.truncate(k)?;
    let mut rng = run.rng("table");
    for (name, alpha) in [("plain", 0.0), ("l2", 0.05 * set.lambda[k - 1])] {
        let model = set.trained(k, alpha, run.size(1500, 5000, 10_000), &mut rng)?;
        run.number(&format!("{name}_loss"), n * model.loss(set.x(), alpha)?, 1);
        run.number(&format!("{name}_optimum"), n * lowest_loss(&pca, alpha)?, 1);
        if alpha > 0.0 {
            run.number("table_alpha", alpha, 4);
            let (law, reached) = (shrunk(&pca, alpha)?, model.axes()?.s);
            for (j, (&law, &reached)) in law.iter().zip(&reached).enumerate() {
                run.number(&format!("sv_law_{}", j + 1), f64::from(law), 6);
                run.number(&format!("sv_{}", j + 1), f64::from(reached), 6);
            }
        }
    }
    Ok(())
}
