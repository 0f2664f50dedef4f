//! Image layers and skips: a frame, convolution with scratch, pooling that notes where the
//! largest stood, and a decoder that sees what the encoder saw.

use super::{learns, right, shades};
use crate::common::{gaussian, seeded};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_layer};
use autoencoders::nn::layer::{Layer, Scratch};
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::nn::network::{Network, Tape};
use autoencoders::{Error, Frame, Real, Result, parameters};
use ndarray::{
    Array2, ArrayD, ArrayView2, ArrayViewD, ArrayViewMut2, Axis, Ix2, concatenate,
};

/// The frame's width, or an error that names both.
fn fits(frame: Frame, inputs: usize, outputs: usize) -> Result<usize> {
    match inputs == frame.len() {
        true => Ok(outputs),
        false => Err(Error::Shape {
            what: "the input of an image layer",
            expected: format!("{} numbers, {frame}", frame.len()),
            got: inputs.to_string(),
        }),
    }
}

/// 3 × 3 correlation with a border of zeros: patches in the scratch, then one product.
#[derive(Debug, Clone)]
struct Convolution {
    frame: Frame,
    /// (9 · channels, filters).
    weight: Array2<Real>,
}

impl Convolution {
    /// Calls `each` with the place in the patches and the place in the image.
    fn places(&self, mut each: impl FnMut(usize, usize)) {
        let Frame { height, width, channels } = self.frame;
        for place in 0..height * width * 9 * channels {
            let (pixel, k) = (place / (9 * channels), place % (9 * channels));
            let row = (pixel / width + k / (3 * channels)).wrapping_sub(1);
            let column = (pixel % width + k / channels % 3).wrapping_sub(1);
            if row < height && column < width {
                each(place, self.frame.at(row, column, k % channels));
            }
        }
    }

    /// A sample's patches (pixels, 9 · channels), as they lie in its scratch.
    fn patches<'a>(
        &self,
        scratch: &'a ndarray::ArrayViewMut1<Real>,
    ) -> ArrayView2<'a, Real> {
        let shape = (self.frame.pixels(), self.weight.nrows());
        ArrayView2::from_shape(shape, scratch.as_slice().expect("a row"))
            .expect("its length")
    }
}

impl Layer for Convolution {
    fn name(&self) -> String {
        format!("3 × 3 convolution, {} → {}", self.frame.channels, self.weight.ncols())
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits(self.frame, inputs, self.frame.pixels() * self.weight.ncols())
    }

    fn scratch(&self) -> usize {
        9 * self.frame.len()
    }

    fn forward(
        &self,
        x: ArrayView2<Real>,
        mut y: ArrayViewMut2<Real>,
        mut scratch: Scratch,
    ) {
        scratch.fill(0.0);
        for ((x, mut y), mut own) in
            x.rows().into_iter().zip(y.rows_mut()).zip(scratch.rows_mut())
        {
            self.places(|to, from| own[to] = x[from]);
            let out = self.patches(&own).dot(&self.weight);
            y.iter_mut().zip(out).for_each(|(y, out)| *y = out);
        }
    }

    fn backward(
        &self,
        _: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        mut dx: Option<ArrayViewMut2<Real>>,
        gradient: &mut [ArrayD<Real>],
        mut scratch: Scratch,
    ) {
        let mut dw = gradient[0].view_mut().into_dimensionality::<Ix2>().expect("a matrix");
        for (i, (dy, own)) in dy.rows().into_iter().zip(scratch.rows_mut()).enumerate() {
            let shape = (self.frame.pixels(), self.weight.ncols());
            let dy = Array2::from_shape_vec(shape, dy.to_vec()).expect("its length");
            dw += &self.patches(&own).t().dot(&dy);
            if let Some(dx) = &mut dx {
                let back: Vec<Real> = dy.dot(&self.weight.t()).into_iter().collect();
                let mut dx = dx.row_mut(i);
                dx.fill(0.0);
                self.places(|to, from| dx[from] += back[to]);
            }
        }
    }

