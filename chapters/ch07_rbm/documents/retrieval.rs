//! One document asks for others of its class: precision and recall by code.

use super::{Collection, Wanted};
use autoencoders::ndarray::Array2;
use autoencoders::retrieval::coder::{Code, Corruption, DocumentCoder};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::ranking::{PrecisionRecall, same_label};
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real, Result};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Anchor, Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Numbers of a code.
const K: usize = 10;

/// Recall levels of the figure.
fn levels() -> Vec<f64> {
    (0..=40).map(|i| f64::from(i) / 40.0).collect()
}

/// Coders from several seeds, and at last one that sees whole texts.
pub fn wanted(run: &Run) -> Vec<Wanted> {
    let seeds = run.size(2, 3, 5);
    let usual = |seed| Wanted {
        k: K,
        code: Code::Linear,
        seed: run.args.seed + seed,
        corruption: Corruption::default(),
    };
    let by_heart = Wanted {
        corruption: Corruption { hidden: 0.0, ..Corruption::default() },
        ..usual(0)
    };
    (0..seeds).map(usual).chain([by_heart]).collect()
}

/// Deep codes over several seeds, LSA of the same size and of twice that, all words, and the true topic shares.
pub fn retrieval(run: &mut Run, set: &Collection, coders: &[DocumentCoder]) -> Outcome {
    run.train("retrieval by short codes");
    let measured = |z: &Array2<Real>| same_label(z, &set.labels, &levels());
    let words = measured(&set.test)?;
    let lsa = measured(&Lsa::fit(&set.x, K)?.encode(&set.test)?)?;
    let wide = measured(&Lsa::fit(&set.x, 2 * K)?.encode(&set.test)?)?;
    let mut deep: Vec<_> = coders
        .iter()
        .map(|coder| measured(&coder.encode(&set.test)?))
        .collect::<Result<_>>()?;
    let by_heart = deep.pop().ok_or("no coder was trained")?;
    // The inner product of √θ says how much two documents' topics overlap (Bhattacharyya's coefficient).
    let truth =
        set.truth.as_ref().map(|theta| measured(&theta.mapv(Real::sqrt))).transpose()?;
    let fixed = [
        ("words", Some(&words)),
        ("lsa", Some(&lsa)),
        ("lsa20", Some(&wide)),
        ("by_heart", Some(&by_heart)),
    ];
    for (name, found) in fixed.into_iter().chain([("topics", truth.as_ref())]) {
        found.into_iter().for_each(|found| {
            run.number(&set.key(&format!("retrieval_{name}_map")), found.average, 3);
        });
    }
    spread(
        run,
        set,
        "retrieval_deep_map",
        deep.iter().map(|found| found.average).collect(),
    );
    for (name, found) in [("words", &words), ("lsa", &lsa), ("deep", &deep[0])] {
        for level in [10, 50] {
            run.number(
                &set.key(&format!("retrieval_{name}_at_{level}")),
                found.precision[level * 40 / 100],
                3,
            );
        }
    }
    let chance = chance(&set.labels);
    run.number(&set.key("retrieval_chance"), chance, 3);
    run.count(&set.key("retrieval_queries"), lsa.queries);
    run.count(&set.key("retrieval_seeds"), deep.len());
    run.count("retrieval_k", K);
    let mut panel = Panel::new(
        "",
        Scale::linear("recall", 0.0, 1.0),
        Scale::linear("precision", 0.0, 1.0),
    )
    .across(chance, Ink::Faint, "chance")
    .line(curve(&words), Ink::Raw, "")
    .line(curve(&lsa), Ink::Pca, "");
    panel =
        bundle(panel, &deep.iter().map(curve).collect::<Vec<_>>(), Ink::Autoencoder, "");
    let mut named =
        vec![(curve(&words), Ink::Raw, "all words"), (curve(&lsa), Ink::Pca, "LSA, 10")];
    named.push((curve(&deep[0]), Ink::Autoencoder, "deep, 10"));
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

/// The middle, the least and the most of several seeds.
fn spread(run: &mut Run, set: &Collection, name: &str, values: Vec<f64>) {
    let (least, most) =
        values.iter().fold((f64::MAX, f64::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    run.number(&set.key(name), median(&values).unwrap_or(f64::NAN), 3);
    run.number(&set.key(&format!("{name}_least")), least, 3);
    run.number(&set.key(&format!("{name}_most")), most, 3);
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
