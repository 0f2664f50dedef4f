//! A class that is told instead of encoded: what is chosen, what is kept, what the code still says.

use super::coders::{CODE, Coder, Coders, shorter, widths};
use super::jury::{Jury, first};
use super::sets::{Pictures, adam};
use autoencoders::latent::density::Density;
use autoencoders::ndarray::{Array2, ArrayView1, Axis, Zip};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::stream;
use autoencoders::nn::init::Init;
use autoencoders::nn::network::Network;
use autoencoders::nn::train::{Samples, silent, train};
use autoencoders::stacked::{Classifier, agreement, one_hot};
use autoencoders::stats::correlation;
use autoencoders::vae::conditional::ConditionalVae;
use autoencoders::vae::{Vae, sample_codes};
use autoencoders::{Frame, Real, Result};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::collections::BTreeMap;

/// Codes in the picture of classes.
const SHOWN: usize = 5;

/// Numbers of one start, by name.
type Found = BTreeMap<&'static str, f64>;

/// Trains the conditional VAEs, and asks all three questions of them and of the VAEs without.
pub fn classes(
    run: &mut Run,
    pictures: &Pictures,
    jury: &Jury,
    coders: &Coders,
) -> Outcome {
    let starts: Vec<usize> = (0..jury.judges.len()).collect();
    let (shared, vaes): (&Run, _) = (run, coders.vaes("vae"));
    if vaes.len() < starts.len() {
        return Err("a VAE is missing".into());
    }
    let made = shared.together(&starts, |&i| conditional(shared, pictures, jury, i))?;
    let found = shared.together(&starts, |&start| {
        let of = |at: usize| {
            let vae = vaes[start][at];
            Start { run: shared, pictures, jury, start, vae }.measure(&made[start][at])
        };
        Ok([of(0)?, of(1)?])
    })?;
    if let Some([_, first]) = found.first() {
        for &key in first.keys() {
            let digits = if key.contains("nats") || key.contains("style") { 2 } else { 1 };
            let closely = ["told_obeyed", "class_read"].contains(&key);
            for (at, when) in [(1, ""), (0, "_shorter")] {
                let values: Vec<f64> =
                    found.iter().filter_map(|f| f[at].get(key).copied()).collect();
                if (at == 1 || closely) && !values.is_empty() {
                    run.scattered(&format!("{key}{when}"), &values, "", digits, 0.2);
                }
            }
        }
    }
    if found.first().is_some_and(|[_, last]| !last.contains_key("fitted_obeyed")) {
        run.note(&format!(
            "a class has no more than {CODE} pictures: no density is fitted to each class's codes"
        ));
    }
    let even = (jury.classes as f64).ln();
    run.number("class_nats_most", even, 2).spread(0.0);
    shown(run, pictures, jury, &made[0][1])
}

/// A conditional VAE at two thirds of its training and at its end.
fn conditional(
    run: &Run,
    pictures: &Pictures,
    jury: &Jury,
    start: usize,
) -> Outcome<[ConditionalVae; 2]> {
    let (rng, widths) = (&mut run.rng(&format!("told {start}")), widths(pictures));
    let mut model = ConditionalVae::random(&widths, jury.classes, Init::PyTorch, rng)?;
    let (adam, training) = (&mut adam(), pictures.training(run, start));
    let (mut earlier, at) = (None, shorter(training.epochs));
    let (x, labels) = (&jury.train.x, &jury.train.labels);
    model.train(x, labels, adam, &training, |record, model| {
        if record.epoch == at {
            earlier = Some(model.clone());
        }
        Ok(())
    })?;
    Ok([earlier.unwrap_or(model.clone()), model])
}

/// What is needed to measure one start.
struct Start<'a> {
    run: &'a Run,
    pictures: &'a Pictures,
    jury: &'a Jury,
    start: usize,
    vae: &'a Vae,
}