    fn parameters(&self) -> Vec<(String, ArrayViewD<'_, Real>)> {
        vec![("weight".into(), self.weight.view().into_dyn())]
    }

    fn parameters_mut(&mut self) -> Vec<&mut [Real]> {
        self.weight.as_slice_mut().into_iter().collect()
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(self.clone())
    }
}

/// The largest of each 2 × 2 pixels; the scratch notes which it was.
#[derive(Debug, Clone)]
struct Pool(Frame);

impl Layer for Pool {
    fn name(&self) -> String {
        "2 × 2 maximum".into()
    }

    fn outputs(&self, inputs: usize) -> Result<usize> {
        fits(self.0, inputs, inputs / 4)
    }

    fn scratch(&self) -> usize {
        self.0.len() / 4
    }

    fn forward(
        &self,
        x: ArrayView2<Real>,
        mut y: ArrayViewMut2<Real>,
        mut scratch: Scratch,
    ) {
        let Frame { width, channels, .. } = self.0;
        ndarray::Zip::indexed(&mut y).and(&mut scratch).for_each(|(i, j), y, from| {
            let (pixel, channel) = (j / channels, j % channels);
            let (row, column) = (2 * (pixel / (width / 2)), 2 * (pixel % (width / 2)));
            let places = [(0, 0), (0, 1), (1, 0), (1, 1)]
                .map(|(r, c)| self.0.at(row + r, column + c, channel));
            let largest =
                places.into_iter().max_by(|&a, &b| x[[i, a]].total_cmp(&x[[i, b]]));
            let largest = largest.unwrap_or_default();
            (*y, *from) = (x[[i, largest]], largest as Real);
        });
    }

    fn backward(
        &self,
        _: ArrayView2<Real>,
        _: ArrayView2<Real>,
        dy: ArrayView2<Real>,
        dx: Option<ArrayViewMut2<Real>>,
        _: &mut [ArrayD<Real>],
        scratch: Scratch,
    ) {
        let Some(mut dx) = dx else { return };
        dx.fill(0.0);
        for ((i, j), from) in scratch.indexed_iter() {
            dx[[i, *from as usize]] += dy[[i, j]];
        }
    }

    fn boxed(&self) -> Box<dyn Layer> {
        Box::new(self.clone())
    }
}

/// `down` sees the image, `middle` a quarter of its pixels, `up` the doubled middle beside what
/// `down` saw.
#[derive(Clone)]
struct UNet {
    frame: Frame,
    down: Network,
    middle: Network,
    up: Network,
}

parameters!(UNet { down, middle, up });

/// Which pixel of the small frame stands at each number of the large one.
fn doubled(frame: Frame) -> Vec<usize> {
    let small = Frame { height: frame.height / 2, width: frame.width / 2, ..frame };
    let of = |place: usize| {
        let (pixel, channel) = (place / frame.channels, place % frame.channels);
        small.at(pixel / frame.width / 2, pixel % frame.width / 2, channel)
    };
    (0..frame.len()).map(of).collect()
}

impl Model for UNet {
    type Room = [Tape; 3];

    fn room(&self, rows: usize) -> [Tape; 3] {
        [&self.down, &self.middle, &self.up].map(|network| Tape::new(network, rows))
    }

    fn check(&self, samples: Samples) -> Result<()> {
        let outputs = self.up.outputs();
        samples.check(self.down.inputs(), outputs, self.loss().units(outputs))?;
        self.loss().check(samples.target)
    }

    fn slope(&self, batch: Samples, draw: Draw, room: &mut [Tape; 3]) -> Result<Terms> {
        let ([down, middle, up], larger) = (room, doubled(self.frame));
        self.down.forward(batch.x, down)?;
        self.middle.forward(down.output(), middle)?;
        let wide = middle.output().select(Axis(1), &larger);
        let seen = concatenate![Axis(1), down.output(), wide]; // the skip, side by side
        self.up.forward(seen.view(), up)?;
        let (y, dy) = up.output_and_slope();
        let loss = self.loss().of_batch(y, batch, dy);
        if draw.learns() {
            self.up.backward(seen.view(), up, true)?;
            let (skip, wide) = up.d_input().split_at(Axis(1), self.frame.len());
            let mut dm = middle.d_output_mut();
            dm.fill(0.0);
            for (j, &from) in larger.iter().enumerate() {
                dm.column_mut(from).scaled_add(1.0, &wide.column(j));
            }
            self.middle.backward(down.output(), middle, true)?;
            down.d_output_mut().assign(&(&skip + &middle.d_input()));
            self.down.backward(batch.x, down, false)?;
        }
        Ok(Self::terms([loss]))
    }

