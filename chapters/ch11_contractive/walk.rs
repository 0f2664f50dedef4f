//! A head moved along its tangents: local coordinates, and how far they reach.

use super::heads::{Heads, Planes};
use super::planes::encoder_plane;
use autoencoders::contractive::tangents::{local_plane, nearest};
use autoencoders::linalg::orthonormal;
use autoencoders::ndarray::{Array1, Array2};
use autoencoders::{Real, Result};
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Where the walk begins: yaw, tilt, light, degrees.
const HOME: [f64; 3] = [10.0, 0.0, -20.0];
/// Turns that are shown, degrees.
const SHOWN: [f64; 5] = [-20.0, -10.0, 0.0, 10.0, 20.0];
/// Turns that are measured, degrees.
const TURNS: [f64; 8] = [1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 16.0, 20.0];

/// Pictures on the planes, and the share of a turn that lies in them.
pub fn walk(run: &mut Run, heads: &Heads, planes: &Planes) -> Outcome {
    let home = Array1::from(heads.picture(&HOME)?);
    let neighbours = nearest(&heads.train, home.view(), planes.neighbours)?;
    let bases: [(&str, &str, Array2<Real>); 3] = [
        ("truth", "true tangents", orthonormal(heads.tangents_at(&HOME)?.view())?),
        ("pca", "local PCA", local_plane(&heads.train, &neighbours, 3)?),
        ("cae", "contractive", encoder_plane(&planes.contractive, home.view(), 3)?),
    ];
    let turned = |by: f64| -> Result<Array1<Real>> {
        Ok(Array1::from(heads.picture(&[HOME[0] + by, HOME[1], HOME[2]])?))
    };
    pictures(run, heads, &home, &bases, turned)?;
    let plain = encoder_plane(&planes.plain, home.view(), 3)?;
    seen(run, heads, &bases, &plain)?;
    for (key, _, basis) in &bases {
        for by in TURNS {
            let moved = turned(by)? - &home;
            let inside = basis.t().dot(&moved);
            let share = 100.0 * f64::from(inside.dot(&inside) / moved.dot(&moved));
            run.measure(&format!("walk_{key}_{by}"), share, "%", 0);
        }
    }
    Ok(())
}

/// The head turned, and in each plane the nearest picture to it.
fn pictures(
    run: &mut Run,
    heads: &Heads,
    home: &Array1<Real>,
    bases: &[(&str, &str, Array2<Real>)],
    turned: impl Fn(f64) -> Result<Array1<Real>>,
) -> Outcome {
    let set = heads.set();
    let mut tiles = Vec::new();
    for by in SHOWN {
        tiles.push(Tile::image(&set, turned(by)?.view(), 0.0, 1.0));
    }
    let mut labels = vec!["turned".to_string()];
    for (_, name, basis) in bases {
        for by in SHOWN {
            let coordinates = basis.t().dot(&(turned(by)? - home)); // t = Tᵀ(x′ − x)
            let there = home + &basis.dot(&coordinates); // x + Tt
            tiles.push(Tile::image(&set, there.view(), 0.0, 1.0));
        }
        labels.push((*name).to_string());
    }
    run.figure(
        "walk",
        grid(&Grid {
            title: "A turning head, and its nearest pictures in three planes".to_string(),
            columns: SHOWN.len(),
            tiles,
            column_labels: SHOWN
                .map(|by| format!("{by:+}°").replace('-', "−").replace("+0", "0"))
                .to_vec(),
            row_labels: labels,
            ..Grid::default()
        }),
    );
    Ok(())
}

/// The three true tangents, and what each plane holds of them.
fn seen(
    run: &mut Run,
    heads: &Heads,
    bases: &[(&str, &str, Array2<Real>)],
    plain: &Array2<Real>,
) -> Outcome {
    let (set, truth) = (heads.set(), heads.tangents_at(&HOME)?);
    let most: Vec<f64> = truth
        .columns()
        .into_iter()
        .map(|t| t.iter().fold(0.0, |most: f64, &v| most.max(f64::from(v.abs()))))
        .collect();
    let others = bases.iter().skip(1).map(|(key, name, basis)| (*key, *name, basis));
    let all = others.chain([("ae", "plain", plain)]);
    let mut rows = vec![("truth", "true tangents", truth.clone())];
    rows.extend(
        all.map(|(key, name, basis)| (key, name, basis.dot(&basis.t().dot(&truth)))),
    );
    let mut tiles = Vec::new();
    for (key, _, row) in &rows {
        for (j, (t, factor)) in
            row.columns().into_iter().zip(["yaw", "tilt", "light"]).enumerate()
        {
            tiles.push(Tile::signed(&set, t, most[j]));
            let whole = truth.column(j).dot(&truth.column(j));
            let share = 100.0 * f64::from(t.dot(&t) / whole);
            run.measure(&format!("seen_{key}_{factor}"), share, "%", 0);
        }
    }
    run.figure(
        "tangents",
        grid(&Grid {
            title: "True tangents of a head, and what each plane holds of them".to_string(),
            columns: 3,
            tiles,
            column_labels: ["yaw", "tilt", "light"].map(str::to_string).to_vec(),
            row_labels: rows.iter().map(|row| row.1.to_string()).collect(),
            ..Grid::default()
        }),
    );
    Ok(())
}
