//! One bend against none, at equal code size.

use super::nets::Plan;
use super::sets::Set;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::train::Schedule;
use autoencoders::nonlinear::{NeuralAutoencoder, Output};
use autoencoders::pca::Pca;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Grid, Ink, Panel, Scale, Shape, Tile, draw, grid};
use chapters::{Outcome, Run};

/// The code size of the pictures.
const K: usize = 32;

/// A network of the comparison.
struct Kind {
    key: &'static str,
    name: &'static str,
    ink: Ink,
    shape: Shape,
    code: Option<Activation>,
    output: Output,
}

/// No bend; a bend in the code; a bend at the output as well, by the squared error.
const KINDS: [Kind; 3] = [
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
        name: "ReLU code",
        ink: Ink::Category(1),
        shape: Shape::Square,
        code: Some(Activation::Relu),
        output: Output::Linear,
    },
    Kind {
        key: "bend",
        name: "and sigmoid",
        ink: Ink::Autoencoder,
        shape: Shape::Dot,
        code: Some(Activation::Relu),
        output: Output::Sigmoid,
    },
];

/// A trained network of each kind with a code of K numbers, and PCA.
pub struct Models {
    pca: Pca,
    bend: NeuralAutoencoder,
}

/// Test squared error against the size of the code.
pub fn pca_vs_bend(run: &mut Run, set: &Set) -> Outcome<Models> {
    let set = set.first(run.size(800, 10_000, 60_000))?;
    let epochs = run.size(1, 12, 50);
    let (n, d) = set.x().dim();
    let sizes: Vec<usize> = [2, 4, 8, 16, 32, 64].into_iter().filter(|&k| k < n.min(d)).collect();
    let sizes = if run.args.quick { vec![8, K] } else { sizes };
    let most = sizes.iter().copied().max().unwrap_or(1);
    let pca = Pca::fit(set.x(), most)?;
    let flat: Vec<(f64, f64)> = sizes
        .iter()
        .map(|&k| Ok((k as f64, pca.truncate(k)?.squared_error(&set.test.x)?)))
        .collect::<Outcome<_>>()?;
    let high = 1.1 * flat[0].1;
    let low = 0.3 * flat[flat.len() - 1].1;
    let across = Scale::log("numbers in the code", 0.9 * sizes[0] as f64, most as f64)
        .with_ticks(sizes.iter().map(|&k| (k as f64, k.to_string())));
    let mut panel = Panel::new("", across, Scale::log("squared error (test)", low, high)).line(
        flat.clone(),
        Ink::Pca,
        "PCA",
    );
    let mut kept = None;
    for kind in &KINDS {
        let (mut line, mut points) = (Vec::new(), Vec::new());
        for &k in &sizes {
            let mut errors = Vec::new();
            for seed in 0..run.size(1, 3, 5) {
                let mut rng = run.rng(&format!("pca_vs_bend {seed}"));
                let plan = Plan { schedule: Schedule::Cosine, ..Plan::one_layer(&set, k, epochs) };
                let (net, _) = plan.squared(kind.code, kind.output).by_adam(&set, 3e-3, &mut rng)?;
                errors.push(net.squared_error(&set.test.x)?);
                if seed == 0 && k == K.min(most) && kind.key == "bend" {
                    kept = Some(net);
                }
            }
            points.extend(errors.iter().map(|&error| (k as f64, error)));
            let middle = median(&errors).unwrap_or(f64::NAN);
            run.number(&format!("error_{}_{k}", kind.key), middle, 2);
            line.push((k as f64, middle));
            run.count("error_seeds", errors.len());
        }
        panel = panel.line(line, kind.ink, kind.name).points(points, kind.ink, kind.shape, 7.0);
    }
    for &(k, error) in &flat {
        run.number(&format!("error_pca_{k}"), error, 2);
    }
    run.count("error_epochs", epochs);
    run.count("error_samples", n);
    run.figure("pca_vs_bend", draw("Test squared error against the size of the code", 1, 250.0, &[panel]));
    let bend = kept.ok_or("no network was trained")?;
    Ok(Models { pca: pca.truncate(bend.code_size())?, bend })
}

/// Test digits, and what PCA and the bent network make of them from as many numbers.
pub fn reconstruction(run: &mut Run, set: &Set, models: &Models) -> Outcome {
    let originals = set.test.x.select(Axis(0), &Set::samples(&set.test));
    let by_pca = models.pca.reconstruct(&originals)?;
    let by_network = models.bend.reconstruct(&originals)?;
    let below = by_pca.iter().filter(|&&p| p < 0.0).count() as f64 / by_pca.len() as f64;
    run.measure("reconstruction_below_black", 100.0 * below, "%", 0);
    run.count("reconstruction_k", models.pca.code_size());
    let tiles = [&originals, &by_pca, &by_network].into_iter().flat_map(|x| set.tiles(x)).collect();
    let row_labels = ["digits", "PCA", "bent"].map(str::to_string).to_vec();
    let title = "Test digits, and what PCA and a network with one bend make of them".to_string();
    let columns = originals.nrows();
    run.figure("reconstruction", grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }));
    Ok(())
}

/// PCA's components, and what each code unit of the network adds to the logits.
pub fn filters(run: &mut Run, set: &Set, models: &Models) -> Outcome {
    const COLUMNS: usize = 10;
    let decoder = models.bend.network.layers().iter().rev().find_map(|layer| {
        layer.parameters().into_iter().find(|(name, _)| *name == "weight").map(|(_, w)| w.to_owned())
    });
    let decoder =
        decoder.ok_or("a decoder has weights")?.into_dimensionality::<autoencoders::ndarray::Ix2>()?;
    let components = models.pca.w.t();
    let mut tiles = Vec::new();
    for rows in [components.to_owned(), decoder] {
        let most = |w: &Array2<Real>| w.iter().fold(0.0_f64, |m, &v| m.max(f64::from(v).abs()));
        let shown = 2 * COLUMNS.min(rows.nrows() / 2);
        tiles.extend(
            rows.rows().into_iter().take(shown).map(|row| Tile::signed(&set.train, row, 0.8 * most(&rows))),
        );
    }
    let row_labels = ["PCA", "", "bent", ""].map(str::to_string).to_vec();
    let title = "Components of PCA, and columns of the decoder of a network with one bend".to_string();
    let columns = tiles.len() / 4;
    run.figure("filters", grid(&Grid { title, columns, tiles, row_labels, ..Grid::default() }));
    Ok(())
}
