//! The strength of the penalty, and the way round it: a small encoder and a large decoder.

use super::arms::{Arm, LAMBDA, Measured, starts};
use super::pictures::Pictures;
use super::sensitivity::Trained;
use autoencoders::Real;
use autoencoders::contractive::Weights;
use autoencoders::stats::range;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Strengths besides that of the chapter's arms.
const LAMBDAS: [Real; 3] = [0.01, 1.0, 10.0];

/// Norms, Jacobians and errors against λ, tied and untied.
pub fn strengths(run: &mut Run, pictures: &Pictures, trained: &Trained) -> Outcome {
    let both = [("untied", Weights::Untied), ("tied", Weights::Tied)];
    let mut cases: Vec<Arm> = both
        .into_iter()
        .flat_map(|(key, weights)| LAMBDAS.map(|lambda| Arm { key, weights, lambda }))
        .collect();
    let mut found = run.from_each_start(&cases, starts(run), |arm, start| {
        Ok(arm.train(run, pictures, start)?.measured[1])
    })?;
    for ((key, weights), done) in both.into_iter().zip(["cae", "tied_cae"]) {
        cases.push(Arm { key, weights, lambda: LAMBDA });
        found.push(trained.of(done).iter().map(|made| made.measured[1]).collect());
    }
    type Of = fn(&Measured) -> f64;
    let what: [(&str, Of, usize); 5] = [
        ("jacobian", |m| m.jacobian, 3),
        ("relative", |m| m.relative, 3),
        ("sq", |m| m.sq, 2),
        ("encoder_norm", |m| m.norms[0], 2),
        ("decoder_norm", |m| m.norms[1], 2),
    ];
    for (arm, found) in cases.iter().zip(&found) {
        for (name, of, digits) in what {
            let values: Vec<f64> = found.iter().map(of).collect();
            let key = format!("{}_{}_{name}", arm.key, short(arm.lambda));
            run.over_starts(&key, &values, "", digits);
        }
    }
    let curves = |key: &str, of: Of| -> Vec<Curve> {
        let own = cases.iter().zip(&found).filter(|(c, _)| c.key == key);
        let mut own: Vec<_> = own.collect();
        own.sort_by(|a, b| a.0.lambda.total_cmp(&b.0.lambda));
        (0..starts(run))
            .map(|start| {
                let point = |(arm, found): &(&Arm, &Vec<Measured>)| {
                    (f64::from(arm.lambda), of(&found[start]))
                };
                own.iter().map(point).collect()
            })
            .collect()
    };
    let panel = |title: &str, unit: &str, lines: &[(&str, Ink, &str, Of)]| {
        let all: Vec<_> = lines
            .iter()
            .map(|&(key, ink, name, of)| (curves(key, of), ink, name))
            .collect();
        let (least, most) =
            range(all.iter().flat_map(|(c, _, _)| c.iter().flatten().map(|p| p.1)));
        let x = Scale::log("λ", 0.008, 12.0).with_ticks([
            (0.01, "0.01"),
            (0.1, "0.1"),
            (1.0, "1"),
            (10.0, "10"),
        ]);
        let y = Scale::log(unit, least / 1.3, most * 1.3);
        all.iter().fold(Panel::new(title, x, y), |panel, (curves, ink, name)| {
            bundle(panel, curves, *ink, name)
        })
    };
    let (own, tied, other) = (Ink::Autoencoder, Ink::Category(2), Ink::Category(1));
    let both = |of: Of| [("untied", own, "untied", of), ("tied", tied, "tied", of)];
    let norms: [(&str, Ink, &str, Of); 3] = [
        ("untied", other, "V", |m| m.norms[1]),
        ("untied", own, "W", |m| m.norms[0]),
        ("tied", tied, "tied", |m| m.norms[0]),
    ];
    let panels = [
        panel("weights", "Frobenius norm", &norms),
        panel("the penalty", "‖J‖²", &both(|m| m.jacobian)),
        panel("squared error", "of a test image", &both(|m| m.sq)),
        panel("relative to the code", "‖J‖² / variance of h", &both(|m| m.relative)),
    ];
    run.figure("escape", draw("Tied and untied weights by λ", 2, 165.0, &panels));
    Ok(())
}

/// 0.01 → "001", 10 → "10".
fn short(lambda: Real) -> String {
    lambda.to_string().replace('.', "")
}
