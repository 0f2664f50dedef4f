//! What decoders make of codes that no picture has.

use super::coders::{ARMS, Coder, Coders};
use super::jury::{Jury, SURE, first};
use super::sets::Pictures;
use autoencoders::latent::density::Density;
use autoencoders::latent::holes::{Judge, nearest};
use autoencoders::ndarray::Array2;
use autoencoders::stats::median;
use autoencoders::vae::sample_codes;
use autoencoders::{Real, Result};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};
use rand::{Rng, RngExt};

/// Where codes come from: names in numbers and in figures.
pub const SOURCES: [(&str, &str); 5] = [
    ("rebuilt", "of test images"),
    ("kernels", "kernels"),
    ("full", "one Gaussian"),
    ("units", "unit by unit"),
    ("prior", "the prior"),
];
/// Widths of kernels that are tried, in standard deviations of the codes.
const WIDTHS: [f64; 6] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.8];
/// Codes that densities are fitted to, at most.
const FITTED: usize = 3000;

/// What is measured of pictures from one source.
struct Measured {
    /// Per cent that can be read.
    legible: f64,
    /// How far the nearest training image is, as a share of a test image's distance.
    near: f64,
}

/// n codes from each source that a model has, and the width of the kernels.
pub struct Drawn {
    /// By [`SOURCES`]; none from the prior but of a VAE.
    pub codes: Vec<Option<Array2<Real>>>,
    /// h.
    pub width: f64,
}

impl Drawn {
    /// Fits to the codes of X, and draws; `test` is what is rebuilt.
    pub fn of(
        coder: &Coder,
        x: &Array2<Real>,
        test: &Array2<Real>,
        rng: &mut impl Rng,
    ) -> Result<Drawn> {
        let (z, n) = (coder.codes(&first(x, FITTED), rng)?, test.nrows());
        // Thrown away: the numbers of the long runs that are kept have these throws before theirs.
        for _ in 0..2 * n {
            let _ = rng.random_range(0..z.nrows());
        }
        let (kernels, width) = Density::best_kernels(&z, &WIDTHS)?;
        let codes = vec![
            Some(coder.codes(test, rng)?),
            Some(kernels.draw(n, rng)),
            Some(Density::full(&z)?.draw(n, rng)),
            Some(Density::independent(&z)?.draw(n, rng)),
            matches!(coder, Coder::Vae(_)).then(|| sample_codes(n, z.ncols(), rng)),
        ];
        Ok(Drawn { codes, width })
    }
}

/// By arm, source and start.
pub fn holes(run: &mut Run, pictures: &Pictures, jury: &Jury, coders: &Coders) -> Outcome {
    let (test, train) = (&pictures.test.x, first(&jury.train.x, FITTED));
    let usual = median(&nearest(test, &train)?.to_vec()).unwrap_or(f64::NAN);
    run.number("hole_near_data", usual, 2).spread(0.0);
    let jobs: Vec<(usize, usize)> = (0..ARMS.len())
        .flat_map(|arm| (0..jury.judges.len()).map(move |start| (arm, start)))
        .collect();
    let found = run.together(&jobs, |&(arm, start)| {
        let judge = &jury.judges[start];
        let [earlier, last] = &coders.0[arm][start];
        let measured = |coder: &Coder| -> Result<(Vec<Option<Measured>>, f64)> {
            let rng = &mut run.rng(&format!("codes {} {start}", ARMS[arm].0));
            let drawn = Drawn::of(coder, &jury.train.x, test, rng)?;
            let measured = drawn.codes.iter().map(|z| {
                let x = z.as_ref().map(|z| coder.model().decode(z)).transpose()?;
                x.map(|x| measure(judge, &x, &train, usual)).transpose()
            });
            Ok((measured.collect::<Result<_>>()?, drawn.width))
        };
        Ok((measured(earlier)?.0, measured(last)?))
    })?;
    let mut shares = Vec::new();
    for judge in &jury.judges {
        shares.push(100.0 * judge.judge(test)?.legible_share(SURE));
    }
    let real = median(&shares).unwrap_or(f64::NAN);
    let mut panels = Vec::new();
    let widest = 1.0 + ARMS.len() as f64;
    for (source, (key, name)) in SOURCES.iter().enumerate() {
        let x = Scale::linear("legible, %", 0.0, 100.0);
        let ticks = ARMS.iter().enumerate().map(|(arm, of)| (-(arm as f64), of.1));
        let y = Scale::linear("", 1.0 - widest + 0.5, 0.5).with_ticks(ticks);
        let mut panel = Panel::new(name, x, y).upright(real, Ink::Faint, "");
        for (arm, (arm_key, _)) in ARMS.iter().enumerate() {
            let of = |at: usize, value: fn(&Measured) -> f64| -> Vec<f64> {
                let own = jobs.iter().zip(&found).filter(|(job, _)| job.0 == arm);
                own.filter_map(|(_, (earlier, last))| {
                    [earlier, &last.0][at][source].as_ref().map(value)
                })
                .collect()
            };
            let legible = of(1, |m| m.legible);
            if legible.is_empty() {
                continue;
            }
            let name = format!("hole_{arm_key}_{key}");
            run.scattered(&format!("{name}_legible"), &legible, "", 1, 0.1);
            if matches!(*arm_key, "plain" | "vae")
                && matches!(*key, "kernels" | "full" | "prior")
            {
                let shorter = of(0, |m| m.legible);
                run.scattered(&format!("{name}_shorter_legible"), &shorter, "", 1, 0.1);
            }
            if *arm_key == "plain" && matches!(*key, "kernels" | "rebuilt") {
                run.scattered(&format!("{name}_near"), &of(1, |m| m.near), "", 2, 0.1);
            }
            let ink = match *arm_key {
                "pca" => Ink::Pca,
                "plain" | "noise" => Ink::Category(1),
                _ => Ink::Autoencoder,
            };
            let points = legible.iter().map(|&share| (share, -(arm as f64)));
            panel = panel.points(points, ink, Shape::Dot, 6.0);
        }
        panels.push(panel);
    }
    let title = "Legible pictures, by where codes come from";
    run.figure("holes", draw(title, 2, 150.0, &panels));
    Ok(())
}

/// What a judge says of X, and how near it is to the training images.
fn measure(
    judge: &Judge,
    x: &Array2<Real>,
    train: &Array2<Real>,
    usual: f64,
) -> Result<Measured> {
    let found = judge.judge(x)?;
    let distance = median(&nearest(x, train)?.to_vec()).unwrap_or(f64::NAN);
    Ok(Measured { legible: 100.0 * found.legible_share(SURE), near: distance / usual })
}
