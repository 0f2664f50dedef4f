//! What a code costs: bytes of a real coder against squared error.

use super::by_k::one_or_more;
use super::codec::{Coded, Rate, reaches, steps};
use super::hull::{at, hull};
use super::models::Models;
use autoencoders::coding::lossless::{Contexts, deflated, inflated, pixel_bytes};
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::pca::Pca;
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Bytes against error: the deep networks, PCA, lossless coders.
pub fn rate_distortion(run: &mut Run, models: &Models) -> Outcome {
    let steps = steps(run);
    let rates = run.together(&models.sizes, |&k| {
        let coded = Coded::new(models.deep(k)?, models)?;
        steps.iter().map(|&step| coded.balanced(step)).collect::<Outcome<Vec<_>>>()
    })?;
    if let Some(largest) = rates.last() {
        say_bytes(run, largest);
    }
    let most =
        (models.train.len() - 1).min(models.train.x.ncols()).min(run.size(20, 100, 150));
    let pca = Pca::fit(&models.train.x, most)?;
    let coded = Coded::new(&pca, models)?;
    let by_pca =
        steps.iter().map(|&step| coded.balanced(step)).collect::<Outcome<Vec<_>>>()?;
    let by_pca: Curve = by_pca.iter().map(|rate| (rate.bytes, rate.error)).collect();
    let all: Curve = rates.iter().flatten().map(|rate| (rate.bytes, rate.error)).collect();
    let (deep_hull, pca_hull) = (hull(&all), hull(&by_pca));
    let exact = lossless(run, models)?;
    run.count("rate_pca_k", most);
    compare(run, models, &deep_hull, &pca_hull, exact)?;
    let panel = panel(&all, &deep_hull, &pca_hull, exact);
    run.figure(
        "rate_distortion",
        draw("Squared error against bytes an image", 1, 280.0, &[panel]),
    );
    Ok(())
}

/// Real bytes beside the entropy: how much the coder loses.
fn say_bytes(run: &mut Run, rates: &[Rate]) {
    let Some(middle) = rates.get(rates.len() / 3) else { return };
    run.number("rate_example_bytes", middle.bytes, 1);
    run.number("rate_example_entropy_bytes", middle.bits / 8.0, 1);
    run.number("rate_example_sq", middle.error, 2);
    if let Some(finest) = rates.first() {
        run.number("rate_finest_sq", finest.error, 2);
    }
}

/// Bytes an image without any loss, by the best of the coders; each is read back and compared.
fn lossless(run: &mut Run, models: &Models) -> Outcome<f64> {
    let (train, test) = (&models.train, &models.test);
    let (known, bytes) = (pixel_bytes(train, 1.0), pixel_bytes(test, 1.0));
    let n = test.len();
    let by_deflate = deflated(&bytes)?;
    let mut best = by_deflate.len() as f64 / n as f64;
    run.count("raw_bytes", bytes.len() / n);
    run.number("deflate_bytes", best, 0);
    let read = inflated(&by_deflate, bytes.len())?;
    if train.frame.channels == 1 {
        let most = known.len().min(20_000 * train.x.ncols()); // enough to learn the tables from
        let coder = Contexts::new(&known[..most], (train.frame.height, train.frame.width))?;
        let coded = coder.encode(&bytes)?;
        best = best.min(coded.len() as f64 / n as f64);
        run.number("context_bytes", coded.len() as f64 / n as f64, 0);
        if coder.decode(&coded, n)? != bytes {
            return Err("the coder by contexts did not give the pixels back".into());
        }
    }
    if read != bytes {
        return Err("DEFLATE did not give the pixels back".into());
    }
    Ok(best)
}

