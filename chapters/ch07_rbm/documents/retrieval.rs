//! One document asks for others of its class: precision and recall by code.

use super::{Collection, Wanted, from_starts};
use autoencoders::ndarray::Array2;
use autoencoders::retrieval::coder::{Code, DocumentCoder};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::ranking::{PrecisionRecall, same_label};
use autoencoders::{Autoencoder, Real};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Numbers of a code.
const K: usize = 10;

/// Recall levels of the figure.
fn levels() -> Vec<f64> {
    (0..=40).map(|i| f64::from(i) / 40.0).collect()
}

/// Numbers of LSA's codes, the first as many as the coders have.
const LSA: [usize; 4] = [K, 20, 40, 80];

/// Coders from every start.
pub fn wanted(run: &Run) -> Vec<Wanted> {
    from_starts(run, K, Code::Linear, 0.0)
}

/// Codes of ten numbers over several starts, LSA of several sizes, all words, and the true topic shares.
pub fn retrieval(run: &mut Run, set: &Collection, coders: &[DocumentCoder]) -> Outcome {
    run.train("retrieval by short codes");
    let measured = |z: &Array2<Real>| same_label(z, &set.labels, &levels());
    let words = measured(&set.test)?;
    let by_lsa =
        run.together(&LSA, |&k| Ok(measured(&Lsa::fit(&set.x, k)?.encode(&set.test)?)?))?;
    let found = run.together(coders, |coder| Ok(measured(&coder.encode(&set.test)?)?))?;
    // The inner product of √θ says how much two documents' topics overlap (Bhattacharyya's coefficient).
    let truth =
        set.truth.as_ref().map(|theta| measured(&theta.mapv(Real::sqrt))).transpose()?;
    // what is compared with was not trained: its numbers have no spread
    for (name, found) in [("words", Some(&words)), ("topics", truth.as_ref())] {
        found.into_iter().for_each(|found| {
            run.number(&set.key(&format!("retrieval_{name}_map")), found.average, 3)
                .spread(0.0);
        });
    }
    for (k, found) in LSA.iter().zip(&by_lsa) {
        run.number(&set.key(&format!("retrieval_lsa{k}_map")), found.average, 3)
            .spread(0.0);
    }
    let best = (0..LSA.len())
        .max_by(|&i, &j| by_lsa[i].average.total_cmp(&by_lsa[j].average))
        .unwrap_or(0);
    run.number(&set.key("retrieval_lsa_best_map"), by_lsa[best].average, 3).spread(0.0);
    run.count(&set.key("retrieval_lsa_best_k"), LSA[best]);
    run.number(&set.key("retrieval_lsa_map"), by_lsa[0].average, 3).spread(0.0);
    let averages: Vec<f64> = found.iter().map(|found| found.average).collect();
    run.over_starts(&set.key("retrieval_deep_map"), &averages, "", 3);
    let lsa = &by_lsa[0];
    let chance = chance(&set.labels);
    run.number(&set.key("retrieval_chance"), chance, 3).spread(0.0);
    run.count(&set.key("retrieval_queries"), lsa.queries);
    run.count("retrieval_k", K);
    let mut panel = Panel::new(
        "",
        Scale::linear("recall", 0.0, 1.0),
        Scale::linear("precision", 0.0, 1.0),
    )
    .across(chance, Ink::Faint, "chance")
    .line(curve(&words), Ink::Raw, "")
    .line(curve(lsa), Ink::Pca, "");
    panel =
        bundle(panel, &found.iter().map(curve).collect::<Vec<_>>(), Ink::Autoencoder, "");
    let mut named =
        vec![(curve(&words), Ink::Raw, "all words"), (curve(lsa), Ink::Pca, "LSA, 10")];
    named.push((curve(&found[0]), Ink::Autoencoder, "network, 10"));
    if let Some(truth) = truth {
        panel = panel.dashed(curve(&truth), Ink::Text, "");
        named.push((curve(&truth), Ink::Text, "true topics"));
    }
    for (curve, ink, name) in named {
        let (x, y) = curve[curve.len() / 2];
        panel = panel.note((x, y + 0.045), name, ink, Anchor::Start); // above the line's middle: the ends lie together
    }
    run.figure(
        &format!("{}retrieval", set.prefix.replace('_', "-")),
        draw("Precision against recall", 1, 260.0, &[panel]),
    );
    Ok(())
}

fn curve(found: &PrecisionRecall) -> Curve {
    levels().into_iter().zip(found.precision.iter().copied()).collect()
}

/// The precision of a random ranking: how many of the others have a document's class, on average.
fn chance(labels: &[usize]) -> f64 {
    let classes = labels.iter().max().map_or(0, |most| most + 1);
    let mut counts = vec![0_usize; classes];
    labels.iter().for_each(|&label| counts[label] += 1);
    let pairs: usize = counts.iter().map(|c| c * c.saturating_sub(1)).sum();
    pairs as f64 / (labels.len() * (labels.len() - 1)) as f64
}
