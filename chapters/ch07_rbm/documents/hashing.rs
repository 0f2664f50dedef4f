//! Semantic hashing: codes of bits, made by noise.

use super::{Collection, Wanted, from_starts, starts};
use autoencoders::Autoencoder;
use autoencoders::retrieval::coder::{Code, DocumentCoder};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::table::ball_size;
use autoencoders::stats::median;
use chapters::curves::{Curve, bundle};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Bits of an address.
pub const BITS: usize = 20;
/// The noise's standard deviation; without it, and with it.
const NOISES: [(&str, f64, Ink); 2] =
    [("plain", 0.0, Ink::Category(1)), ("noisy", 1.0, Ink::Autoencoder)];
/// The largest radius looked at.
const RADIUS: u32 = 6;
/// The recall at which precisions are compared.
const RECALL: f64 = 0.2;

/// Coders without noise from several starts, and as many with it.
pub fn wanted(run: &Run) -> Vec<Wanted> {
    NOISES
        .iter()
        .flat_map(|&(_, noise, _)| from_starts(run, BITS, Code::Binary, noise))
        .collect()
}

/// A coder's addresses, how sharp its activations are, and what is found within each radius.
struct Hashed {
    codes: Vec<u32>,
    /// The share of activations between 0.1 and 0.9, in percent.
    grey: f64,
    looked: Vec<Looked>,
}

/// Coders with and without noise: where the activations lie, and what their bits find. Gives back the noisy one's addresses.
pub fn hashing(
    run: &mut Run,
    set: &Collection,
    coders: &[DocumentCoder],
) -> Outcome<Vec<u32>> {
    run.train("semantic hashing");
    let hashed = run.together(coders, |coder| {
        let y = coder.encode(&set.test)?;
        let between = y.iter().filter(|y| (0.1..0.9).contains(*y)).count();
        let codes = coder.addresses(&set.test)?;
        Ok(Hashed {
            grey: 100.0 * between as f64 / y.len() as f64,
            looked: look(&codes, &set.labels),
            codes,
        })
    })?;
    let by_lsa = look(&lsa_bits(set)?, &set.labels);
    let mut balls = vec![("LSA’s bits", Ink::Pca, vec![by_lsa])];
    for ((name, _, ink), hashed) in NOISES.into_iter().zip(hashed.chunks(starts(run))) {
        let of =
            |what: &dyn Fn(&Hashed) -> f64| hashed.iter().map(what).collect::<Vec<_>>();
        run.over_starts(&set.key(&format!("hash_{name}_grey")), &of(&|h| h.grey), "%", 0);
        let addresses = of(&|h| {
            let mut distinct = h.codes.clone();
            distinct.sort_unstable();
            distinct.dedup();
            distinct.len() as f64
        });
        run.over_starts(&set.key(&format!("hash_{name}_addresses")), &addresses, "", 0);
        let label = if name == "plain" { "without noise" } else { "with noise" };
        balls.push((label, ink, hashed.iter().map(|h| h.looked.clone()).collect()));
    }
    for ((_, _, balls), name) in balls.iter().zip(["lsa", "plain", "noisy"]) {
        record(run, set, name, balls);
    }
    run.count("hash_bits", BITS);
    (0..=4).for_each(|r| {
        run.count(&format!("hash_ball_{r}"), ball_size(BITS as u32, r) as usize);
    });
    if set.has_classes() {
        run.figure(
            &format!("{}hamming", set.prefix.replace('_', "-")),
            draw("What a search by bits finds", 2, 240.0, &of_balls(&balls)),
        );
    }
    Ok(hashed[starts(run)].codes.clone())
}

/// LSA's scores as bits: each is cut at its median over the documents to fit on.
fn lsa_bits(set: &Collection) -> Outcome<Vec<u32>> {
    let most = set.x.nrows().min(set.x.ncols());
    let lsa = Lsa::fit(&set.x, BITS.min(most))?;
    let (fitted, z) = (lsa.encode(&set.x)?, lsa.encode(&set.test)?);
    let middle = |column: autoencoders::ndarray::ArrayView1<autoencoders::Real>| {
        median(&column.iter().map(|&z| f64::from(z)).collect::<Vec<_>>()).unwrap_or(0.0)
    };
    let medians: Vec<f64> = fitted.columns().into_iter().map(middle).collect();
    let bits = z.rows().into_iter().map(|z| {
        let each = z.iter().zip(&medians).enumerate();
        each.map(|(j, (&z, &middle))| u32::from(f64::from(z) > middle) << j).sum()
    });
    Ok(bits.collect())
}