    fn gradients(room: &mut [Tape; 3]) -> Vec<&mut [Real]> {
        room.iter_mut().flat_map(Tape::gradients_mut).collect()
    }

    fn settings(&self) -> String {
        format!("{}; {}; {}", self.down, self.middle, self.up)
    }
}

impl UNet {
    fn loss(&self) -> Loss {
        Loss::PixelSoftmax { channels: 2 }
    }
}

const SMALL: Frame = Frame { height: 2, width: 4, channels: 1 };

fn convolution(frame: Frame, filters: usize, seed: u64) -> Box<dyn Layer> {
    let weight = gaussian(9 * frame.channels, filters, &mut seeded(seed)) * 0.3;
    Box::new(Convolution { frame, weight })
}

#[test]
fn image_layers() {
    let rgb = Frame { channels: 3, ..SMALL };
    // No two numbers so close that a difference would step over the maximum's corner.
    let x = Array2::from_shape_fn((2, rgb.len()), |(i, j)| {
        ((i + 29 * j) % 73) as Real / 36.0 - 1.0
    });
    for (layer, outputs) in
        [(convolution(rgb, 2, 2), 2 * rgb.pixels()), (Box::new(Pool(rgb)), rgb.len() / 4)]
    {
        let found = check_layer(&*layer, &x, &gaussian(2, outputs, &mut seeded(3)));
        assert!(found.worst < BOUND, "{} ({:e} apart)", found.at, found.worst);
    }
    let refused = Network::new(7, vec![convolution(rgb, 2, 2)]).map(drop);
    crate::common::refused(refused, &["24 numbers, 2 × 4 × 3", "7"]);
}

#[test]
fn a_network_with_a_skip_labels_pixels() {
    let frame = Frame { channels: 2, ..SMALL };
    let small = Frame { height: 1, width: 2, channels: 2 };
    let down = vec![convolution(SMALL, 2, 1), Box::new(Activation::Tanh)];
    let middle = vec![
        Box::new(Pool(frame)) as Box<dyn Layer>,
        convolution(small, 2, 2),
        Box::new(Activation::Tanh),
    ];
    // Side by side, the skip and the doubled middle are one image below the other.
    let both = Frame { height: 4, width: 4, channels: 2 };
    let last = autoencoders::nn::dense::Dense::random(
        both.len(),
        frame.len(),
        autoencoders::nn::init::Init::Glorot,
        &mut seeded(3),
    );
    let mut model = UNet {
        frame,
        down: Network::new(SMALL.len(), down).expect("it fits"),
        middle: Network::new(frame.len(), middle).expect("it fits"),
        up: Network::new(both.len(), vec![convolution(both, 2, 4), Box::new(last)])
            .expect("it fits"),
    };
    let x = shades(6, SMALL.len(), 5);
    // The class of a pixel: whether it is lighter than the middle.
    let target = Array2::from_shape_fn((6, frame.len()), |(i, j)| {
        if (x[[i, j / 2]] > 0.5) == (j % 2 == 1) { 1.0 } else { 0.0 }
    });
    let rim =
        Array2::from_shape_fn((6, frame.pixels()), |(_, p)| (p % 4 > 0) as u8 as Real);
    let samples = Samples::pairs(&x, &target);
    // The wide steps of single precision would step over some corners of the maximum.
    if cfg!(feature = "f64") {
        right(&model, samples);
        right(&model, samples.weighted(&rim));
    }
    learns(&mut model, samples.weighted(&rim));
}
