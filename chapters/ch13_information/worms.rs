//! The biting worms: their divergences, and their teeth as bits.

use super::starts;
use autoencoders::coding::entropy::{Table, encode_symbols};
use autoencoders::information::prefix::{PrefixCode, huffman_lengths, shannon_lengths};
use autoencoders::information::{BIT, binomial, cross_entropy, divergence, entropy, mean};
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::RngExt;

/// A hundred worms by their number of teeth, 0 … 10.
const WORMS: [f64; 11] = [0.02, 0.03, 0.05, 0.14, 0.16, 0.15, 0.12, 0.08, 0.10, 0.08, 0.07];
/// A share of the maximum that is also in circulation.
const OTHER: f64 = 0.57;
/// What is quoted of these two models.
const QUOTED: [f64; 2] = [0.338, 0.477];
/// The mean and the entropy in bits that Kurt 2017 gives beside them.
const KURT: [f64; 2] = [5.7, 3.12];

fn uniform() -> Vec<f64> {
    vec![1.0 / WORMS.len() as f64; WORMS.len()]
}

/// The divergences of the table from two models, and where the binomial one is least.
pub fn divergences(run: &mut Run) -> Outcome {
    let teeth = mean(&WORMS)?;
    let theta = teeth / 10.0;
    run.number("worms_mean", teeth, 2);
    run.number("worms_theta", theta, 3);
    both(run, "worms_entropy", entropy(&WORMS)?);
    both(run, "worms_even", (WORMS.len() as f64).ln());
    let models = [
        ("uniform", uniform()),
        ("binomial", binomial(10, theta)?),
        ("other", binomial(10, OTHER)?),
    ];
    let mut nearest = [f64::INFINITY; 2];
    for (name, q) in &models {
        let (there, back) = (divergence(&WORMS, q)?, divergence(q, &WORMS)?);
        both(run, &format!("kl_{name}"), there);
        both(run, &format!("kl_{name}_back"), back);
        both(run, &format!("cross_{name}"), cross_entropy(&WORMS, q)?);
        let entries = there / WORMS.len() as f64; // a mean over entries in place of the sum
        run.measure(&format!("kl_{name}_entries"), entries, "nats", 4);
        let at = usize::from(*name != "uniform");
        for value in [there, back].iter().flat_map(|v| [v / 1.0, v / BIT, v / 10f64.ln()]) {
            nearest[at] = nearest[at].min((value - QUOTED[at]).abs());
        }
    }
    for (name, (quoted, off)) in
        ["uniform", "binomial"].iter().zip(QUOTED.iter().zip(nearest))
    {
        run.number(&format!("quoted_{name}"), *quoted, 3);
        run.number(&format!("quoted_{name}_off"), off, 3);
    }
    run.number("quoted_mean", KURT[0], 1);
    run.measure("quoted_entropy", KURT[1], "bits", 2);
    // KL(p‖uniform) = ln m − H(p), of whichever worms had this entropy.
    let even = (WORMS.len() as f64).log2() - KURT[1];
    run.measure("quoted_even_less_entropy", even, "bits", 2);
    let curve: Curve = (30..=80)
        .map(|i| f64::from(i) / 100.0)
        .map(|theta| Ok((theta, divergence(&WORMS, &binomial(10, theta)?)?)))
        .collect::<Outcome<_>>()?;
    let least = (1..1000)
        .map(|i| f64::from(i) / 1000.0)
        .map(|theta| Ok((divergence(&WORMS, &binomial(10, theta)?)?, theta)))
        .collect::<Outcome<Vec<_>>>()?;
    let least = least.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).ok_or("no θ")?;
    run.number("kl_least_theta", least.1, 3);
    let at = |p: &[f64]| -> Curve {
        p.iter().enumerate().map(|(j, &p)| (j as f64, p)).collect()
    };
    let x = Scale::linear("teeth", -0.4, 10.4)
        .with_ticks((0..=10).step_by(2).map(|j| (f64::from(j), j.to_string())));
    let worms = Panel::new("", x, Scale::linear("share of worms", 0.0, 0.27))
        .line(at(&models[1].1), Ink::Category(1), "binomial")
        .dashed(at(&models[0].1), Ink::Category(2), "uniform")
        .points(at(&WORMS), Ink::Raw, Shape::Dot, 5.0);
    run.figure("worms", draw("Worms and two models", 1, 220.0, &[worms]));
    let ticks = [(0.4, "0.4"), (0.5, "0.5"), (0.6, "0.6"), (0.7, "0.7")];
    let x = Scale::linear("θ", 0.3, 0.8).with_ticks(ticks);
    let y = Scale::linear("KL(p‖q), nats", 0.0, 2.0);
    let costs = Panel::new("", x, y)
        .line(curve, Ink::Category(1), "binomial")
        .across(divergence(&WORMS, &models[0].1)?, Ink::Category(2), "uniform")
        .upright(theta, Ink::Faint, "mean/10");
    run.figure("binomials", draw("What each binomial costs", 1, 220.0, &[costs]));
    Ok(())
}

