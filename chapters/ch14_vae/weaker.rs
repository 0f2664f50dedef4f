//! A decoder that sees the pixels before each, and what it leaves for the code: by how far it sees.

use super::binary::Set;
use super::pictures::dear_starts;
use autoencoders::ndarray::Array2;
use autoencoders::stats::range;
use autoencoders::vae::active_units;
use autoencoders::vae::autoregressive::AutoregressiveVae;
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Rows and columns that a pixel sees before it, and what they are called in numbers and figures.
const REACHES: [(usize, &str, &str); 4] = [
    (0, "0", "code alone"),
    (1, "1", "1 around"),
    (2, "2", "2 around"),
    (16, "all", "all before"),
];

/// The first and the last of them where the pictures are many.
fn reaches(set: &Set) -> Vec<(usize, &'static str, &'static str)> {
    let few =
        |(reach, ..): &(usize, &str, &str)| set.key == "opt" || ![1, 2].contains(reach);
    REACHES.into_iter().filter(few).collect()
}

/// What a training leaves, on test images.
struct Found {
    kl: f64,
    bound: f64,
    active: f64,
}

/// The VAE of the wider code with every reach, from each start; on small pictures.
pub fn weaker(run: &mut Run, sets: &[Set]) -> Outcome {
    let sets = sets.iter().filter(|set| set.train.frame.len() <= 256);
    let mut panels = Vec::new();
    let images = run.size(5, 300, 500); // those that the model of pixels is measured on
    for set in sets {
        let reaches = reaches(set);
        let found =
            run.from_each_start(&reaches, dear_starts(run), |&(reach, ..), start| {
                Found::of(&set.in_turn(run, reach, start)?, &set.some(images))
            })?;
        for ((_, name, _), found) in reaches.iter().zip(&found) {
            for (what, of, digits) in [
                ("kl", (|f| f.kl) as fn(&Found) -> f64, 2),
                ("bound", |f| f.bound, 2),
                ("active", |f| f.active, 0),
            ] {
                let values: Vec<f64> = found.iter().map(of).collect();
                let key = format!("reach_{name}_{}_{what}", set.key);
                run.over_starts(&key, &values, "", digits);
            }
        }
        panels.push(panel(set, &reaches, &found));
    }
    if !panels.is_empty() {
        let title = "What a decoder sees and what a code says";
        run.figure("weaker", draw(title, 2, 150.0, &panels));
    }
    Ok(())
}

impl Found {
    fn of(model: &AutoregressiveVae, x: &Array2<Real>) -> Outcome<Found> {
        let bound = model.elbo(x, 5, 14)?;
        Ok(Found {
            kl: bound.kl_mean(),
            bound: -bound.value(),
            active: active_units(&model.vae.encode(x)?) as f64,
        })
    }
}

/// −ELBO against KL, a dot for each start, a colour and a name for each reach: that of the
/// widest to the left of its dots, those of the others to the right.
fn panel(set: &Set, reaches: &[(usize, &str, &str)], found: &[Vec<Found>]) -> Panel {
    let all = || found.iter().flatten();
    let (best, worst) = range(all().map(|f| f.bound));
    let (least, most) = range(all().map(|f| f.kl));
    let (wide, room) = (most - least, 0.12 * (worst - best));
    let x = Scale::linear(
        "KL: what the code says, nats",
        least - 0.8 * wide,
        most + 0.9 * wide,
    );
    let y = Scale::linear("−ELBO, nats an image", best - room, worst + room);
    let mut panel = Panel::new(&format!("Digits: {}", set.name), x, y);
    for (rank, ((reach, _, name), found)) in reaches.iter().zip(found).enumerate() {
        let ink = Ink::Category((*reach).min(3));
        let points: Curve = found.iter().map(|f| (f.kl, f.bound)).collect();
        let (from, to) = range(found.iter().map(|f| f.kl));
        let height = found.iter().map(|f| f.bound).sum::<f64>() / found.len() as f64;
        let (at, anchor) = match rank + 1 == reaches.len() {
            true => (from, Anchor::End),
            false => (to, Anchor::Start),
        };
        panel = panel.points(points, ink, Shape::Dot, 5.0);
        panel = panel.note((at, height), name, ink, anchor);
    }
    panel
}
