//! Semantic hashing: codes of bits, made by noise.

use super::{Collection, Wanted};
use autoencoders::retrieval::coder::{Code, Corruption, DocumentCoder};
use autoencoders::retrieval::table::ball_size;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle, medians};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Bits of an address.
pub const BITS: usize = 20;
/// The noise's standard deviation; without it, and with it.
const NOISES: [(&str, f64, Ink); 2] =
    [("plain", 0.0, Ink::Pca), ("noisy", 1.0, Ink::Autoencoder)];
/// The largest radius looked at.
const RADIUS: u32 = 5;
/// Bars of the histogram.
const BARS: usize = 20;

/// Coders without noise from several seeds, and as many with it.
pub fn wanted(run: &Run) -> Vec<Wanted> {
    let seeds = run.size(1, 2, 3);
    let from = |noise, seed| {
        let corruption = Corruption { noise, ..Corruption::default() };
        Wanted { k: BITS, code: Code::Binary, seed: run.args.seed + seed, corruption }
    };
    NOISES
        .iter()
        .flat_map(|&(_, noise, _)| (0..seeds).map(move |seed| from(noise, seed)))
        .collect()
}

/// Coders with and without noise: where the activations lie, and what their bits find. Gives back the noisy one's addresses.
pub fn hashing(
    run: &mut Run,
    set: &Collection,
    coders: &[DocumentCoder],
) -> Outcome<Vec<u32>> {
    run.train("semantic hashing");
    let seeds = coders.len() / NOISES.len();
    let mut addresses = Vec::new();
    let (mut bars, mut precision, mut recall) = (Vec::new(), Vec::new(), Vec::new());
    for ((name, _, ink), coders) in NOISES.into_iter().zip(coders.chunks(seeds)) {
        let mut found: [Vec<Curve>; 3] = Default::default();
        let mut grey = Vec::new();
        for (seed, coder) in coders.iter().enumerate() {
            let y = coder.encode(&set.test)?;
            let y: Vec<f64> = y.iter().map(|&y| f64::from(y)).collect();
            grey.push(
                100.0 * y.iter().filter(|y| (0.1..0.9).contains(*y)).count() as f64
                    / y.len() as f64,
            );
            let codes = coder.addresses(&set.test)?;
            let looked = look(&codes, &set.labels);
            found[0].push(histogram(&y));
            found[1].push(
                looked.iter().enumerate().map(|(r, l)| (r as f64, l.precision)).collect(),
            );
            found[2].push(
                looked.iter().enumerate().map(|(r, l)| (r as f64, l.recall)).collect(),
            );
            if seed == 0 {
                record(run, set, name, &codes, &looked);
                addresses = codes;
            }
        }
        run.measure(
            &set.key(&format!("hash_{name}_grey")),
            median(&grey).unwrap_or(f64::NAN),
            "%",
            0,
        );
        let [histograms, precisions, recalls] = found;
        bars.push((name, medians(&histograms), ink));
        precision.push((name, precisions, ink));
        recall.push((name, recalls, ink));
    }
    run.count("hash_bits", BITS);
    run.count("hash_seeds", seeds);
    (0..=4).for_each(|r| {
        run.count(&format!("hash_ball_{r}"), ball_size(BITS as u32, r) as usize);
    });
    let name = |slug: &str| format!("{}{slug}", set.prefix.replace('_', "-"));
    run.figure(
        &name("activations"),
        draw("Where the activations of the code lie", 2, 200.0, &of_activations(&bars)),
    );
    if set.has_classes() {
        run.figure(
            &name("hamming"),
            draw("What a Hamming ball holds", 2, 220.0, &of_balls(&precision, &recall)),
        );
    }
    Ok(addresses)
}

/// What the balls of one radius about all documents hold, without the documents themselves.
struct Looked {
    /// Documents a ball.
    size: f64,
    /// The share of them that have the document's class.
    precision: f64,
    /// The share of all of its class that they are.
    recall: f64,
}

