//! Ways between codes, measured by the pictures they pass; and the shortest of them.

use super::judge::Judges;
use super::sets::Pictures;
use super::walked::Walked;
use autoencoders::Real;
use autoencoders::latent::curve::{even, length, shorten, steps};
use autoencoders::latent::lipschitz::metric;
use autoencoders::latent::path::Path;
use autoencoders::latent::quantile::grid;
use autoencoders::linalg::eigh;
use autoencoders::manifold::way;
use autoencoders::ndarray::{Array2, ArrayView1, Axis, concatenate};
use autoencoders::nn::network::Network;
use autoencoders::stats::{mean, median, range};
use chapters::figures::{Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// The arms whose ways are measured.
const MEASURED: [&str; 3] = ["plane", "twenty", "plain"];
/// Steps of a way.
const STEPS: usize = 16;
/// Pieces of a step, where a length is measured.
const PARTS: usize = 8;
/// Adam's rate, where a way is shortened, as a share of the distance between its ends.
const RATE: f64 = 0.02;
/// Pairs whose ways are shortened again, for longer and from elsewhere.
const CHECKED: usize = 3;
/// Rows of the grid of codes among which a second way is sought.
const ROWS: usize = 32;
/// Neighbours of each of them.
const NEIGHBOURS: usize = 10;
/// Pairs whose ways are drawn: those whose codes are farthest apart.
const DRAWN: usize = 3;

/// What one pair of codes says.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// The straight way's length over the shortened one's.
    excess: f64,
    /// The shortened way's length over that after twice the steps of descent.
    settled: f64,
    /// The way that began on the grid over the one that began straight.
    other: f64,
}

/// Lengths of the arms, and the plane with its ways.
pub fn lengths(
    run: &mut Run,
    pictures: &Pictures,
    walked: &Walked,
    judges: &Judges,
) -> Outcome {
    run.train("shortest ways between codes");
    let (pairs, descent) = (run.size(2, 12, 12), run.size(10, 250, 250));
    let n = pictures.test.len();
    let ends: Vec<(usize, usize)> =
        (0..pairs.min(n / 2)).map(|i| (2 * i, 2 * i + 1)).collect();
    run.count("ways", ends.len());
    run.count("way_steps", STEPS);
    run.count("descent", descent);
    for key in MEASURED {
        let jobs: Vec<_> = (0..walked.of(key).len()).collect();
        let found = run.together(&jobs, |&start| {
            let model = walked.of(key)[start].last();
            let (g, coder) = (model.pixels()?, model.coder());
            let z = coder.encode(&pictures.test.x)?;
            let mut all = Vec::new();
            let mut middles = [Vec::new(), Vec::new()];
            for (pair, &(i, j)) in ends.iter().enumerate() {
                let twice = if pair < CHECKED { 2 * descent } else { 0 };
                let (found, ways) = one(&g, z.row(i), z.row(j), descent, twice)?;
                all.push(found);
                for (middles, way) in middles.iter_mut().zip(ways) {
                    middles.push(even_in_pictures(&g, &way)?);
                }
            }
            let near = middles
                .iter()
                .map(|middles| {
                    let views: Vec<_> = middles.iter().map(|m| m.view()).collect();
                    judges.near(&g.predict(&concatenate(Axis(0), &views)?)?)
                })
                .collect::<Outcome<Vec<f64>>>()?;
            Ok((all, near))
        })?;
        record(run, key, &found);
    }
    plane(run, pictures, walked, &ends, descent)
}

type OfStart = (Vec<Found>, Vec<f64>);

fn record(run: &mut Run, key: &str, found: &[OfStart]) {
    type Of = fn(&Found) -> f64;
    let what: [(&str, Of, usize); 3] = [
        ("excess", |f| 100.0 * (f.excess - 1.0), 1),
        ("settled", |f| 100.0 * (f.settled - 1.0), 2),
        ("other", |f| 100.0 * (1.0 - f.other), 1),
    ];
    for (name, of, digits) in what {
        let middle = |(all, _): &OfStart| {
            let values: Vec<f64> = all.iter().map(of).filter(|v| v.is_finite()).collect();
            median(&values)
        };
        let values: Vec<f64> = found.iter().filter_map(middle).collect();
        if !values.is_empty() {
            run.over_starts(&format!("{key}_{name}"), &values, "%", digits);
        }
    }
    let most: Vec<f64> = found
        .iter()
        .map(|(all, _)| range(all.iter().map(|f| 100.0 * (f.excess - 1.0))).1)
        .collect();
    run.over_starts(&format!("{key}_excess_worst"), &most, "%", 1);
    for (i, name) in ["straight", "short"].iter().enumerate() {
        let near: Vec<f64> = found.iter().map(|(_, near)| near[i]).collect();
        run.over_starts(&format!("{key}_way_near_{name}"), &near, "", 3);
    }
}