/// What the page says of the curves.
fn compare(
    run: &mut Run,
    models: &Models,
    deep: &Curve,
    pca: &Curve,
    exact: f64,
) -> Outcome {
    for bytes in [8, 16, 32] {
        for (name, curve) in [("deep", deep), ("pca", pca)] {
            if let Some(error) = at(curve, f64::from(bytes)) {
                run.number(&format!("rate_{name}_at_{bytes}"), error, 1);
            }
        }
    }
    let k = models.largest();
    let same = models.pca(k)?.squared_error(&models.test.x)?;
    run.number("rate_same_sq", same, 1);
    let (by_deep, by_pca) = (reaches(deep, same), reaches(pca, same));
    if let (Some(by_deep), Some(by_pca)) = (by_deep, by_pca) {
        run.number("rate_deep_bytes", by_deep, 1);
        run.number("rate_pca_bytes", by_pca, 1);
    }
    run.number("exact_bytes", exact, 0);
    Ok(())
}

fn panel(all: &Curve, deep: &Curve, pca: &Curve, exact: f64) -> Panel {
    let most = all.iter().chain(pca).fold(1.0, |most: f64, p| most.max(p.1));
    let widest = pca.iter().fold(1.5 * exact, |most: f64, p| most.max(p.0));
    let axes = (
        Scale::log("bytes an image", 0.5, widest),
        Scale::linear("squared error", 0.0, 1.05 * most),
    );
    Panel::new("", axes.0, axes.1)
        .points(all.clone(), Ink::Faint, Shape::Dot, 4.0)
        .line(deep.clone(), Ink::Autoencoder, "deep")
        .line(pca.clone(), Ink::Pca, "PCA")
        .points(pca.clone(), Ink::Pca, Shape::Square, 6.0)
        .points([(exact, 0.0)], Ink::Raw, Shape::Cross, 12.0)
        .note((exact, 0.09 * most), "lossless", Ink::Raw, Anchor::Middle)
}

/// Two rules of rounding at eight bytes: for the largest network as it is, and for the same in other units; from each start.
pub fn wrong_step(run: &mut Run, models: &Models) -> Outcome {
    let (k, steps) = (models.largest(), steps(run));
    let scale: Array1<Real> =
        (0..k).map(|j| STRETCH.powf(j as Real / (k - 1).max(1) as Real)).collect();
    run.number("step_stretch", STRETCH.into(), 0).spread(0.0);
    let found = models.each_deep(k, |model| {
        let stretched = Stretched { model, scale: scale.clone() };
        let (own, coded) = (Coded::new(model, models)?, Coded::new(&stretched, models)?);
        let rates = [
            curve(&steps, |&step| own.one_step(step))?,
            curve(&steps, |&step| coded.one_step(step))?,
            curve(&steps, |&step| coded.balanced(step))?,
        ];
        Ok(rates.map(|rates| at(&hull(&rates), 8.0)))
    })?;
    let keys = ["units_one", "stretched_one", "stretched_balanced"];
    for (i, key) in keys.iter().enumerate() {
        // Codes of few numbers have no setting of eight bytes.
        let errors: Option<Vec<f64>> = found.iter().map(|errors| errors[i]).collect();
        if let Some(errors) = errors {
            one_or_more(run, &format!("step_{key}_at_8"), &errors, "", 1);
        }
    }
    Ok(())
}

/// Between the least and the most stretched unit.
const STRETCH: Real = 30.0;

/// The same autoencoder with its code in other units: what the encoder multiplies the decoder divides by.
struct Stretched<'a> {
    model: &'a dyn Autoencoder,
    scale: Array1<Real>,
}

impl Autoencoder for Stretched<'_> {
    fn features(&self) -> usize {
        self.model.features()
    }

    fn code_size(&self) -> usize {
        self.model.code_size()
    }

    fn encode(&self, x: &Array2<Real>) -> autoencoders::Result<Array2<Real>> {
        Ok(self.model.encode(x)? * &self.scale)
    }

    fn decode(&self, z: &Array2<Real>) -> autoencoders::Result<Array2<Real>> {
        self.model.decode(&(z / &self.scale))
    }
}

fn curve<T>(settings: &[T], rate: impl Fn(&T) -> Outcome<Rate>) -> Outcome<Curve> {
    settings
        .iter()
        .map(|setting| rate(setting).map(|rate| (rate.bytes, rate.error)))
        .collect()
}
