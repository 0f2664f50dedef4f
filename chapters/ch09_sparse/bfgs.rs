//! Descent along the whole set's slope, bent by what the last steps told of its curvature.

use autoencoders::Result;
use std::collections::VecDeque;

/// Steps that are remembered.
const MEMORY: usize = 20;
/// How often a step that goes too far is halved.
const HALVINGS: usize = 25;

/// So many steps of limited-memory BFGS from θ on f, which gives L and its slope; `look` sees
/// each new θ. Ends early where no step goes down any more. Source: Nocedal 1980.
pub fn descend(
    theta: &mut Vec<f64>,
    steps: usize,
    mut f: impl FnMut(&[f64]) -> Result<(f64, Vec<f64>)>,
    mut look: impl FnMut(usize, &[f64]),
) -> Result<()> {
    let (mut loss, mut g) = f(theta)?;
    let mut past: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    let mut step = 1;
    while step <= steps {
        let way = direction(&past, &g);
        let slope = dot(&g, &way);
        let mut found = None;
        for halvings in 0..HALVINGS {
            let far = 0.5f64.powi(halvings as i32);
            let there: Vec<f64> =
                theta.iter().zip(&way).map(|(t, w)| t + far * w).collect();
            let (lower, next) = f(&there)?;
            if lower <= loss + 1e-4 * far * slope {
                found = Some((there, lower, next));
                break;
            }
        }
        let Some((there, lower, next)) = found else {
            if past.is_empty() {
                return Ok(());
            }
            past.clear(); // what is remembered misleads
            continue;
        };
        let moved: Vec<f64> = there.iter().zip(theta.iter()).map(|(a, b)| a - b).collect();
        let turned: Vec<f64> = next.iter().zip(&g).map(|(a, b)| a - b).collect();
        let size = (dot(&moved, &moved) * dot(&turned, &turned)).sqrt();
        if dot(&moved, &turned) > 1e-10 * size {
            past.push_back((moved, turned));
            if past.len() > MEMORY {
                past.pop_front();
            }
        }
        (*theta, loss, g) = (there, lower, next);
        look(step, theta);
        step += 1;
    }
    Ok(())
}

/// −Hg, H the inverse curvature as the past steps s and the turns y of the slope tell it: the
/// two loops of Nocedal.
fn direction(past: &VecDeque<(Vec<f64>, Vec<f64>)>, g: &[f64]) -> Vec<f64> {
    let mut way: Vec<f64> = g.iter().map(|g| -g).collect();
    let add = |way: &mut [f64], by: f64, v: &[f64]| {
        way.iter_mut().zip(v).for_each(|(way, v)| *way += by * v);
    };
    let mut shares = Vec::new();
    for (s, y) in past.iter().rev() {
        let share = dot(s, &way) / dot(s, y);
        add(&mut way, -share, y);
        shares.push(share);
    }
    let scale = match past.back() {
        Some((s, y)) => dot(s, y) / dot(y, y),
        None => 1.0 / g.iter().map(|g| g.abs()).sum::<f64>().max(1.0),
    };
    way.iter_mut().for_each(|way| *way *= scale);
    for ((s, y), share) in past.iter().zip(shares.iter().rev()) {
        let back = share - dot(y, &way) / dot(s, y);
        add(&mut way, back, s);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