impl Start<'_> {
    fn measure(&self, told: &ConditionalVae) -> Outcome<Found> {
        let mut found = Found::new();
        self.bounds(told, &mut found)?;
        found.insert("class_read", self.known(Some(told))?);
        found.insert("class_read_untold", self.known(None)?);
        self.chosen(told, &mut found)?;
        self.style(told, &mut found)?;
        Ok(found)
    }

    /// By how much the bound on test images is the better one where the class is told.
    fn bounds(&self, told: &ConditionalVae, found: &mut Found) -> Result<()> {
        let (x, labels) = (&self.pictures.test.x, &self.pictures.test.labels);
        let own = told.elbo(x, labels, 5, self.run.args.seed)?;
        let other = self.vae.elbo(x, 5, self.run.args.seed)?;
        found.insert("class_nats_gain", own.value() - other.value());
        Ok(())
    }

    /// Codes from the prior with a class told, and from a density for each class.
    fn chosen(&self, told: &ConditionalVae, found: &mut Found) -> Outcome {
        let Start { run, pictures, jury, start, vae } = self;
        let (judge, test, classes) = (&jury.judges[*start], &pictures.test, jury.classes);
        let rng = &mut run.rng(&format!("chosen classes {start}"));
        let n = test.len();
        let wanted: Vec<usize> = (0..n).map(|i| i % classes).collect();
        let z = sample_codes(n, CODE, rng);
        let obeyed = |x: &Array2<Real>| -> Outcome<f64> {
            Ok(100.0 * agreement(&judge.judge(x)?.classes, &wanted))
        };
        found.insert("told_obeyed", obeyed(&told.decode(&z, &wanted)?)?);
        let coder = Coder::Vae((*vae).clone());
        let z = coder.codes(&first(&jury.train.x, 3000), rng)?;
        let labels = &jury.train.labels[..z.nrows()];
        let mut codes = Array2::<Real>::zeros((n, CODE));
        // As many codes as units, and no density of their own.
        let fits = (0..classes).all(|c| labels.iter().filter(|&&l| l == c).count() > CODE);
        for class in (0..classes).filter(|_| fits) {
            let rows: Vec<usize> =
                (0..labels.len()).filter(|&i| labels[i] == class).collect();
            let density = Density::full(&z.select(Axis(0), &rows))?;
            for i in (class..n).step_by(classes) {
                codes.row_mut(i).assign(&density.draw(1, rng).row(0));
            }
        }
        if fits {
            found.insert("fitted_obeyed", obeyed(&coder.model().decode(&codes)?)?);
        }
        Ok(())
    }

    /// In how many drawn codes, of the told model or of the other, a small network reads the class, in per cent.
    fn known(&self, told: Option<&ConditionalVae>) -> Result<f64> {
        let Start { run, pictures, jury, start, vae } = self;
        let (train, test) = (&jury.train, &pictures.test);
        let seed = run.args.seed + *start as u64;
        let code = |x: &Array2<Real>, labels: &[usize], of: &str| {
            let (mu, s) = match told {
                Some(told) => told.posterior(x, labels)?,
                None => vae.posterior(x)?,
            };
            Ok::<_, autoencoders::Error>(thrown(&mu, &s, &mut stream(seed, of)))
        };
        let known = code(&train.x, &train.labels, "known codes")?;
        let asked = code(&test.x, &test.labels, "asked codes")?;
        let rng = &mut run.rng(&format!("reader of codes {start}"));
        let encoder = Network::new(
            CODE,
            vec![
                Box::new(Dense::random(CODE, 32, Init::PyTorch, rng)),
                Box::new(Activation::Relu),
            ],
        )?;
        let mut reader = Classifier::on(encoder, jury.classes)?;
        let targets = one_hot(&train.labels, jury.classes);
        let training = pictures.training(run, *start);
        let samples = Samples::pairs(&known, &targets);
        train_reader(&mut reader, samples, &training)?;
        Ok(100.0 * reader.accuracy(&asked, &test.labels)?)
    }

    /// A test image's code under another class: is it read so, and does its hand stay?
    fn style(&self, told: &ConditionalVae, found: &mut Found) -> Result<()> {
        let Start { run, pictures, jury, start, vae } = self;
        let (test, classes) = (&pictures.test, jury.classes);
        let judge = &jury.judges[*start];
        let rng = &mut run.rng(&format!("other classes {start}"));
        let other: Vec<usize> = test
            .labels
            .iter()
            .map(|&own| (own + rng.random_range(1..classes)) % classes)
            .collect();
        let z = told.posterior(&test.x, &test.labels)?.0;
        let mut order: Vec<usize> = (0..z.nrows()).collect();
        order.shuffle(rng);
        // without being told: the code, moved by the difference of the classes' mean codes
        let means = Density::by_class(
            &vae.posterior(&jury.train.x)?.0,
            &jury.train.labels,
            classes,
        )?
        .centres;
        let mut moved = vae.posterior(&test.x)?.0;
        for (mut z, (&from, &to)) in
            moved.rows_mut().into_iter().zip(test.labels.iter().zip(&other))
        {
            let by = &means.row(to) - &means.row(from);
            Zip::from(&mut z).and(&by).for_each(|z, &by| *z += by as Real);
        }
        let sets = [
            (told.decode(&z, &other)?, "moved_told", "style_slant_told", "style_ink_told"),
            (
                Coder::Vae((*vae).clone()).model().decode(&moved)?,
                "moved_shift",
                "style_slant_shift",
                "style_ink_shift",
            ),
            (
                told.decode(&z.select(Axis(0), &order), &other)?,
                "moved_shuffled",
                "style_slant_shuffled",
                "style_ink_shuffled",
            ),
        ];
        let frame = test.frame;
        for (x, read, slant_key, ink_key) in sets {
            found.insert(read, 100.0 * agreement(&judge.judge(&x)?.classes, &other));
            type Ruler = fn(ArrayView1<Real>, Frame) -> f64;
            for (key, ruler) in [(slant_key, slant as Ruler), (ink_key, ink as Ruler)] {
                let of = |x: &Array2<Real>, labels: &[usize]| {
                    let values: Vec<f64> =
                        x.rows().into_iter().map(|x| ruler(x, frame)).collect();
                    within(&values, labels, classes)
                };
                let pairs: Vec<(f64, f64)> =
                    of(&test.x, &test.labels).into_iter().zip(of(&x, &other)).collect();
                found.insert(key, correlation(&pairs).unwrap_or(0.0));
            }
        }
        Ok(())
    }
}

