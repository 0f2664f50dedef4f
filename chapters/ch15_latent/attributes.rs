//! A smile, glasses and a turn, added to codes, and what a reader of factors says of the pictures.

use super::faces::{EDITS, Edit, Edited, Faces, GLASSES, Heads, SMILE};
use super::judges::{Judge, Score};
use super::spaces::Spaces;
use autoencoders::latent::attribute::{balanced, difference, slopes};
use autoencoders::ndarray::{Array1, Array2, Axis};
use autoencoders::{Autoencoder, Real, Result};
use chapters::figures::{Grid, grid};
use chapters::{Outcome, Run};

/// Heads in the figure.
const SHOWN: usize = 2;
/// The farthest that is tried, in steps of the labels' difference.
const FARTHEST: Real = 8.0;
/// Between the steps that are tried to find the most nearly right one.
const FINE: Real = 0.125;
/// And how many are.
const TRIED: usize = 20;

/// How a direction is found.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    /// A difference of two means.
    Raw,
    /// The same within cells of the other attributes.
    Balanced,
    /// All factors at once.
    Regressed,
}

impl Way {
    /// The direction of an edit in codes of labelled heads, for a change by one unit of its factor.
    fn direction(
        self,
        edit: &Edit,
        z: &Array2<Real>,
        theta: &Array2<Real>,
    ) -> Result<Array1<Real>> {
        if self == Way::Regressed {
            return Ok(slopes(z, theta)?.row(edit.factor).to_owned());
        }
        let flags = |e: &Edit| -> Vec<bool> {
            theta.column(e.factor).iter().map(|&t| t > e.middle).collect()
        };
        let on = flags(edit);
        let own = theta.column(edit.factor).to_owned().insert_axis(Axis(1));
        if self == Way::Raw {
            return Ok(difference(z, &on)? / difference(&own, &on)?[0]);
        }
        let mut cells = vec![0; on.len()];
        for other in EDITS.iter().filter(|other| other.factor != edit.factor) {
            for (cell, on) in cells.iter_mut().zip(flags(other)) {
                *cell = 2 * *cell + usize::from(on);
            }
        }
        Ok(balanced(z, &on, &cells)? / balanced(&own, &on, &cells)?[0])
    }
}

/// What changes heads: a space, and a direction in it a unit of the factor.
struct Addition<'a> {
    model: &'a dyn Autoencoder,
    direction: Array1<Real>,
}

impl Addition<'_> {
    /// Pictures without the change, and with so many times of it.
    fn pictures(&self, heads: &Heads, by: Real) -> Result<(Array2<Real>, Array2<Real>)> {
        let z = self.model.encode(&heads.x)?;
        let moved = &z + &(&self.direction * by);
        Ok((self.model.decode(&z)?, self.model.decode(&moved)?))
    }

    fn score(&self, judge: &Judge, at: usize, set: &Edited, times: Real) -> Result<Score> {
        let edit = &EDITS[at];
        let (before, after) = self.pictures(&set.before, times * edit.by)?;
        judge.score(edit, &set.before, &set.after[at].x, &before, &after)
    }

    /// How many times the change has to be made for the judge to read this gain, by halving; the farthest if it never does.
    fn until(&self, judge: &Judge, at: usize, set: &Edited, wanted: f64) -> Result<Real> {
        let (mut low, mut high) = (0.0, FARTHEST);
        for _ in 0..7 {
            let middle: Real = (low + high) / 2.0;
            let gain = self.score(judge, at, set, middle)?.gain;
            if gain < wanted { low = middle } else { high = middle }
        }
        Ok((low + high) / 2.0)
    }

    /// How many times it has to be made to be the most nearly right.
    fn best(&self, judge: &Judge, at: usize, set: &Edited) -> Result<Real> {
        let mut best = (f64::NEG_INFINITY, 0.0);
        for times in (1..=TRIED).map(|i| i as Real * FINE) {
            let truth = self.score(judge, at, set, times)?.truth;
            if truth > best.0 {
                best = (truth, times);
            }
        }
        Ok(best.1)
    }
}

