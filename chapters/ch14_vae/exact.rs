//! What can be known exactly: the experiments in their order.

use super::pictures::Pictures;
use super::{
    alarm, binary, gaps, integral, linear_vae, pixels, posterior, quadrature, weaker,
};
use chapters::{Outcome, Run};

/// The integral and probabilistic PCA, then the bound, the posterior, pixels and the alarm.
pub fn exact(run: &mut Run, pictures: &Pictures) -> Outcome {
    if run.args.data.is_none() {
        run.step("the integral by samples");
        integral::integral(run)?;
        linear_vae::linear_vae(run)?;
    }
    run.train("codes of two numbers, and their integrals");
    let sets = binary::sets(run, pictures)?;
    let planes = quadrature::compare(run, &sets)?;
    let Some(first) = planes.first() else { return Err("there is no set".into()) };
    run.train("what the bound loses");
    let gaps = gaps::gaps(run, first)?;
    posterior::posteriors(run, first, &gaps)?;
    run.train("pixel by pixel");
    let pairs = pixels::pixels(run, &planes)?;
    run.train("decoders that see pixels");
    weaker::weaker(run, &sets)?;
    run.train("likelihood as an alarm");
    alarm::alarm(run, &planes, &pairs)
}
