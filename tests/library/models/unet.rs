//! A network with a skip: its decoder sees, beside the code, what the encoder saw.

use super::{learns, right, shades};
use crate::common::seeded;
use autoencoders::conv::{Padding, Window};
use autoencoders::nn::activation::Activation;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::draw::Draw;
use autoencoders::nn::init::Init;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Samples, Terms};
use autoencoders::nn::network::{Network, Tape};
use autoencoders::nn::pool::MaxPool;
use autoencoders::{Frame, Real, Result, parameters};
use ndarray::{Array2, Axis, concatenate};

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

/// 3 × 3 under SAME.
fn convolution(frame: Frame, filters: usize, seed: u64) -> Box<dyn Layer> {
    let window = Window::square(3, 1, Padding::Same);
    let layer = Conv2d::random(frame, window, filters, Init::Glorot, &mut seeded(seed));
    Box::new(layer.expect("it fits"))
}

#[test]
fn a_network_with_a_skip_labels_pixels() {
    let frame = Frame { channels: 2, ..SMALL };
    let small = Frame { height: 1, width: 2, channels: 2 };
    let halves = Window::square(2, 2, Padding::Valid);
    let down = vec![convolution(SMALL, 2, 1), Box::new(Activation::Tanh)];
    let middle = vec![
        Box::new(MaxPool::new(frame, halves).expect("it fits")) as Box<dyn Layer>,
        convolution(small, 2, 2),
        Box::new(Activation::Tanh),
    ];
    // Side by side, the skip and the doubled middle are one image below the other.
    let both = Frame { height: 4, width: 4, channels: 2 };
    let last = Dense::random(both.len(), frame.len(), Init::Glorot, &mut seeded(3));
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