/// Everything about additions.
pub fn attributes(
    run: &mut Run,
    faces: &Faces,
    judges: &[Judge],
    spaces: &Spaces,
) -> Outcome {
    let fair = faces.labelled(run, false);
    let biased = faces.labelled(run, true);
    for (key, rows) in [("fair", &fair), ("biased", &biased)] {
        run.count(&format!("labelled_{key}"), rows.len());
        let theta = &faces.train.select(rows).theta;
        let pairs: Vec<_> = theta
            .rows()
            .into_iter()
            .map(|t| (f64::from(t[SMILE]), f64::from(t[GLASSES])))
            .collect();
        let r = autoencoders::stats::correlation(&pairs).unwrap_or(0.0);
        run.number(&format!("labelled_{key}_correlation"), r, 2).spread(0.0);
    }
    truth(run, faces, judges)?;
    by_space(run, faces, judges, spaces, &fair)?;
    by_way(run, faces, judges, spaces, (&fair, &biased))?;
    picture(run, faces, spaces, &fair)
}

/// What a judge says of the true change.
fn truth(run: &mut Run, faces: &Faces, judges: &[Judge]) -> Outcome {
    let set = &faces.edited;
    for (at, edit) in EDITS.iter().enumerate() {
        let (before, after) = (&set.before, &set.after[at].x);
        let scores = judges
            .iter()
            .map(|judge| judge.score(edit, before, after, &before.x, after))
            .collect::<Result<Vec<_>>>()?;
        record(run, &format!("{}_true", edit.key), &scores, of_edit(edit, "true"));
    }
    Ok(())
}

/// Directions by regression on fair labels, in every space: once; as often as is the most nearly right on other heads;
/// and for a smile, until the judge reads as much of it on other heads as it does of a true one.
fn by_space(
    run: &mut Run,
    faces: &Faces,
    judges: &[Judge],
    spaces: &Spaces,
    rows: &[usize],
) -> Outcome {
    let heads = faces.train.select(rows);
    for (at, edit) in EDITS.iter().enumerate() {
        for (key, _) in spaces.names() {
            let starts: Vec<usize> = (0..judges.len()).collect();
            let found = run.together(&starts, |&start| {
                let model = spaces.of(key, start);
                let z = model.encode(&heads.x)?;
                let direction = Way::Regressed.direction(edit, &z, &heads.theta)?;
                let (judge, own) = (&judges[start], Addition { model, direction });
                let set = &faces.tuning;
                let mut steps = vec![1.0, own.best(judge, at, set)?];
                if edit.factor == SMILE {
                    let (before, after) = (&set.before, &set.after[at].x);
                    let wanted = judge.score(edit, before, after, &before.x, after)?.gain;
                    steps.push(own.until(judge, at, set, wanted)?);
                }
                let each = steps.iter().map(|&t| own.score(judge, at, &faces.edited, t));
                Ok(each.collect::<Result<Vec<_>>>()?)
            })?;
            let scores = |i: usize| found.iter().map(|all| all[i]).collect::<Vec<_>>();
            record(run, &format!("{}_{key}", edit.key), &scores(0), of_edit(edit, key));
            record(run, &format!("{}_{key}_best", edit.key), &scores(1), &["truth"]);
            if edit.factor != SMILE {
                continue;
            }
            record(run, &format!("smile_{key}_alike"), &scores(2), &["gain", "truth"]);
            if key == "vae" {
                let alike = scores(2);
                let of = |of: fn(&Score) -> f64| alike.iter().map(of).collect::<Vec<_>>();
                run.over_starts("smile_added", &of(|s| 100.0 * s.added), "", 0);
                run.over_starts("identity_kept", &of(|s| 100.0 * s.kept), "", 0);
            }
        }
    }
    Ok(())
}

