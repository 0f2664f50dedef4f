//! A map of documents: two numbers each.

use super::Collection;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::retrieval::coder::Code;
use autoencoders::retrieval::lsa::Lsa;
use autoencoders::retrieval::ranking::same_label;
use autoencoders::retrieval::train::Coding;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Ink, Mark, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Classes that are shown, evenly among all; the others would hide them.
const SHOWN: usize = 8;

/// Documents that were not fitted on, by two numbers of LSA and by two of an autoencoder.
pub fn map(run: &mut Run, set: &Collection) -> Outcome {
    run.step("a map of documents");
    let coder = set.coder(run, 2, Code::Linear, run.args.seed, Coding::default())?;
    let (lsa, deep) = (Lsa::fit(&set.x, 2)?.encode(&set.test)?, coder.encode(&set.test)?);
    for (name, z) in [("lsa", &lsa), ("deep", &deep)] {
        let found = same_label(z, &set.labels, &[])?;
        run.number(&set.key(&format!("map_{name}_map")), found.average, 3);
    }
    let shown: Vec<usize> = (0..SHOWN.min(set.classes.len()))
        .map(|i| i * set.classes.len() / SHOWN.min(set.classes.len()))
        .collect();
    run.count(&set.key("map_classes"), shown.len());
    let panels =
        [panel("LSA, 2 numbers", set, &lsa, &shown), panel("autoencoder, 2 numbers", set, &deep, &shown)];
    run.figure(
        &format!("{}map", set.prefix.replace('_', "-")),
        draw("Documents by two numbers", 2, 250.0, &panels),
    );
    Ok(())
}

/// A letter a document, the class's name at the class's middle.
fn panel(title: &str, set: &Collection, z: &Array2<Real>, shown: &[usize]) -> Panel {
    let rows: Vec<usize> = (0..z.nrows()).filter(|&i| shown.contains(&set.labels[i])).collect();
    let z = z.select(Axis(0), &rows).mapv(f64::from);
    let range = |j: usize| {
        let mut column = z.column(j).to_vec();
        column.sort_by(f64::total_cmp);
        let at = |share: f64| column[(share * (column.len() - 1) as f64) as usize];
        [at(0.005), at(0.995)]
    };
    let axis = |name, j: usize| Scale::around(name, range(j)).with_ticks(Vec::<(f64, String)>::new());
    let mut panel = Panel::new(title, axis("", 0), axis("", 1));
    for (i, &class) in shown.iter().enumerate() {
        let of: Vec<(f64, f64)> = rows
            .iter()
            .zip(z.rows())
            .filter(|(row, _)| set.labels[**row] == class)
            .map(|(_, z)| (z[0], z[1]))
            .collect();
        let letter = char::from(b'a' + i as u8).to_string();
        panel =
            panel.mark(Mark::Letters { points: of, letter, ink: Ink::Category(i), size: 11.0, bold: false });
    }
    panel
}