/// A number of nats, and the same in bits.
fn both(run: &mut Run, key: &str, nats: f64) {
    run.measure(&format!("{key}_nats"), nats, "nats", 4);
    run.measure(&format!("{key}_bits"), nats / BIT, "bits", 4);
}

/// All words of `length` symbols, and their probabilities.
fn blocks(length: usize) -> Vec<f64> {
    (0..length).fold(vec![1.0], |block, _| {
        block.iter().flat_map(|b| WORMS.iter().map(move |p| b * p)).collect()
    })
}

/// Bits a worm: words of whole bits, for one worm or several, and the range coder's bytes under three tables.
pub fn coded(run: &mut Run) -> Outcome {
    for length in 1..=3 {
        let p = blocks(length);
        for (name, lengths) in
            [("huffman", huffman_lengths(&p)?), ("shannon", shannon_lengths(&p)?)]
        {
            let code = PrefixCode::from_lengths(&lengths)?;
            let bits = code.mean_length(&p)? / length as f64;
            run.measure(&format!("{name}_{length}"), bits, "bits", 4);
        }
    }
    let n = run.size(1000, 20_000, 20_000);
    run.count("coded_worms", n);
    let models = [WORMS.to_vec(), uniform(), binomial(10, mean(&WORMS)? / 10.0)?];
    let mut found = [(); 3].map(|()| Vec::new());
    let (mut overhead, mut prefix) = (0.0f64, Vec::new());
    let huffman = PrefixCode::from_lengths(&huffman_lengths(&WORMS)?)?;
    for start in 0..starts(run) {
        let mut rng = run.rng(&format!("worms {start}"));
        let worms: Vec<usize> = (0..n).map(|_| worm(rng.random())).collect();
        for (q, found) in models.iter().zip(&mut found) {
            let table = table(q)?;
            let bytes = encode_symbols(&worms, std::slice::from_ref(&table), |_| 0)?;
            let bits = 8.0 * bytes.len() as f64;
            let due: f64 = worms.iter().map(|&w| table.bits(w)).sum::<Result<f64, _>>()?;
            overhead = overhead.max(bits - due);
            found.push(bits / n as f64);
        }
        prefix.push(huffman.encode(&worms)?.len() as f64 / n as f64);
    }
    for (name, found) in ["own", "uniform", "binomial"].iter().zip(&found) {
        run.over_starts(&format!("coded_{name}"), found, "bits", 4);
    }
    for (name, other) in [("uniform", &found[1]), ("binomial", &found[2])] {
        let extra: Vec<f64> = other.iter().zip(&found[0]).map(|(a, b)| a - b).collect();
        run.over_starts(&format!("coded_{name}_extra"), &extra, "bits", 3);
    }
    run.over_starts("coded_huffman", &prefix, "bits", 4);
    run.measure("coded_overhead_most", overhead, "bits", 0);
    lengths(run, &models[2])
}

/// The number of teeth at this place of [0, 1).
fn worm(mut place: f64) -> usize {
    for (teeth, p) in WORMS.iter().enumerate() {
        place -= p;
        if place < 0.0 {
            return teeth;
        }
    }
    WORMS.len() - 1
}

/// A coder's table for q: learnt from 100 000 symbols in its proportions.
fn table(q: &[f64]) -> Outcome<Table> {
    let seen = q
        .iter()
        .enumerate()
        .flat_map(|(symbol, q)| std::iter::repeat_n(symbol, (1e5 * q).round() as usize));
    Ok(Table::new(seen, q.len())?)
}

/// What each number of teeth costs: surprise, Huffman's word, Shannon's, and by the wrong table.
fn lengths(run: &mut Run, wrong: &[f64]) -> Outcome {
    // Beside the place of its worms, so that equal lengths do not cover each other.
    let words = |l: Vec<usize>, aside: f64| -> Curve {
        l.into_iter().enumerate().map(|(j, l)| (j as f64 + aside, l as f64)).collect()
    };
    let huffman = words(huffman_lengths(&WORMS)?, -0.13);
    let shannon = words(shannon_lengths(&WORMS)?, 0.13);
    let (one, other) = (huffman[1], shannon[7]);
    let surprise = |p: &[f64]| -> Curve {
        p.iter().enumerate().map(|(j, p)| (j as f64, -p.log2())).collect()
    };
    let x = Scale::linear("teeth", -0.4, 10.4)
        .with_ticks((0..=10).map(|j| (f64::from(j), j.to_string())));
    let panel = Panel::new("", x, Scale::linear("bits", 0.0, 12.0))
        .line(surprise(&WORMS), Ink::Raw, "−log₂ p")
        .dashed(surprise(wrong), Ink::Category(1), "−log₂ q, binomial")
        .note((one.0, one.1 - 1.9), "Huffman", Ink::Text, Anchor::Middle)
        .note((other.0, other.1 + 0.9), "Shannon", Ink::Category(2), Anchor::Middle)
        .points(huffman, Ink::Text, Shape::Dot, 5.0)
        .points(shannon, Ink::Category(2), Shape::Cross, 6.0);
    run.figure("lengths", draw("Words for worms", 1, 230.0, &[panel]));
    Ok(())
}