/// What the balls of one radius about each document hold, without the document itself: means over all documents, as in
/// exercise 7.5.
#[derive(Clone, Copy, Default)]
struct Looked {
    /// Documents a ball.
    size: f64,
    /// The share of documents whose ball is not empty.
    answered: f64,
    /// The share of a ball that has the document's class; 0 where the ball is empty.
    precision: f64,
    /// The share of all of its class that the ball holds.
    recall: f64,
}

/// Balls of growing radius about each document.
fn look(codes: &[u32], labels: &[usize]) -> Vec<Looked> {
    let n = codes.len() as f64;
    let mut looked = vec![Looked::default(); RADIUS as usize + 1];
    let mut of_class = vec![0_usize; labels.iter().max().map_or(0, |most| most + 1)];
    labels.iter().for_each(|&label| of_class[label] += 1);
    for (query, (&code, &label)) in codes.iter().zip(labels).enumerate() {
        let (mut all, mut good) = ([0_usize; BITS + 1], [0_usize; BITS + 1]);
        for (other, (&other_code, &other_label)) in codes.iter().zip(labels).enumerate() {
            if other != query {
                let apart = (code ^ other_code).count_ones() as usize;
                all[apart] += 1;
                good[apart] += usize::from(label == other_label);
            }
        }
        let (mut within, mut found) = (0, 0);
        let relevant = of_class[label].saturating_sub(1).max(1);
        for (radius, looked) in looked.iter_mut().enumerate() {
            within += all[radius];
            found += good[radius];
            looked.size += within as f64 / n;
            looked.answered += f64::from(u8::from(within > 0)) / n;
            looked.precision += found as f64 / within.max(1) as f64 / n;
            looked.recall += found as f64 / relevant as f64 / n;
        }
    }
    looked
}

/// The precision where recall is [`RECALL`], on the straight line between two radii.
fn precision_at_recall(looked: &[Looked]) -> f64 {
    let pair = looked.windows(2).find(|pair| pair[1].recall >= RECALL);
    pair.map_or(f64::NAN, |pair| {
        let share = (RECALL - pair[0].recall) / (pair[1].recall - pair[0].recall);
        pair[0].precision + share.max(0.0) * (pair[1].precision - pair[0].precision)
    })
}

fn record(run: &mut Run, set: &Collection, name: &str, balls: &[Vec<Looked>]) {
    let mut of = |what: &str, digits, unit, value: &dyn Fn(&[Looked]) -> f64| {
        let values: Vec<f64> = balls.iter().map(|looked| value(looked)).collect();
        let key = set.key(&format!("hash_{name}_{what}"));
        match balls.len() {
            1 => {
                run.measure(&key, values[0], unit, digits).spread(0.0); // LSA: not trained
            }
            _ => run.over_starts(&key, &values, unit, digits),
        }
    };
    for r in 0..=RADIUS as usize {
        of(&format!("size_{r}"), 1, "", &|looked| looked[r].size);
        of(&format!("answered_{r}"), 0, "%", &|looked| 100.0 * looked[r].answered);
        if set.has_classes() {
            of(&format!("precision_{r}"), 0, "%", &|looked| 100.0 * looked[r].precision);
            of(&format!("recall_{r}"), 0, "%", &|looked| 100.0 * looked[r].recall);
        }
    }
    if set.has_classes() && balls.iter().all(|b| b[RADIUS as usize].recall >= RECALL) {
        of("precision_at_20", 0, "%", &|looked| 100.0 * precision_at_recall(looked));
    }
}

/// Precision against recall, a dot a radius; and the share of searches that find anything at all.
fn of_balls(balls: &[(&str, Ink, Vec<Vec<Looked>>)]) -> Vec<Panel> {
    let ticks = (0..=RADIUS).map(|r| (f64::from(r), r.to_string()));
    let mut found = Panel::new(
        "",
        Scale::linear("recall", 0.0, 1.0),
        Scale::linear("precision", 0.0, 1.0),
    );
    let mut answered = Panel::new(
        "",
        Scale::linear("radius (bits)", 0.0, f64::from(RADIUS)).with_ticks(ticks),
        Scale::linear("searches with an answer", 0.0, 1.05),
    );
    for (i, (label, ink, balls)) in balls.iter().enumerate() {
        for looked in balls {
            let path: Vec<_> = looked.iter().map(|l| (l.recall, l.precision)).collect();
            found = found.line(path.clone(), *ink, "").points(path, *ink, Shape::Dot, 5.0);
        }
        let of = |looked: &Vec<Looked>| {
            looked.iter().enumerate().map(|(r, l)| (r as f64, l.answered)).collect()
        };
        answered =
            bundle(answered, &balls.iter().map(of).collect::<Vec<Curve>>(), *ink, "");
        let place = (0.36 * f64::from(RADIUS), 0.12 + 0.12 * i as f64);
        answered = answered.note(place, label, *ink, Anchor::Start);
    }
    vec![found, answered]
}