/// Three ways to a direction from biased labels, and from fair ones.
fn by_way(
    run: &mut Run,
    faces: &Faces,
    judges: &[Judge],
    spaces: &Spaces,
    (fair, biased): (&[usize], &[usize]),
) -> Outcome {
    let sets = [("fair", faces.train.select(fair)), ("biased", faces.train.select(biased))];
    let ways =
        [("raw", Way::Raw), ("balanced", Way::Balanced), ("regressed", Way::Regressed)];
    for (at, edit) in EDITS.iter().enumerate().filter(|(_, edit)| edit.factor == SMILE) {
        for ((name, heads), (way_name, way)) in
            sets.iter().flat_map(|set| ways.iter().map(move |way| (set, way)))
        {
            for space in ["pixels", "vae"] {
                let mut scores = Vec::new();
                for (start, judge) in judges.iter().enumerate() {
                    let model = spaces.of(space, start);
                    let z = model.encode(&heads.x)?;
                    let direction = way.direction(edit, &z, &heads.theta)?;
                    let own = Addition { model, direction };
                    scores.push(own.score(judge, at, &faces.edited, 1.0)?);
                }
                let key = format!("{}_{space}_{name}_{way_name}", edit.key);
                let all: [&str; 3] = ["truth", "to_glasses", "to_smile"];
                record(run, &key, &scores, if space == "vae" { &all } else { &all[..1] });
            }
        }
    }
    Ok(())
}

/// What is kept of the scores of an edit in a space (or of the true change).
fn of_edit(edit: &Edit, space: &str) -> &'static [&'static str] {
    match edit.factor {
        SMILE if ["vae", "true"].contains(&space) => &["gain", "truth", "still", "added"],
        SMILE => &["gain", "truth"],
        GLASSES => &["truth"],
        _ => &["gain", "truth"],
    }
}

/// Keeps these numbers of a score.
fn record(run: &mut Run, key: &str, scores: &[Score], names: &[&str]) {
    type Of = fn(&Score) -> f64;
    let what: [(&str, Of, usize); 6] = [
        ("gain", |s| s.gain, 2),
        ("added", |s| 100.0 * s.added, 0),
        ("still", |s| 100.0 * s.still, 0),
        ("truth", |s| s.truth, 2),
        ("to_glasses", |s| s.glasses, 2),
        ("to_smile", |s| s.smile, 2),
    ];
    for (name, of, digits) in what.into_iter().filter(|(name, ..)| names.contains(name)) {
        let values: Vec<f64> = scores.iter().map(of).collect();
        run.over_starts(&format!("{key}_{name}"), &values, "", digits);
    }
}

/// Some heads, and what three spaces make of each change beside the truth.
fn picture(run: &mut Run, faces: &Faces, spaces: &Spaces, rows: &[usize]) -> Outcome {
    let labelled = faces.train.select(rows);
    let few: Vec<usize> = (0..SHOWN.min(faces.edited.before.x.nrows())).collect();
    let some = faces.edited.before.select(&few);
    let (mut tiles, mut labels) = (Vec::new(), Vec::new());
    for (at, edit) in EDITS.iter().enumerate() {
        let mut columns = vec![some.x.clone(), faces.edited.after[at].select(&few).x];
        for key in ["pixels", "ae", "vae"] {
            let model = spaces.of(key, 0);
            let z = model.encode(&labelled.x)?;
            let direction = Way::Regressed.direction(edit, &z, &labelled.theta)?;
            columns.push(Addition { model, direction }.pictures(&some, edit.by)?.1);
        }
        for head in 0..few.len() {
            tiles.extend(columns.iter().map(|x| faces.tile(x.row(head))));
            labels.push(if head == 0 { edit.name.to_string() } else { String::new() });
        }
    }
    let columns = ["before", "true", "pixels", "plain", "VAE"].map(str::to_string);
    run.figure(
        "attributes",
        grid(&Grid {
            title: "Heads, and a smile, glasses and a turn added to them".to_string(),
            columns: columns.len(),
            tiles,
            row_labels: labels,
            column_labels: columns.to_vec(),
            ..Grid::default()
        }),
    );
    Ok(())
}
