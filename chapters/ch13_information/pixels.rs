//! The digits of a run, and what their pixels cost: alone, and told their neighbours.

use autoencoders::Real;
use autoencoders::coding::entropy::{
    Table, bits_a_row, decode_rows, encode_rows, encode_symbols, tables,
};
use autoencoders::coding::lossless::{Contexts, pixel_bytes};
use autoencoders::data::ImageSet;
use autoencoders::ndarray::{Array2, Axis};
use autoencoders::nn::loss::entropy_of;
use chapters::datasets;
use chapters::figures::{Grid, Tile, grid};
use chapters::{Outcome, Run};

/// Fewer images than these are no set to learn tables on.
const FEWEST: usize = 60;
/// More numbers a picture take too long.
const MOST: usize = 1024;

/// Images to learn on and images to measure on.
pub struct Digits {
    /// To learn on.
    pub train: ImageSet,
    /// Seen by no table and no network.
    pub test: ImageSet,
    /// A white pixel.
    pub white: Real,
}

impl Digits {
    /// Optdigits, or what `--data` names.
    pub fn load(run: &mut Run) -> Outcome<Digits> {
        let images = datasets::optdigits(run)?;
        images.check(FEWEST, MOST)?;
        let white = images.white;
        let (train, test) = images.apart(3)?;
        let (train, test) = if run.args.quick {
            (datasets::evenly(&train, 300)?, datasets::evenly(&test, 150)?)
        } else {
            (train, test)
        };
        run.count("train_samples", train.len());
        run.count("test_samples", test.len());
        run.count("features", train.x.ncols());
        Ok(Digits { train, test, white })
    }

    /// The pixels as whole numbers: 0 … 16 as they are, others as bytes.
    fn levels(&self, set: &ImageSet) -> (Array2<usize>, usize) {
        if self.white == 16.0 {
            (set.x.mapv(|x| x as usize), 17)
        } else {
            (set.x.mapv(|x| (x / self.white * 255.0).round() as usize), 256)
        }
    }
}

/// Bits an image: levels of equal length, all pixels by one table, each by its own, each by its neighbours.
pub fn coded(run: &mut Run, digits: &Digits) -> Outcome {
    let (train, m) = digits.levels(&digits.train);
    let (test, _) = digits.levels(&digits.test);
    let (n, d) = (test.nrows() as f64, test.ncols());
    let bits = |key: &str, value: f64, run: &mut Run| {
        run.measure(key, value, "bits", 1);
    };
    bits("pixels_raw", d as f64 * (m as f64).log2(), run);
    bits("pixels_entropy", bits_a_row(&train), run);
    let own = tables(&train, vec![m; d])?;
    let bytes = encode_rows(&test, &own)?;
    if decode_rows(&bytes, test.nrows(), &own)? != test {
        return Err("the pixels have not come back".into());
    }
    bits("pixels_alone", 8.0 * bytes.len() as f64 / n, run);
    let one = [Table::new(train.iter().copied(), m)?];
    let all: Vec<usize> = test.iter().copied().collect();
    let bytes = encode_symbols(&all, &one, |_| 0)?;
    bits("pixels_one", 8.0 * bytes.len() as f64 / n, run);
    let frame = digits.train.frame;
    if frame.channels == 1 {
        let as_bytes = |set| pixel_bytes(set, digits.white);
        let size = (frame.height, frame.width);
        let contexts = Contexts::of_shades(&as_bytes(&digits.train), size, m)?;
        let bytes = contexts.encode(&as_bytes(&digits.test))?;
        bits("pixels_neighbours", 8.0 * bytes.len() as f64 / n, run);
    }
    let grey = &digits.test.x / digits.white;
    let floor = entropy_of(&grey)?;
    run.measure("floor_nats", floor, "nats", 3);
    run.measure("floor_pixel", floor / d as f64, "nats", 5);
    run.measure("floor_bits", floor / autoencoders::information::BIT, "bits", 1);
    draw(run, digits, &train)
}

/// The mean image, and each pixel's entropy.
fn draw(run: &mut Run, digits: &Digits, levels: &Array2<usize>) -> Outcome {
    let set = &digits.train;
    let mean = set.x.mean_axis(Axis(0)).ok_or("no images")? / digits.white;
    let column = |j: usize| bits_a_row(&levels.column(j).insert_axis(Axis(1)).to_owned());
    let bits: Vec<Real> = (0..levels.ncols()).map(|j| column(j) as Real).collect();
    let most = bits.iter().copied().fold(0.0, Real::max);
    run.measure("pixel_most_bits", f64::from(most), "bits", 2);
    run.count("pixels_below_tenth", bits.iter().filter(|&&b| b < 0.1).count());
    let bits = autoencoders::ndarray::Array1::from(bits);
    let factor = (224 / set.frame.width).max(1);
    let tile = |row, white| Tile::image(set, row, 0.0, white).enlarged(factor);
    let mut tiles = vec![tile(mean.view(), 1.0), tile(bits.view(), most.max(1e-3))];
    let first = &set.x.row(0) / digits.white;
    tiles.insert(0, tile(first.view(), 1.0));
    let words = |text: &str| text.to_string();
    run.figure(
        "pixels",
        grid(&Grid {
            title: words("A digit, the mean of all, and the entropy of each pixel"),
            columns: 3,
            tiles,
            column_labels: vec![
                words("a digit"),
                words("mean"),
                words("entropy of a pixel"),
            ],
            ..Grid::default()
        }),
    );
    Ok(())
}
