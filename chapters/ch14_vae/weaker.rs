//! A decoder that sees the pixels before each, and what it leaves for the code: by how far it
//! sees, and by what.

use super::binary::{AHEAD, Set};
use super::pictures::dear_starts;
use autoencoders::ndarray::Array2;
use autoencoders::stats::range;
use autoencoders::vae::autoregressive::AutoregressiveVae;
use autoencoders::vae::{Objective, active_units};
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// What a decoder sees of the pixels before each, and how the code is priced.
pub struct Sight {
    /// In the names of numbers, and in the figure; "" for none there.
    key: &'static str,
    name: &'static str,
    /// Rows and columns.
    pub reach: usize,
    /// By units of each pixel's own, or by a line alone.
    pub units: bool,
    /// For the code.
    pub objective: Objective,
    /// Whether some epochs go before, in which the code is free.
    pub ahead: bool,
    /// Whether it is for the small real digits only.
    small: bool,
}

const BOUND: Objective =
    Objective { reconstruction: 1.0, beta: 1.0, free: 0.0, exponent: 0.5 };
const ALL: Sight = Sight {
    key: "all",
    name: "all before",
    reach: 16,
    units: true,
    objective: BOUND,
    ahead: false,
    small: false,
};
/// From the narrowest to the widest; then the widest by a line, and the widest with a code that is
/// made silent, has some nats free, or a head start.
const SIGHTS: [Sight; 8] = [
    Sight { key: "0", name: "code alone", reach: 0, units: false, ..ALL },
    Sight { key: "1", name: "1 around", reach: 1, small: true, ..ALL },
    Sight { key: "2", name: "2 around", reach: 2, ..ALL },
    ALL,
    Sight { key: "linear", name: "all, by a line", units: false, ..ALL },
    Sight { key: "silent", name: "", objective: Objective { beta: 100.0, ..BOUND }, ..ALL },
    Sight { key: "free", name: "", objective: Objective { free: 0.5, ..BOUND }, ..ALL },
    Sight { key: "ahead", name: "", ahead: true, ..ALL },
];

/// What a training leaves, on test images.
struct Found {
    kl: f64,
    bound: f64,
    active: f64,
}

/// The VAE of the wider code with each sight, from each start; on small pictures.
pub fn weaker(run: &mut Run, sets: &[Set]) -> Outcome {
    let sets = sets.iter().filter(|set| set.train.frame.len() <= 256);
    let mut panels = Vec::new();
    let images = run.size(5, 300, 500); // those that the model of pixels is measured on
    for set in sets {
        run.count(&format!("reach_{}_units", set.key), set.units).spread(0.0);
        let inks = (0..).map(Ink::Category);
        let fits = |(sight, _): &(&Sight, Ink)| set.key == "opt" || !sight.small;
        let sights: Vec<_> = SIGHTS.iter().zip(inks).filter(fits).collect();
        let found =
            run.from_each_start(&sights, dear_starts(run), |(sight, _), start| {
                Found::of(&set.in_turn(run, sight, start)?, &set.some(images))
            })?;
        for ((sight, _), found) in sights.iter().zip(&found) {
            for (what, of, digits) in [
                ("kl", (|f| f.kl) as fn(&Found) -> f64, 2),
                ("bound", |f| f.bound, 2),
                ("active", |f| f.active, 0),
            ] {
                let values: Vec<f64> = found.iter().map(of).collect();
                let key = format!("reach_{}_{}_{what}", sight.key, set.key);
                run.over_starts(&key, &values, "", digits);
            }
        }
        panels.push(panel(set, &sights, &found));
    }
    if !panels.is_empty() {
        run.count("reach_ahead_epochs", AHEAD).spread(0.0);
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

/// −ELBO against KL, a dot for each start, a colour and a name for each sight.
fn panel(set: &Set, sights: &[(&Sight, Ink)], found: &[Vec<Found>]) -> Panel {
    let all = || found.iter().flatten();
    let (best, worst) = range(all().map(|f| f.bound));
    let most = range(all().map(|f| f.kl)).1;
    let room = 0.12 * (worst - best);
    let x = Scale::linear("KL: what the code says, nats", 0.0, 1.7 * most);
    let y = Scale::linear("−ELBO, nats an image", best - room, worst + room);
    let mut panel = Panel::new(&format!("Digits: {}", set.name), x, y);
    let named = sights.iter().zip(found).filter(|((sight, _), _)| !sight.name.is_empty());
    for ((sight, ink), found) in named {
        let points: Curve = found.iter().map(|f| (f.kl, f.bound)).collect();
        let (from, to) = range(found.iter().map(|f| f.kl));
        let height = found.iter().map(|f| f.bound).sum::<f64>() / found.len() as f64;
        let (at, anchor) = match sight.units || sight.reach == 0 {
            true => (to, Anchor::Start),
            false => (from, Anchor::End), // else it would meet its neighbour
        };
        panel = panel.points(points, *ink, Shape::Dot, 5.0);
        panel = panel.note((at, height), sight.name, *ink, anchor);
    }
    panel
}