/// One pair: what is found, the straight way, and the shortened one.
fn one(
    g: &Network,
    a: ArrayView1<Real>,
    b: ArrayView1<Real>,
    descent: usize,
    twice: usize,
) -> Outcome<(Found, [Array2<Real>; 2])> {
    let straight = Path::Straight.codes(a, b, STEPS)?;
    let apart = steps(&straight).iter().sum::<f64>();
    let short = shorten(g, &straight, descent, RATE * apart)?;
    let (long, least) = (length(g, &straight, PARTS)?, length(g, &short, PARTS)?);
    let settled = match twice {
        0 => f64::NAN,
        _ => least / length(g, &shorten(g, &straight, twice, RATE * apart)?, PARTS)?,
    };
    let other = match (a.len(), twice) {
        (2, 1..) => around(g, a, b, descent, RATE * apart)? / least,
        _ => f64::NAN,
    };
    let found = Found { excess: long / least, settled, other };
    Ok((found, [straight, short]))
}

/// The codes in the middle half of a way, a quarter to three quarters of its pictures' length.
fn even_in_pictures(g: &Network, z: &Array2<Real>) -> Outcome<Array2<Real>> {
    let pictures = steps(&g.predict(z)?);
    let whole: f64 = pictures.iter().sum();
    let (mut rows, mut sum) = (Vec::new(), 0.0);
    for (i, step) in pictures.iter().enumerate() {
        if (0.25..=0.75).contains(&(sum / whole)) {
            rows.push(i);
        }
        sum += step;
    }
    if rows.is_empty() {
        rows.push(pictures.len() / 2);
    }
    Ok(z.select(Axis(0), &rows))
}

/// The length of a way that is shortened from another beginning: from neighbour to neighbour on
/// a grid of codes, where neighbours are those whose pictures are near.
fn around(
    g: &Network,
    a: ArrayView1<Real>,
    b: ArrayView1<Real>,
    descent: usize,
    rate: f64,
) -> Outcome<f64> {
    let nodes = concatenate(
        Axis(0),
        &[a.insert_axis(Axis(0)), b.insert_axis(Axis(0)), grid(ROWS)?.view()],
    )?;
    let rows = way(&g.predict(&nodes)?, NEIGHBOURS, 0, 1)?;
    let first = even(&nodes.select(Axis(0), &rows), STEPS)?;
    Ok(length(g, &shorten(g, &first, descent, rate)?, PARTS)?)
}

/// The plane of codes of the first start: how far pictures move, and some ways.
fn plane(
    run: &mut Run,
    pictures: &Pictures,
    walked: &Walked,
    ends: &[(usize, usize)],
    descent: usize,
) -> Outcome {
    let Some(made) = walked.of("plane").first() else { return Ok(()) };
    let (g, z) = (made.last().pixels()?, made.last().coder().encode(&pictures.test.x)?);
    let axis = |name: &str| Scale::linear(name, -3.0, 3.0);
    let mut panel = Panel::new("", axis("z₁"), axis("z₂")).equal();
    let side = run.size(6, 41, 41);
    let place = |i: usize| -3.0 + 6.0 * i as f64 / (side - 1) as f64;
    let mut areas = Vec::new();
    for cell in 0..side * side {
        let at = [place(cell % side), place(cell / side)];
        let code = at.map(|v| v as Real);
        let values = eigh(metric(&g, ArrayView1::from(&code))?.view())?.0;
        areas.push((at, f64::from(values[0] * values[1]).max(0.0).powf(0.25)));
    }
    let (_, most) = range(areas.iter().map(|a| a.1));
    const SHADES: usize = 8;
    let size = 440.0 / side as f64;
    for shade in 0..SHADES {
        let within =
            |v: f64| ((v / most * SHADES as f64) as usize).min(SHADES - 1) == shade;
        let points: Vec<(f64, f64)> =
            areas.iter().filter(|a| within(a.1)).map(|a| (a.0[0], a.0[1])).collect();
        let ink = Ink::Magnitude((shade as f64 + 0.5) / SHADES as f64);
        panel = panel.points(points, ink, Shape::Square, size);
    }
    let mut ways = Vec::new();
    for &(i, j) in ends {
        let straight = Path::Straight.codes(z.row(i), z.row(j), STEPS)?;
        ways.push((steps(&straight).iter().sum::<f64>(), straight));
    }
    ways.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (apart, straight) in ways.into_iter().take(DRAWN) {
        let short = shorten(&g, &straight, descent, RATE * apart)?;
        let points = |z: &Array2<Real>| -> Vec<(f64, f64)> {
            z.rows().into_iter().map(|z| (z[0].into(), z[1].into())).collect()
        };
        panel = panel.dashed(points(&straight), Ink::Category(1), "");
        panel = panel.line(points(&short), Ink::Category(1), "");
    }
    run.figure(
        "ways",
        draw("How far pictures move in the plane of codes", 1, 420.0, &[panel]),
    );
    let stretch: Vec<f64> = areas.iter().map(|a| a.1).collect();
    let (least, most) = range(stretch.iter().copied());
    run.number("plane_slowest", least / mean(&stretch).unwrap_or(f64::NAN), 3);
    run.number("plane_fastest", most / mean(&stretch).unwrap_or(f64::NAN), 2);
    Ok(())
}
