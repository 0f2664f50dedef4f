//! The machine that can be computed by hand: two pixels, one hidden unit, both weights ln 3.

use autoencoders::Real;
use autoencoders::ndarray::{Array2, array, s};
use autoencoders::rbm::Rbm;
use autoencoders::rbm::partition::states;
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// All eight states with their probabilities, and those of the pictures.
pub fn energy(run: &mut Run) -> Outcome {
    let three = (3.0 as Real).ln();
    let rbm = Rbm::new(array![[three], [three]], array![0.0, 0.0], array![0.0])?;
    let (v, log_z) = (states(2)?, rbm.log_z()?);
    let p = |h: Real| -> Outcome<Vec<f64>> {
        let h = Array2::from_elem((4, 1), h);
        Ok(rbm.energy(&v, &h)?.iter().map(|e| (-e - log_z).exp()).collect())
    };
    let (off, on) = (p(0.0)?, p(1.0)?);
    let names = ["00", "01", "10", "11"];
    let ticks = names.iter().enumerate().map(|(i, name)| (i as f64, name.to_string()));
    let mut panel = Panel::new(
        "",
        Scale::linear("the two pixels v", -0.6, 3.8).with_ticks(ticks),
        Scale::linear("probability", 0.0, 0.58),
    );
    for i in 0..4 {
        let (x, sum) = (i as f64, off[i] + on[i]);
        panel = panel
            .line([(x - 0.06, 0.0), (x - 0.06, off[i])], Ink::Category(1), "")
            .line([(x + 0.06, 0.0), (x + 0.06, on[i])], Ink::Category(2), "")
            .points([(x - 0.06, off[i])], Ink::Category(1), Shape::Square, 8.0)
            .points([(x + 0.06, on[i])], Ink::Category(2), Shape::Dot, 8.0)
            .points([(x, sum)], Ink::Text, Shape::Cross, 9.0)
            .note((x, sum + 0.045), &format!("p(v) = {sum:.1}"), Ink::Text, Anchor::Middle);
    }
    panel = panel.note((2.86, off[3] + 0.01), "h = 0", Ink::Category(1), Anchor::End).note(
        (3.12, on[3] - 0.01),
        "h = 1",
        Ink::Category(2),
        Anchor::Start,
    );
    run.figure(
        "energy",
        draw("The eight states of a machine of three units", 1, 210.0, &[panel]),
    );
    let data = v.slice(s![3..4, ..]).to_owned();
    let gradient = rbm.exact_gradient(&data)?;
    run.number("hand_z", log_z.exp(), 0);
    run.number("hand_gradient", f64::from(gradient.w[[0, 0]]), 2);
    run.number("hand_cd", cd_by_hand(&rbm, &data)?, 4);
    Ok(())
}

/// The mean step of CD-1 for a weight, from the single picture, over all its walks.
fn cd_by_hand(rbm: &Rbm, data: &Array2<Real>) -> Outcome<f64> {
    let (v, up) = (states(2)?, rbm.up(data)?[[0, 0]]);
    let (down, again) = (rbm.down(&states(1)?)?, rbm.up(&states(2)?)?);
    let mut mean = 0.0;
    for (h, q) in down.outer_iter().enumerate() {
        let p_h = if h == 1 { up } else { 1.0 - up };
        for (v, again) in v.outer_iter().zip(again.column(0)) {
            let p_v: Real =
                v.iter().zip(q).map(|(&v, &q)| if v > 0.5 { q } else { 1.0 - q }).product();
            mean += p_h * p_v * v[0] * again;
        }
    }
    Ok(f64::from(up - mean))
}
