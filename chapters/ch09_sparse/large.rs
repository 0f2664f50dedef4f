//! The size at which others measured: a thousand units on 28 × 28 pixels.

use super::arms::{Arm, Lesson, Measured, record, starts};
use super::labels;
use super::sets::Sets;
use autoencoders::nonlinear::Output;
use autoencoders::stats::median;
use chapters::{Outcome, Run};

/// Units for 784 pixels; others in proportion.
const UNITS: usize = 1000;
const ARMS: [Arm; 6] = [Arm::Plain, Arm::Free, Arm::L1, Arm::Kl, Arm::Largest, Arm::Down];

/// All codes at full size, on all images; with `--full` only.
pub fn large(run: &mut Run, whole: &Sets) -> Outcome {
    if !run.args.full {
        return Ok(());
    }
    run.train("a thousand units");
    let units = UNITS * whole.d() / 784;
    let lesson = Lesson {
        units,
        k: (units / 40).max(1),
        lambda: 0.1,
        epochs: 10,
        batch: 128,
        rate: 1e-3,
        output: Output::Logits,
        checkpoint: None,
    };
    let trained = run.from_each_start(&ARMS, starts(run), |arm, start| {
        let checkpoint = run.checkpoint(&format!("large_{}_{start}", arm.key()));
        arm.train(run, whole, &Lesson { checkpoint, ..lesson.clone() }, start)
    })?;
    run.count("large_units", units).spread(0.0);
    run.count("large_k", lesson.k).spread(0.0);
    run.count("large_samples", whole.train.len()).spread(0.0);
    run.count("large_epochs", lesson.epochs).spread(0.0);
    for (arm, trained) in ARMS.iter().zip(&trained) {
        record(run, &format!("large_{}", arm.key()), trained);
        let middle = |of: fn(&Measured) -> f64| {
            median(&trained.iter().map(|t| of(&t.end)).collect::<Vec<_>>())
                .unwrap_or(f64::NAN)
        };
        let n = trained.len();
        match arm {
            Arm::Free => {
                run.number("sparse_l0", middle(|m| m.l0), 1).starts(n);
                run.number("sparse_dead", middle(|m| m.dead), 0).starts(n);
            }
            Arm::Largest => {
                run.number("ksparse_25_error", middle(|m| m.sq), 3).starts(n);
            }
            _ => {}
        }
    }
    let codes: Vec<_> = ARMS.iter().copied().zip(&trained).collect();
    labels::compare(run, "large_", whole, &codes)
}
