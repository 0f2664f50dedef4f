//! The closed form against Monte Carlo: how often the standard error is right, and how the error falls.

use autoencoders::information::gaussian::Gaussian;
use autoencoders::information::sampled;
use autoencoders::nalgebra::{DMatrix, DVector};
use autoencoders::stats::median;
use chapters::curves::Curve;
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

const DIMENSIONS: [usize; 4] = [1, 2, 10, 30];

/// N(m, AAᵀ/d + 0.3 I) with standard normal A, and m of length about 1.
fn any(d: usize, rng: &mut impl Rng) -> Outcome<Gaussian> {
    let mut normal = || -> f64 { StandardNormal.sample(rng) };
    let a = DMatrix::from_fn(d, d, |_, _| normal());
    let covariance = &a * a.transpose() / d as f64 + DMatrix::identity(d, d) * 0.3;
    let mean = DVector::from_fn(d, |_, _| normal() / (d as f64).sqrt());
    Ok(Gaussian::new(mean, covariance)?)
}

/// Many estimates of one divergence in each dimension.
pub fn by_draws(run: &mut Run) -> Outcome {
    let counts: Vec<usize> = run.size(
        vec![30, 300],
        vec![30, 100, 300, 1000, 3000],
        vec![30, 100, 300, 1000, 3000],
    );
    let draws = run.size(20, 400, 400);
    run.count("gaussian_draws", draws);
    let found = run.together(&DIMENSIONS, |&d| {
        let mut rng = run.rng(&format!("gaussians {d}"));
        let (p, q) = (any(d, &mut rng)?, any(d, &mut rng)?);
        let exact = p.divergence(&q)?;
        let mut rows = Vec::new();
        for &n in &counts {
            let mut covered = 0;
            let mut errors = Vec::new();
            for _ in 0..draws {
                let ratios = (0..n)
                    .map(|_| {
                        let x = p.sample(&mut rng);
                        Ok(p.ln_density(&x)? - q.ln_density(&x)?)
                    })
                    .collect::<Outcome<Vec<f64>>>()?;
                let estimate = sampled::plain(&ratios)?;
                let off = (estimate.mean - exact).abs();
                covered += usize::from(off < 2.0 * estimate.error);
                errors.push(off / exact);
            }
            let middle = median(&errors).unwrap_or(f64::NAN);
            rows.push((n as f64, covered as f64 / draws as f64, middle));
        }
        Ok((exact, rows))
    })?;
    let y = Scale::log("median error, share of KL", 0.003, 1.0).with_ticks([
        (0.003, "0.003"),
        (0.01, "0.01"),
        (0.1, "0.1"),
        (1.0, "1"),
    ]);
    let x = Scale::log("samples", 30.0, 3000.0).with_ticks([
        (30.0, "30"),
        (300.0, "300"),
        (3000.0, "3 000"),
    ]);
    let mut panel = Panel::new("", x, y);
    for (i, (d, (exact, rows))) in DIMENSIONS.iter().zip(&found).enumerate() {
        run.measure(&format!("gaussian_{d}_kl"), *exact, "nats", 3);
        if let Some(last) = rows.last() {
            run.number(&format!("gaussian_{d}_covered"), last.1, 3);
            run.number(&format!("gaussian_{d}_error"), last.2, 4);
            let fall = (rows[0].2 / last.2).ln() / (last.0 / rows[0].0).ln();
            run.number(&format!("gaussian_{d}_power"), fall, 2);
        }
        let curve: Curve = rows.iter().map(|r| (r.0, r.2)).collect();
        let ink = [Ink::Category(1), Ink::Category(2), Ink::Autoencoder, Ink::Text][i];
        panel = panel.line(curve, ink, &format!("d = {d}: {exact:.2} nats"));
    }
    run.figure(
        "gaussians",
        draw("Monte Carlo against the closed form", 1, 230.0, &[panel]),
    );
    Ok(())
}
