//! What machines of many hidden units look like, dream, and copy.

use super::lesson::Lesson;
use super::sets::Set;
use autoencoders::Real;
use autoencoders::ndarray::{Array1, Array2, ArrayView1, Axis};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::chains::Chains;
use autoencoders::rbm::learning::Learning;
use autoencoders::stats::mean;
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Pictures in a row.
const COLUMNS: usize = 10;

/// Three machines of the same size, taught for the same time.
pub struct Machines {
    train: Array2<Real>,
    test: Array2<Real>,
    cd: Rbm,
    pcd: Rbm,
    centred: Rbm,
}

impl Machines {
    /// By CD-1, by persistent chains, and by persistent chains centred.
    pub fn learn(run: &mut Run, set: &Set) -> Outcome<Machines> {
        let (train, test) = set.binary();
        let (d, m) = (train.ncols(), run.size(16, 100, 200));
        let epochs = run.size(2, 15, 50);
        let mut rng = run.rng("pictures");
        let start = Rbm::random(d, m, 0.01, &mut rng)?.with_means_of(&train)?;
        let mean = train.mean_axis(Axis(0)).unwrap_or_else(|| start.mu.clone());
        let cd_1 = Learning { epochs, rate: 0.05, ..Learning::default() };
        let persistent = Learning { chains: 100, ..cd_1 };
        let centred = start.centred_at(&mean, &Array1::from_elem(m, 0.5))?;
        let following = Learning { follow: 0.01, ..persistent };
        let mut plan = |start, how| Lesson::plan(start, how, train.nrows(), &mut rng);
        let lessons = [
            plan(start.clone(), cd_1)?,
            plan(start, persistent)?,
            plan(centred, following)?,
        ];
        let mut learnt = run
            .together(&lessons, |lesson| lesson.give(&train, |_, _| Ok(())))?
            .into_iter();
        let mut next = || learnt.next().ok_or("a machine is missing");
        let (cd, pcd, centred) = (next()?, next()?, next()?);
        run.count("machines_hidden", m);
        run.count("machines_epochs", epochs);
        Ok(Machines { train, test, cd, pcd, centred })
    }
}

/// Long walks from coins: what each machine takes for digits.
pub fn fantasies(run: &mut Run, set: &Set, machines: &Machines) -> Outcome {
    let steps = run.size(50, 2000, 10_000);
    let mut tiles: Vec<Tile> =
        machines.train.outer_iter().take(COLUMNS).map(|row| set.tile(row)).collect();
    for (key, rbm) in
        [("cd1", &machines.cd), ("pcd", &machines.pcd), ("centred", &machines.centred)]
    {
        let mut rng = run.rng("fantasies");
        let mut chains = Chains::random(rbm, 10 * COLUMNS, &mut rng)?;
        chains.walk(rbm, steps);
        let dreams = rbm.down(&chains.hidden())?;
        tiles.extend(dreams.outer_iter().take(COLUMNS).map(|row| set.tile(row)));
        let far: Vec<f64> =
            chains.visible().outer_iter().map(|v| nearest(v, &machines.train)).collect();
        run.number(&format!("dream_{key}_distance"), mean(&far).unwrap_or(f64::NAN), 1);
    }
    let own: Vec<f64> =
        machines.test.outer_iter().take(100).map(|v| nearest(v, &machines.train)).collect();
    run.number("dream_test_distance", mean(&own).unwrap_or(f64::NAN), 1);
    run.count("dream_steps", steps);
    let row_labels = ["data", "CD-1", "PCD", "centred"].map(str::to_string).to_vec();
    let title = "Digits, and what three machines dream after long walks".to_string();
    run.figure(
        "fantasies",
        grid(&Grid { title, columns: COLUMNS, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}

/// Pixels that differ between a binary picture and the most similar of the data.
fn nearest(v: ArrayView1<Real>, data: &Array2<Real>) -> f64 {
    // ‖v − x‖² = Σv + Σx − 2v·x for zeros and ones.
    let (inner, ink) = (data.dot(&v), v.sum());
    let distances =
        data.outer_iter().zip(&inner).map(|(x, &inner)| ink + x.sum() - 2.0 * inner);
    f64::from(distances.fold(Real::INFINITY, Real::min))
}

/// The weights of ten hidden units, plain and centred.
pub fn filters(run: &mut Run, set: &Set, machines: &Machines) -> Outcome {
    let mut tiles = Vec::new();
    for rbm in [&machines.pcd, &machines.centred] {
        let strength = |column: ArrayView1<Real>| column.dot(&column);
        let mut units: Vec<usize> = (0..rbm.hidden()).collect();
        units.sort_by(|&i, &j| {
            strength(rbm.w.column(j)).total_cmp(&strength(rbm.w.column(i)))
        });
        // Ten from the strongest to the weakest.
        let chosen: Vec<usize> =
            (0..COLUMNS).map(|i| units[i * (units.len() - 1) / (COLUMNS - 1)]).collect();
        for unit in chosen {
            let column = rbm.w.column(unit);
            let most =
                column.iter().fold(0.0, |most: f64, &w| most.max(f64::from(w).abs()));
            tiles.push(Tile::signed(&set.train, column, most));
        }
    }
    let row_labels = ["plain", "centred"].map(str::to_string).to_vec();
    let title =
        "Weights of ten hidden units of a plain and of a centred machine".to_string();
    run.figure(
        "filters",
        grid(&Grid { title, columns: COLUMNS, tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}

/// One machine as an autoencoder: by probabilities, and by hidden units that are drawn.
pub fn tied(run: &mut Run, set: &Set, machines: &Machines) -> Outcome {
    let rows = set.examples();
    let x = machines.test.select(Axis(0), &rows);
    let rbm = &machines.cd;
    let chains = Chains::at(rbm, &x, &mut run.rng("tied"))?;
    let by_means = rbm.down(&rbm.up(&x)?)?;
    let by_draws = rbm.down(&chains.hidden())?;
    let tiles = [&x, &by_means, &by_draws]
        .into_iter()
        .flat_map(|x| x.outer_iter().map(|row| set.tile(row)))
        .collect();
    run.number("tied_error", rbm.reconstruction_error(&machines.test)?, 1);
    let all = Chains::at(rbm, &machines.test, &mut run.rng("tied"))?;
    let off = rbm.down(&all.hidden())? - &machines.test;
    let drawn = off.iter().map(|&e| f64::from(e).powi(2)).sum::<f64>() / off.nrows() as f64;
    run.number("tied_error_drawn", drawn, 1);
    let row_labels = ["data", "mean", "drawn"].map(str::to_string).to_vec();
    let title = "Digits, and what one machine makes of them with tied weights".to_string();
    run.figure(
        "tied",
        grid(&Grid { title, columns: rows.len(), tiles, row_labels, ..Grid::default() }),
    );
    Ok(())
}
