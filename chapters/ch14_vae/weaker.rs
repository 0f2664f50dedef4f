//! A decoder that sees the pixels before each, and what it leaves for the code: by how far it
//! sees, and by what.

use super::binary::Set;
use super::pictures::dear_starts;
use autoencoders::ndarray::Array2;
use autoencoders::nn::init::Init;
use autoencoders::nn::optim::Adam;
use autoencoders::nn::train::Training;
use autoencoders::stats::range;
use autoencoders::vae::autoregressive::AutoregressiveVae;
use autoencoders::vae::history::History;
use autoencoders::vae::{Likelihood, Objective, Vae, active_units};
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// What a decoder sees of the pixels before each, and how the code is priced.
struct Sight {
    /// In the names of numbers, and in the figure; "" for none there.
    key: &'static str,
    name: &'static str,
    /// Rows and columns.
    reach: usize,
    /// Units of each pixel's own; None for as many as the set asks for.
    units: Option<usize>,
    /// β, and the free nats of a unit.
    price: (Real, Real),
    /// Whether some epochs go before, in which the code is free.
    ahead: bool,
    /// The same where the window, once it has learnt, is opened to all pixels to learn on.
    opened: Option<(&'static str, &'static str)>,
    /// Whether it is for the small real digits only.
    small: bool,
    /// Whether the likelihood is bounded more tightly too.
    weighed: bool,
}

/// As far as there are pixels.
const ALL_BEFORE: usize = 16;
/// The bound's own price, and one at which no code speaks.
const ONE: (Real, Real) = (1.0, 0.0);
const SILENCE: (Real, Real) = (100.0, 0.0);
const ALL: Sight = Sight {
    key: "all",
    name: "all before",
    reach: ALL_BEFORE,
    units: None,
    price: ONE,
    ahead: false,
    opened: None,
    small: false,
    weighed: true,
};
const BESIDE: Sight = Sight { weighed: false, ..ALL };
/// From the narrowest to the widest; the widest by a line and by few units; those of a code that
/// is made silent; and the widest with some nats free, or a head start for the code.
const SIGHTS: [Sight; 10] = [
    Sight { key: "0", name: "code alone", reach: 0, units: Some(0), ..BESIDE },
    Sight { key: "1", name: "1 around", reach: 1, small: true, ..BESIDE },
    Sight {
        key: "2",
        name: "2 around",
        reach: 2,
        opened: Some(("opened", "opened")),
        ..ALL
    },
    ALL,
    Sight { key: "linear", name: "all, by a line", units: Some(0), ..BESIDE },
    Sight { key: "few", name: "", units: Some(4), small: true, ..BESIDE },
    Sight { key: "silent", name: "", price: SILENCE, ..ALL },
    Sight {
        key: "silent_2",
        name: "",
        reach: 2,
        price: SILENCE,
        opened: Some(("silent_opened", "silent, opened")),
        ..ALL
    },
    Sight { key: "free", name: "", price: (1.0, 0.5), small: true, ..BESIDE },
    Sight { key: "ahead", name: "", ahead: true, small: true, ..BESIDE },
];
/// Epochs of a head start.
const AHEAD: usize = 30;
/// Weights for each image in the tighter bound.
const WEIGHTS: usize = 100;

/// What a training leaves, on test images.
struct Found {
    kl: f64,
    bound: f64,
    weighted: Option<f64>,
    active: Option<f64>,
}

/// What the trainings of one sight leave, by start.
struct Row {
    key: &'static str,
    name: &'static str,
    found: Vec<Found>,
}

/// The VAE of the wider code with each sight, from each start; on small pictures.
pub fn weaker(run: &mut Run, sets: &[Set]) -> Outcome {
    let sets = sets.iter().filter(|set| set.train.frame.len() <= 256);
    let mut panels = Vec::new();
    for set in sets {
        run.count(&format!("reach_{}_units", set.key), set.units).spread(0.0);
        let rows = rows(run, set)?;
        for Row { key, found, .. } in &rows {
            for (what, of, digits) in [
                ("kl", (|f| Some(f.kl)) as fn(&Found) -> Option<f64>, 2),
                ("bound", |f| Some(f.bound), 2),
                ("iw", |f| f.weighted, 2),
                ("active", |f| f.active, 0),
            ] {
                let values: Vec<f64> = found.iter().filter_map(of).collect();
                if values.is_empty() {
                    continue; // not asked for
                }
                run.over_starts(
                    &format!("reach_{key}_{}_{what}", set.key),
                    &values,
                    "",
                    digits,
                );
            }
        }
        panels.push(panel(set, &rows));
    }
    if !panels.is_empty() {
        run.count("reach_ahead_epochs", AHEAD).spread(0.0);
        run.count("reach_weights", WEIGHTS).spread(0.0);
        let title = "What a decoder sees and what a code says";
        run.figure("weaker", draw(title, 2, 300.0, &panels));
    }
    Ok(())
}