/// Balls of growing radius about each document, all at once: of every pair the bits that differ are counted.
fn look(codes: &[u32], labels: &[usize]) -> Vec<Looked> {
    let mut of_class = vec![0_usize; labels.iter().max().map_or(0, |most| most + 1)];
    labels.iter().for_each(|&label| of_class[label] += 1);
    let relevant: usize = of_class.iter().map(|c| c * c.saturating_sub(1)).sum();
    let (mut all, mut good) = ([0_usize; BITS + 1], [0_usize; BITS + 1]);
    for (query, (&code, label)) in codes.iter().zip(labels).enumerate() {
        for (&other, other_label) in codes[..query].iter().zip(labels) {
            let apart = (code ^ other).count_ones() as usize;
            all[apart] += 2; // either finds the other
            good[apart] += 2 * usize::from(label == other_label);
        }
    }
    let of_radius = |radius| {
        let within = |pairs: &[usize; BITS + 1]| pairs[..=radius].iter().sum::<usize>();
        let (all, good) = (within(&all), within(&good));
        let share = |of: usize| good as f64 / of.max(1) as f64;
        Looked {
            size: all as f64 / codes.len() as f64,
            precision: share(all),
            recall: share(relevant),
        }
    };
    (0..=RADIUS as usize).map(of_radius).collect()
}

fn record(run: &mut Run, set: &Collection, name: &str, codes: &[u32], looked: &[Looked]) {
    for (radius, found) in looked.iter().enumerate() {
        run.number(&set.key(&format!("hash_{name}_size_{radius}")), found.size, 1);
        if !set.has_classes() {
            continue;
        }
        run.measure(
            &set.key(&format!("hash_{name}_precision_{radius}")),
            100.0 * found.precision,
            "%",
            0,
        );
        run.measure(
            &set.key(&format!("hash_{name}_recall_{radius}")),
            100.0 * found.recall,
            "%",
            0,
        );
    }
    let mut distinct = codes.to_vec();
    distinct.sort();
    distinct.dedup();
    run.count(&set.key(&format!("hash_{name}_addresses")), distinct.len());
}

/// The share of activations in each of the bars, in percent, at the bars' middles.
fn histogram(y: &[f64]) -> Curve {
    let mut counts = [0_usize; BARS];
    y.iter().for_each(|y| counts[((y * BARS as f64) as usize).min(BARS - 1)] += 1);
    let at = |(bar, count): (usize, &usize)| {
        ((bar as f64 + 0.5) / BARS as f64, 100.0 * *count as f64 / y.len() as f64)
    };
    counts.iter().enumerate().map(at).collect()
}

/// The bars as outlines, one panel each, on one scale.
fn of_activations(bars: &[(&str, Curve, Ink)]) -> Vec<Panel> {
    let most =
        bars.iter().flat_map(|(_, curve, _)| curve).fold(0.0, |most: f64, p| most.max(p.1));
    let titles = ["without noise", "with noise"];
    let panel = |((_, curve, ink), title): (&(&str, Curve, Ink), &str)| {
        let (x, y) = (
            Scale::linear("activation", 0.0, 1.0),
            Scale::linear("% of activations", 0.0, 1.05 * most),
        );
        let half = 0.5 / BARS as f64;
        let top: Vec<_> = curve
            .iter()
            .flat_map(|&(at, share)| [(at - half, 0.0, share), (at + half, 0.0, share)])
            .collect();
        let outline: Vec<_> = top.iter().map(|&(x, _, share)| (x, share)).collect();
        Panel::new(title, x, y).band(top, *ink).line(outline, *ink, "")
    };
    bars.iter().zip(titles).map(panel).collect()
}

/// Precision and recall against the radius.
fn of_balls(
    precision: &[(&str, Vec<Curve>, Ink)],
    recall: &[(&str, Vec<Curve>, Ink)],
) -> Vec<Panel> {
    let labels = ["without noise", "with noise"];
    let panel = |title: &str, of: &[(&str, Vec<Curve>, Ink)], at: f64| {
        let mut panel = Panel::new(
            title,
            Scale::linear("radius (bits)", 0.0, f64::from(RADIUS))
                .with_ticks((0..=RADIUS).map(|r| (f64::from(r), r.to_string()))),
            Scale::linear("", 0.0, 1.0),
        );
        for (i, ((_, curves, ink), label)) in of.iter().zip(labels).enumerate() {
            panel = bundle(panel, curves, *ink, "");
            let middle = medians(curves);
            panel = panel.points(middle.clone(), *ink, Shape::Dot, 6.0);
            let place = (at, 0.10 + 0.10 * i as f64);
            panel = panel.note(place, label, *ink, Anchor::Start);
        }
        panel
    };
    vec![panel("precision", precision, 0.1), panel("recall", recall, 2.6)]
}
