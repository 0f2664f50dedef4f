//! Bytes for a picture against what is lost: run lengths, codes, raw pixels.

use super::faces::Faces;
use super::sets::Set;
use autoencoders::coding::{run_lengths, to_bytes};
use autoencoders::data::ImageSet;
use autoencoders::linear::LinearAutoencoder;
use autoencoders::ndarray::{Array2, Axis, Zip};
use autoencoders::pca::Pca;
use autoencoders::stats::mean;
use autoencoders::{Autoencoder, Real};
use chapters::figures::{Anchor, Ink, Panel, Scale, Shape, draw};
use chapters::{Outcome, Run};

/// Grey levels of a byte above black.
const LEVELS: Real = 255.0;

/// Digits, and faces that were kept back from fitting.
pub fn compression(
    run: &mut Run,
    digits: &Set,
    model: &LinearAutoencoder,
    faces: &Faces,
) -> Outcome {
    let n = faces.images.len();
    let (fitted, others): (Vec<usize>, Vec<usize>) = (0..n).partition(|i| i % 3 != 2);
    let (train, test) = (faces.images.select(&fitted)?, faces.images.select(&others)?);
    let pca = Pca::fit(&train.x, 200.min(fitted.len() - 1))?;
    let of_faces = Subject {
        key: "face_",
        name: "faces",
        train: &train.x,
        test: &test,
        pca: &pca,
        white: 1.0,
    };
    let (train, test) = (digits.x(), digits.measured());
    let of_digits = Subject {
        key: "",
        name: "digits",
        train,
        test,
        pca: &digits.pca,
        white: digits.white,
    };
    let (mut left, right) = (of_digits.panel(run)?, of_faces.panel(run)?);
    let error = of_digits.error(model)?;
    left =
        left.points([(model.code_size() as f64, error)], Ink::Autoencoder, Shape::Dot, 9.0);
    left = left.note(
        (model.code_size() as f64, error + 4.0),
        "trained",
        Ink::Autoencoder,
        Anchor::Start,
    );
    run.count("code_bytes", model.code_size());
    run.number("code_rms", error, 1);
    let decoder = (model.u.len() + model.mean.len()) * size_of::<f32>();
    run.measure("code_decoder_kib", decoder as f64 / 1024.0, "KiB", 0);
    run.figure(
        "compression",
        draw(
            "Error against bytes a picture, for digits and for faces",
            2,
            220.0,
            &[left, right],
        ),
    );
    Ok(())
}

/// Pictures to compress.
struct Subject<'a> {
    key: &'a str,
    name: &'a str,
    train: &'a Array2<Real>,
    test: &'a ImageSet,
    pca: &'a Pca,
    white: Real,
}

impl Subject<'_> {
    /// Codes of growing size as a curve; run lengths and raw pixels, which lose nothing, as points.
    fn panel(&self, run: &mut Run) -> Outcome<Panel> {
        let raw = self.test.x.ncols();
        let bytes = |row: &[Real]| {
            row.iter().map(|&x| (x / self.white * LEVELS).round() as u8).collect::<Vec<_>>()
        };
        let runs: Vec<f64> = self
            .test
            .x
            .rows()
            .into_iter()
            .map(|row| to_bytes(&run_lengths(&bytes(&row.to_vec()))).len() as f64)
            .collect();
        let runs = mean(&runs).unwrap_or(f64::NAN);
        let mut curve = Vec::new();
        for k in [1, 2, 4, 8, 16, 32, 64, 128, 200]
            .into_iter()
            .filter(|&k| k <= self.pca.code_size().min(raw / 2))
        {
            curve.push((
                k as f64,
                self.error(&LinearAutoencoder::from_pca(&self.pca.truncate(k)?))?,
            ));
        }
        run.count(&format!("{}raw_bytes", self.key), raw);
        let key = if self.key.is_empty() { "digit_" } else { self.key };
        run.number(&format!("{key}run_bytes"), runs, 0);
        for &(k, error) in curve.iter().filter(|p| [8.0, 32.0, 128.0].contains(&p.0)) {
            run.number(&format!("{key}code_{k}_rms"), error, 1);
        }
        let scale = Scale::log("bytes a picture", 1.0, 10_000.0);
        Ok(Panel::new(self.name, scale, Scale::linear("error (grey levels)", 0.0, 70.0))
            .line(curve.clone(), Ink::Pca, "")
            .points(curve, Ink::Pca, Shape::Dot, 6.0)
            .points([(raw as f64, 0.0)], Ink::Raw, Shape::Square, 10.0)
            .points([(runs, 0.0)], Ink::Category(1), Shape::Cross, 12.0)
            .note((runs, 6.0), "runs", Ink::Category(1), Anchor::Middle)
            .note((raw as f64, 12.0), "raw", Ink::Raw, Anchor::Middle))
    }

    /// Root-mean-square error of a pixel, in grey levels, of codes rounded to a byte a number.
    fn error(&self, model: &LinearAutoencoder) -> Outcome<f64> {
        let range = model.encode(self.train)?;
        let low = range.fold_axis(Axis(0), Real::MAX, |m, &z| m.min(z));
        let high = range.fold_axis(Axis(0), Real::MIN, |m, &z| m.max(z));
        let step = (&high - &low) / LEVELS;
        let mut z = model.encode(&self.test.x)?;
        for mut row in z.rows_mut() {
            Zip::from(&mut row).and(&low).and(&step).for_each(|z, &low, &step| {
                let level = if step > 0.0 {
                    ((*z - low) / step).round().clamp(0.0, LEVELS)
                } else {
                    0.0
                };
                *z = low + step * level;
            });
        }
        let errors = model.decode(&z)? - &self.test.x;
        let square =
            errors.iter().map(|&e| f64::from(e / self.white * LEVELS).powi(2)).sum::<f64>();
        Ok((square / errors.len() as f64).sqrt())
    }
}
