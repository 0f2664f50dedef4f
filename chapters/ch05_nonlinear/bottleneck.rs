//! One bend against none, at equal code size.

use super::mistakes::dead;
use super::nets::Plan;
use super::sets::Set;
use autoencoders::ndarray::{ArrayView1, Axis, Ix2};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::train::Schedule;
use autoencoders::nonlinear::{Architecture, NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::curves::Curve;
use chapters::figures::{Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};

/// A network of the comparison.
struct Kind {
    key: &'static str,
    name: &'static str,
    ink: Ink,
    shape: Shape,
    code: Option<Activation>,
    output: Output,
}

/// A bend in the code, at the output, in both, in neither.
const KINDS: [Kind; 4] = [
    Kind {
        key: "linear",
        name: "no bend",
        ink: Ink::Category(2),
        shape: Shape::Cross,
        code: None,
        output: Output::Linear,
    },
    Kind {
        key: "relu",
        name: "in the code",
        ink: Ink::Category(1),
        shape: Shape::Square,
        code: Some(Activation::Relu),
        output: Output::Linear,
    },
    Kind {
        key: "sigmoid",
        name: "at the output",
        ink: Ink::Category(3),
        shape: Shape::Cross,
        code: None,
        output: Output::Logits,
    },
    Kind {
        key: "bend",
        name: "both",
        ink: Ink::Autoencoder,
        shape: Shape::Dot,
        code: Some(Activation::Relu),
        output: Output::Logits,
    },
];

impl Kind {
    /// How it is trained: with a sigmoid at the output for the cross-entropy, which takes longer; otherwise for the squared
    /// error.
    fn plan(&self, set: &Set, k: usize, epochs: usize) -> Plan {
        let plan = Plan {
            schedule: Schedule::Cosine,
            batch: 32,
            ..Plan::one_layer(set, k, epochs)
        };
        match self.output {
            Output::Logits => {
                Plan { shape: Architecture { code: self.code, ..plan.shape }, ..plan }
            }
            output => {
                Plan { epochs: epochs.div_ceil(2), ..plan.squared(self.code, output) }
            }
        }
    }
}

/// Test squared error against the size of the code.
pub fn pca_vs_bend(run: &mut Run, set: &Set) -> Outcome {
    let set = set.first(run.size(500, 4000, 10_000))?;
    let (epochs, seeds) = (run.size(2, 12, 30), run.size(1, 3, 3));
    let sizes = run.size(vec![2, 8, 64], vec![2, 8, 32, 64], vec![2, 4, 8, 16, 32, 64]);
    let (low, most) =
        (sizes[0] as f64, 64.min(set.features() - 1).min(set.train.len() - 1));
    let pca = Pca::fit(set.x(), most)?;
    let sizes: Vec<usize> = sizes.into_iter().filter(|&k| k <= pca.rank()).collect();
    let flat =
        sizes.iter().map(|&k| Ok((k as f64, pca.truncate(k)?.squared_error(&set.test.x)?)));
    let flat = flat.collect::<Outcome<Curve>>()?;
    let across = Scale::log("numbers in the code", 0.95 * low, most as f64);
    let across = across.with_ticks(sizes.iter().map(|&k| (k as f64, k.to_string())));
    let error =
        Scale::log("squared error (test)", 0.5 * flat[flat.len() - 1].1, 1.3 * flat[0].1);
    let mut panel = Panel::new("", across, error).line(flat.clone(), Ink::Pca, "PCA");
    let cases: Vec<_> =
        KINDS.iter().flat_map(|kind| sizes.iter().map(move |&k| (kind, k))).collect();
    let mut trained = run
        .from_each_start(&cases, seeds, |&(kind, k), seed| {
            let mut rng = run.rng(&format!("pca_vs_bend {seed}"));
            let (net, _) = kind.plan(&set, k, epochs).by_adam(&set, 3e-3, &mut rng)?;
            Ok((net.squared_error(&set.test.x)?, dead(&net.encode(set.x())?)))
        })?
        .into_iter();
    for kind in &KINDS {
        let (mut line, mut points) = (Vec::new(), Vec::new());
        for (&k, from_seeds) in sizes.iter().zip(trained.by_ref()) {
            let (errors, shut): (Vec<f64>, Vec<f64>) = from_seeds.into_iter().unzip();
            points.extend(errors.iter().map(|&error| (k as f64, error)));
            let middle = median(&errors).unwrap_or(f64::NAN);
            run.number(&format!("error_{}_{k}", kind.key), middle, 2);
            if kind.code.is_some() {
                run.measure(
                    &format!("dead_{}_{k}", kind.key),
                    median(&shut).unwrap_or(f64::NAN),
                    "%",
                    0,
                );
            }
            line.push((k as f64, middle));
        }
        panel =
            panel.line(line, kind.ink, kind.name).points(points, kind.ink, kind.shape, 7.0);
    }
    for &(k, error) in &flat {
        run.number(&format!("error_pca_{k}"), error, 2);
    }
    run.count("error_seeds", seeds);
    run.count("error_epochs", epochs);
    run.count("error_samples", set.train.len());
    run.figure(
        "pca_vs_bend",
        draw("Test squared error against the size of the code", 1, 250.0, &[panel]),
    );
    Ok(())
}

/// The pictures' models: a trained network, and PCA with as many numbers.
pub struct Models {
    pca: Pca,
    bend: NeuralAutoencoder,
}

impl Models {
    /// Fits PCA beside the network, and measures both on the test images.
    pub fn new(run: &mut Run, set: &Set, bend: NeuralAutoencoder) -> Outcome<Models> {
        let models = Models { pca: Pca::fit(set.x(), bend.code_size())?, bend };
        run.number("picture_pca", models.pca.squared_error(&set.test.x)?, 2);
        run.number("picture_bend", models.bend.squared_error(&set.test.x)?, 2);
        run.count("picture_k", models.bend.code_size());
        Ok(models)
    }
}

/// Test digits, and what PCA and the bent network make of them from as many numbers.
pub fn reconstruction(run: &mut Run, set: &Set, models: &Models) -> Outcome {
    let originals = set.test.x.select(Axis(0), &Set::samples(&set.test));
    let by_pca = models.pca.reconstruct(&originals)?;
    let by_network = models.bend.reconstruct(&originals)?;
    let below = by_pca.iter().filter(|&&p| p < 0.0).count() as f64 / by_pca.len() as f64;
    run.measure("reconstruction_below_black", 100.0 * below, "%", 0);
    let tiles =
        [&originals, &by_pca, &by_network].into_iter().flat_map(|x| set.tiles(x)).collect();
    let row_labels = ["digits", "PCA", "bent"].map(str::to_string).to_vec();
    let title =
        "Test digits, and what PCA and a network with one bend make of them".to_string();
    let columns = originals.nrows();
    run.figure(
        "reconstruction",
        grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}

/// PCA's components, and what each code unit of the network adds to the logits.
pub fn filters(run: &mut Run, set: &Set, models: &Models) -> Outcome {
    const COLUMNS: usize = 10;
    let decoder = models.bend.decoder.parameters();
    let (_, weight) = decoder.first().ok_or("a decoder has weights")?;
    let weight = weight.to_owned().into_dimensionality::<Ix2>()?;
    // The units that move the picture most come first, as with PCA: by the spread of unit j times the length of its row.
    let spread = models.bend.encode(&set.test.x)?.std_axis(Axis(0), 0.0);
    let moved = |j: usize| spread[j] * weight.row(j).dot(&weight.row(j)).sqrt();
    let mut order: Vec<usize> = (0..weight.nrows()).collect();
    order.sort_by(|&i, &j| moved(j).total_cmp(&moved(i)));
    let mut tiles = Vec::new();
    for rows in [models.pca.w.t().to_owned(), weight.select(Axis(0), &order)] {
        let shown = rows.rows().into_iter().take(2 * COLUMNS);
        // Each on its own scale: a component has length 1, a decoder's row has not.
        let most = |row: &ArrayView1<Real>| {
            row.iter().fold(0.0_f64, |m, &v| m.max(f64::from(v).abs()))
        };
        tiles.extend(shown.map(|row| Tile::signed(&set.train, row, 0.9 * most(&row))));
    }
    let row_labels = ["PCA", "", "bent", ""].map(str::to_string).to_vec();
    let title = "Components of PCA, and columns of the decoder of a network with one bend"
        .to_string();
    let columns = COLUMNS;
    run.figure(
        "filters",
        grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}