/// Trains on as many epochs as every model here.
fn train_reader(
    reader: &mut Classifier,
    samples: Samples,
    training: &autoencoders::nn::train::Training,
) -> Result<()> {
    train(reader, &mut adam(), samples, None, training, silent).map(|_| ())
}

/// z = μ + σε.
fn thrown(mu: &Array2<Real>, s: &Array2<Real>, rng: &mut impl Rng) -> Array2<Real> {
    let mut z = sample_codes(mu.nrows(), mu.ncols(), rng);
    Zip::from(&mut z).and(mu).and(s).for_each(|z, mu, s| *z = mu + (s / 2.0).exp() * *z);
    z
}

/// Each value less the mean of its class.
fn within(values: &[f64], labels: &[usize], classes: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); classes];
    for (v, &c) in values.iter().zip(labels) {
        sums[c] = (sums[c].0 + v, sums[c].1 + 1.0);
    }
    values.iter().zip(labels).map(|(v, &c)| v - sums[c].0 / sums[c].1).collect()
}

/// All ink of a picture.
fn ink(x: ArrayView1<Real>, _: Frame) -> f64 {
    x.iter().map(|&x| f64::from(x)).sum()
}

/// How far ink leans to the right as it rises: the slope of x by height, over all ink.
fn slant(x: ArrayView1<Real>, frame: Frame) -> f64 {
    let mut sums = [0.0; 5]; // of w, wx, wy, wxy, wyy
    for (i, &w) in x.iter().enumerate() {
        let at = i / frame.channels;
        let (column, height) = ((at % frame.width) as f64, -((at / frame.width) as f64));
        let w = f64::from(w);
        for (sum, of) in
            sums.iter_mut().zip([1.0, column, height, column * height, height * height])
        {
            *sum += w * of;
        }
    }
    let [w, x, y, xy, yy] = sums;
    let spread = yy - y * y / w;
    if w > 0.0 && spread > 0.0 { (xy - x * y / w) / spread } else { 0.0 }
}

/// The same codes under each class.
fn shown(
    run: &mut Run,
    pictures: &Pictures,
    jury: &Jury,
    told: &ConditionalVae,
) -> Outcome {
    let z = sample_codes(SHOWN, CODE, &mut run.rng("codes under each class"));
    let classes = jury.classes.min(10);
    let mut tiles = Vec::new();
    for z in z.rows() {
        let z = z.broadcast((classes, CODE)).ok_or("codes of one length")?.to_owned();
        let labels: Vec<usize> = (0..classes).collect();
        let x = told.decode(&z, &labels)?;
        tiles
            .extend(x.rows().into_iter().map(|x| Tile::image(&pictures.test, x, 0.0, 1.0)));
    }
    let figure = Grid {
        title: "The same codes under each class".to_string(),
        columns: classes,
        tiles,
        column_labels: (0..classes).map(|c| c.to_string()).collect(),
        ..Grid::default()
    };
    run.figure("classes", grid(&figure));
    Ok(())
}
