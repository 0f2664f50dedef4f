//! Noise other than trained for, and what a posterior mean leaves out.

use super::nets::{Nets, Trained};
use super::seen::{Rows, shown};
use super::sets::{NOISES, Sets, mean_psnr};
use autoencoders::Real;
use autoencoders::denoising::Corruption;
use autoencoders::ndarray::{Array2, Axis};
use chapters::curves::{Curve, bundle};
use chapters::figures::{Ink, Panel, Scale, draw};
use chapters::{Outcome, Run};

/// Standard deviations that are tried on the networks.
const SDS: [f64; 6] = [0.0, 0.1, 0.25, 0.5, 0.75, 1.0];
/// Networks, and the level that they were trained under.
const LEVELS: [(&str, &str, f64, Ink); 3] = [
    ("quarter", "¼", 0.25, Ink::Category(2)),
    ("gauss", "½", 0.5, Ink::Autoencoder),
    ("one", "1", 1.0, Ink::Category(1)),
];

fn clipped(sd: f64) -> Corruption {
    Corruption::Clipped { sd: sd as Real }
}

/// PSNR against the level, for networks of three levels; and each of the table's dense networks
/// on each of its corruptions.
pub fn levels(run: &mut Run, sets: &Sets, nets: &Nets) -> Outcome {
    let clean = &sets.some();
    let mut left = Curve::new();
    let mut curves = vec![Vec::<Curve>::new(); LEVELS.len()];
    let all = || LEVELS.iter().map(|level| nets.of(&format!("{}_dense", level.0)));
    for (of, trained) in curves.iter_mut().zip(all()) {
        of.resize(trained.len(), Curve::new());
    }
    for sd in SDS {
        let noisy = sets.noisy_some(clipped(sd))?;
        let percent = (100.0 * sd).round();
        if sd > 0.0 {
            let psnr = mean_psnr(clean, &noisy)?;
            run.measure(&format!("levels_noisy_{percent}"), psnr, "dB", 2).spread(0.0);
            left.push((sd, psnr));
        }
        for ((key, ..), (trained, curves)) in LEVELS.iter().zip(all().zip(&mut curves)) {
            let found = run.together(trained, |Trained { net, .. }| {
                mean_psnr(clean, &net.denoise(&noisy)?)
            })?;
            run.over_starts(&format!("levels_{key}_{percent}"), &found, "dB", 2);
            curves.iter_mut().zip(found).for_each(|(curve, psnr)| curve.push((sd, psnr)));
        }
    }
    let top = curves.iter().flatten().flatten().fold(0.0, |m: f64, p| m.max(p.1));
    let panel = Panel::new(
        "",
        Scale::linear("sd of the noise on the test pictures", 0.0, 1.0),
        Scale::linear("PSNR (dB)", 5.0, top + 1.0),
    )
    .dashed(left, Ink::Faint, "left as it is");
    let panel = LEVELS.iter().zip(&curves).fold(panel, |panel, ((_, name, _, ink), of)| {
        bundle(panel, of, *ink, &format!("trained at {name}"))
    });
    run.figure(
        "levels",
        draw("PSNR against noise, by the noise of training", 1, 240.0, &[panel]),
    );
    fixed(run, sets, nets)?;
    ground(run, clean, nets)?;
    for (seen, _, corruption) in NOISES {
        let noisy = sets.noisy_some(corruption)?;
        for (trained, ..) in NOISES {
            let found = run.together(nets.of(&format!("{trained}_dense")), |one| {
                mean_psnr(clean, &one.net.denoise(&noisy)?)
            })?;
            run.over_starts(&format!("cross_{trained}_{seen}"), &found, "dB", 2);
        }
    }
    Ok(())
}

/// Clean pictures whose ground is raised to where clipped noise of sd ½ has its mean on black,
/// σ/√2π, given to the network for that noise.
fn ground(run: &mut Run, clean: &Array2<Real>, nets: &Nets) -> Outcome {
    let mean = (0.5 / std::f64::consts::TAU.sqrt()) as Real;
    let raised = clean.mapv(|v| v.max(mean));
    let found = run.together(nets.of("gauss_dense"), |one| {
        mean_psnr(clean, &one.net.denoise(&raised)?)
    })?;
    run.over_starts("levels_gauss_ground", &found, "dB", 2);
    Ok(())
}

/// The network whose training noise was drawn once: on the pictures and the noise that it
/// learnt from, on the same pictures under new noise, and on the test pictures.
fn fixed(run: &mut Run, sets: &Sets, nets: &Nets) -> Outcome {
    let (x, corruption) = (&sets.train.x, NOISES[0].2);
    let noisy = sets.noisy_some(corruption)?;
    let seed = run.args.seed;
    let starts: Vec<usize> = (0..nets.of("fixed_dense").len()).collect();
    let found = run.together(&starts, |&start| {
        let net = &nets.of("fixed_dense")[start].net;
        let learnt = corruption.fixed(x, seed + start as u64)?;
        let anew = corruption.fixed(x, seed + (starts.len() + start) as u64)?;
        let own = mean_psnr(x, &net.denoise(&learnt)?)?;
        let again = mean_psnr(x, &net.denoise(&anew)?)?;
        Ok([own, again, mean_psnr(&sets.some(), &net.denoise(&noisy)?)?])
    })?;
    for (at, key) in ["fixed_train", "fixed_again", "fixed_test"].iter().enumerate() {
        let each: Vec<f64> = found.iter().map(|found| found[at]).collect();
        run.over_starts(key, &each, "dB", 2);
    }
    Ok(())
}

/// The share of the pictures' variance that is in the restored ones, and the share that is in
/// the error: of a posterior mean they add up to 1.
pub fn blur(run: &mut Run, sets: &Sets, nets: &Nets) -> Outcome {
    let clean = &sets.some();
    let whole = variance(clean);
    let mut rows = Rows::default();
    rows.row(sets, "x", &shown(clean));
    for (key, name, sd, _) in LEVELS {
        let noisy = sets.noisy_some(clipped(sd))?;
        let trained = nets.of(&format!("{key}_dense"));
        let found = run.together(trained, |Trained { net, .. }| {
            let y = net.denoise(&noisy)?;
            Ok((variance(&y) / whole, squares(&(&y - clean)) / whole))
        })?;
        let (kept, error): (Vec<f64>, Vec<f64>) = found.into_iter().unzip();
        let both: Vec<f64> = kept.iter().zip(&error).map(|(a, b)| a + b).collect();
        run.over_starts(&format!("blur_{key}_kept"), &kept, "", 3);
        run.over_starts(&format!("blur_{key}_error"), &error, "", 3);
        run.over_starts(&format!("blur_{key}_both"), &both, "", 3);
        if let Some(first) = trained.first() {
            rows.row(sets, &format!("σ = {name}"), &shown(&noisy));
            rows.row(sets, "restored", &first.net.denoise(&shown(&noisy))?);
        }
    }
    run.figure("blur", rows.draw("Pictures under more and more noise, and restored"));
    Ok(())
}

fn variance(x: &Array2<Real>) -> f64 {
    let mean = x.mean_axis(Axis(0)).unwrap_or_default();
    squares(&(x - &mean))
}

fn squares(x: &Array2<Real>) -> f64 {
    x.iter().map(|&v| f64::from(v).powi(2)).sum()
}
