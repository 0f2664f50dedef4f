//! The table: every method on every corruption, PSNR and SSIM on test pictures.

use super::classic::Classic;
use super::nets::{Nets, Trained};
use super::sets::{NOISES, Score, Sets};
use autoencoders::stats::median;
use chapters::{Outcome, Run};

/// Scores of one network, and of it after two thirds of its training.
struct Row {
    end: Score,
    shorter: f64,
}

/// Records the table.
pub fn table(run: &mut Run, sets: &Sets, classic: &Classic, nets: &Nets) -> Outcome {
    let clean = &sets.test.x;
    for (at, (noise, _, corruption)) in NOISES.into_iter().enumerate() {
        let noisy = sets.noisy_test(corruption)?;
        for one in &classic.chosen[at] {
            let score = sets.score(clean, &one.method.apply(sets.frame(), &noisy)?)?;
            let key = format!("{noise}_{}", one.key);
            run.measure(&format!("{key}_psnr"), score.psnr, "dB", 2).spread(0.0);
            if let Some(ssim) = score.ssim {
                run.number(&format!("{key}_ssim"), ssim, 3).spread(0.0);
            }
            if noise == "gauss" {
                let key = match one.key {
                    "gaussian" => "gauss",
                    key => key,
                };
                let key = format!("denoise_psnr_{key}");
                run.measure(&key, score.psnr, "dB", 2).spread(0.0);
            }
        }
        for kind in ["dense", "conv"] {
            let trained = nets.of(&format!("{noise}_{kind}"));
            let rows = run.together(trained, |Trained { net, shorter }| {
                let end = sets.score(clean, &net.denoise(&noisy)?)?;
                let shorter = sets.score(clean, &shorter.denoise(&noisy)?)?.psnr;
                Ok(Row { end, shorter })
            })?;
            let key = format!("{noise}_{kind}");
            let of = |value: fn(&Row) -> f64| rows.iter().map(value).collect::<Vec<_>>();
            let psnr = of(|row| row.end.psnr);
            run.over_starts(&format!("{key}_psnr"), &psnr, "dB", 2);
            run.over_starts(&format!("{key}_shorter"), &of(|row| row.shorter), "dB", 2);
            let ssim: Vec<f64> = rows.iter().filter_map(|row| row.end.ssim).collect();
            if !ssim.is_empty() {
                run.over_starts(&format!("{key}_ssim"), &ssim, "", 3);
            }
            if noise == "gauss" {
                let middle = median(&psnr).unwrap_or(f64::NAN);
                run.measure(&format!("denoise_psnr_{kind}"), middle, "dB", 2)
                    .starts(psnr.len());
            }
        }
    }
    Ok(())
}
