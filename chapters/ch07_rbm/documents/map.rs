//! A map of documents: two numbers each.

use super::{Collection, Wanted, from_starts};
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::retrieval::coder::{Code, DocumentCoder};
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::ranking::same_label;
use autoencoders::stats::median;
use autoencoders::{Autoencoder, Error, Real};
use chapters::figures::{Ink, Mark, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Classes that are shown, evenly among all; the others would hide them.
const SHOWN: usize = 8;

/// Coders of two numbers.
pub fn wanted(run: &Run) -> Vec<Wanted> {
    from_starts(run, 2, Code::Linear, 0.0)
}

/// Documents that were not fitted on, by two numbers of LSA and by two of the first autoencoder.
pub fn map(run: &mut Run, set: &Collection, coders: &[DocumentCoder]) -> Outcome {
    run.train("a map of documents");
    let (lsa, deep) =
        (Lsa::fit(&set.x, 2)?.encode(&set.test)?, coders[0].encode(&set.test)?);
    if set.has_classes() {
        let average =
            |z: &Array2<Real>| Ok::<_, Error>(same_label(z, &set.labels, &[])?.average);
        let found =
            run.together(coders, |coder| Ok(average(&coder.encode(&set.test)?)?))?;
        run.over_starts(&set.key("map_deep_map"), &found, "", 3);
        run.number(&set.key("map_lsa_map"), average(&lsa)?, 3).spread(0.0);
    }
    let shown: Vec<usize> = (0..SHOWN.min(set.classes.len()))
        .map(|i| i * set.classes.len() / SHOWN.min(set.classes.len()))
        .collect();
    run.count(&set.key("map_classes"), shown.len());
    let panels = [
        panel("LSA, 2 numbers", set, &lsa, &shown, false),
        panel("autoencoder, 2 numbers", set, &deep, &shown, set.has_classes()),
    ];
    run.figure(
        &format!("{}map", set.prefix.replace('_', "-")),
        draw("Documents by two numbers", 2, 250.0, &panels),
    );
    Ok(())
}

/// A letter a document; where wanted, the class's name in its middle.
fn panel(
    title: &str,
    set: &Collection,
    z: &Array2<Real>,
    shown: &[usize],
    named: bool,
) -> Panel {
    let rows: Vec<usize> =
        (0..z.nrows()).filter(|&i| shown.contains(&set.labels[i])).collect();
    let z = z.select(Axis(0), &rows).mapv(f64::from);
    let range = |j: usize| {
        let mut column = z.column(j).to_vec();
        column.sort_by(f64::total_cmp);
        let at = |share: f64| column[(share * (column.len() - 1) as f64) as usize];
        [at(0.005), at(0.995)]
    };
    let axis = |name, j: usize| {
        Scale::around(name, range(j)).with_ticks(Vec::<(f64, String)>::new())
    };
    let mut panel = Panel::new(title, axis("", 0), axis("", 1));
    let mut names = Vec::new();
    for (i, &class) in shown.iter().enumerate() {
        let of: Vec<(f64, f64)> = rows
            .iter()
            .zip(z.rows())
            .filter(|(row, _)| set.labels[**row] == class)
            .map(|(_, z)| (z[0], z[1]))
            .collect();
        let letter = char::from(b'a' + i as u8).to_string();
        let middle =
            |j: fn(&(f64, f64)) -> f64| median(&of.iter().map(j).collect::<Vec<_>>());
        if let (true, Some(x), Some(y)) = (named, middle(|p| p.0), middle(|p| p.1)) {
            names.push(((x, y), format!("{letter} {}", set.classes[class])));
        }
        let ink = Ink::Category(i);
        panel =
            panel.mark(Mark::Letters { points: of, letter, ink, size: 10.0, bold: false });
    }
    names.sort_by(|a, b| a.0.1.total_cmp(&b.0.1));
    let (apart, mut free) = (0.075 * (panel.y.to - panel.y.from), f64::MIN);
    for ((x, y), letter) in names {
        let y = y.max(free); // one name does not hide another
        free = y + apart;
        let (points, ink) = (vec![(x, y)], Ink::Text); // to stand out of its class's letters
        panel = panel.mark(Mark::Letters { points, letter, ink, size: 13.0, bold: true });
    }
    panel
}