fn rows(run: &Run, set: &Set) -> Outcome<Vec<Row>> {
    let x = set.some(run.size(5, 300, 500)); // those that the model of pixels is measured on
    let fits = |sight: &&Sight| set.key == "opt" || !sight.small;
    let sights: Vec<&Sight> = SIGHTS.iter().filter(fits).collect();
    let found = run.from_each_start(&sights, dear_starts(run), |sight, start| {
        let mut model = sight.train(run, set, start)?;
        let found = Found::of(run, sight, &model, &x)?;
        let mut opened = None;
        if sight.opened.is_some() {
            let history = model.history.widened(set.train.frame, ALL_BEFORE)?;
            model = AutoregressiveVae::new(model.vae, history)?;
            learn(run, set, &mut model, &mut adam(), start)?;
            opened = Some(Found::of(run, sight, &model, &x)?);
        }
        Ok((found, opened))
    })?;
    let mut rows = Vec::new();
    for (sight, found) in sights.iter().zip(found) {
        let (found, opened): (Vec<Found>, Vec<Option<Found>>) = found.into_iter().unzip();
        rows.push(Row { key: sight.key, name: sight.name, found });
        if let Some((key, name)) = sight.opened {
            rows.push(Row { key, name, found: opened.into_iter().flatten().collect() });
        }
    }
    Ok(rows)
}

impl Sight {
    /// A VAE with the wider code, trained until the validation images say stop.
    fn train(&self, run: &Run, set: &Set, start: usize) -> Outcome<AutoregressiveVae> {
        let mut rng = run.rng(&format!("{} in turn {start}", set.key));
        let widths = [set.train.x.ncols(), set.hidden, set.code];
        let vae = Vae::random(&widths, Likelihood::Bernoulli, Init::PyTorch, &mut rng)?;
        let units = self.units.unwrap_or(set.units);
        let history = History::with_units(set.train.frame, self.reach, units, &mut rng);
        let mut model = AutoregressiveVae::new(vae, history)?;
        let mut adam = adam();
        if self.ahead {
            let epochs = run.size(1, AHEAD, AHEAD);
            let first =
                Training { epochs, patience: None, ..set.training_from(run, start) };
            model.vae.objective.beta = 0.0;
            model.train(&set.train.x, None, &mut adam, &first)?;
        }
        let (beta, free) = self.price;
        model.vae.objective = Objective { beta, free, ..Objective::default() };
        learn(run, set, &mut model, &mut adam, start)?;
        Ok(model)
    }
}

fn adam() -> Adam {
    Adam { rate: 2e-3, ..Adam::default() }
}

fn learn(
    run: &Run,
    set: &Set,
    model: &mut AutoregressiveVae,
    adam: &mut Adam,
    start: usize,
) -> Outcome {
    let training = set.training_from(run, start);
    model.train(&set.train.x, Some(&set.validation), adam, &training)?;
    Ok(())
}

impl Found {
    fn of(
        run: &Run,
        sight: &Sight,
        model: &AutoregressiveVae,
        x: &Array2<Real>,
    ) -> Outcome<Found> {
        let bound = model.elbo(x, 5, 14)?;
        let mut found = Found {
            kl: bound.kl_mean(),
            bound: -bound.value(),
            weighted: None,
            active: None,
        };
        if sight.weighed {
            let weights = run.size(5, WEIGHTS, WEIGHTS);
            let tighter = model.iw(x, weights, &[weights], 14)?;
            found.weighted = tighter.first().map(|bound| -bound);
        }
        if sight.key == ALL.key {
            found.active = Some(active_units(&model.vae.encode(x)?) as f64);
        }
        Ok(found)
    }
}

/// −ELBO against KL, a dot for each start, a colour and a name for each sight.
fn panel(set: &Set, rows: &[Row]) -> Panel {
    let named = || rows.iter().filter(|row| !row.name.is_empty());
    let all = || named().flat_map(|row| &row.found);
    let (best, worst) = range(all().map(|f| f.bound));
    let most = range(all().map(|f| f.kl)).1;
    let room = 0.12 * (worst - best);
    let x = Scale::linear("KL: what the code says, nats", 0.0, 1.7 * most);
    let y = Scale::linear("−ELBO, nats an image", best - room, worst + room).settled(4);
    let mut panel = Panel::new(&format!("Digits: {}", set.name), x, y);
    for row in named() {
        let ink = ink(row.key);
        // Names stand to the right of the dots, but for those that would meet a neighbour.
        let left = row.key == if set.key == "pic" { "opened" } else { "linear" };
        let points: Curve = row.found.iter().map(|f| (f.kl, f.bound)).collect();
        let (from, to) = range(row.found.iter().map(|f| f.kl));
        let height =
            row.found.iter().map(|f| f.bound).sum::<f64>() / row.found.len() as f64;
        let (at, anchor) = if left { (from, Anchor::End) } else { (to, Anchor::Start) };
        panel = panel.points(points, ink, Shape::Dot, 5.0);
        panel = panel.note((at, height), row.name, ink, anchor);
    }
    panel
}

fn ink(key: &str) -> Ink {
    let keys = ["0", "1", "2", "all", "linear", "opened"];
    keys.iter().position(|of| *of == key).map_or(Ink::Text, Ink::Category)
}
