//! Networks of image layers, each of which needs to know the frame that the one below
//! leaves.

use super::window::{Padding, Window};
use crate::nn::activation::Activation;
use crate::nn::conv_transpose::ConvTranspose2d;
use crate::nn::conv2d::Conv2d;
use crate::nn::dense::Dense;
use crate::nn::init::Init;
use crate::nn::layer::Layer;
use crate::nn::network::Network;
use crate::nn::pool::{MaxPool, MeanPool};
use crate::nn::upsample::{Between, Upsample};
use crate::{Error, Frame, Result};
use rand::Rng;

/// A layer before it is known on what it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// [`Conv2d`] to so many filters.
    Convolve { filters: usize, window: Window },
    /// [`ConvTranspose2d`] to so many filters.
    Transpose { filters: usize, window: Window },
    /// Each number by itself.
    Bend(Activation),
    /// [`MaxPool`].
    MaxPool(Window),
    /// [`MeanPool`].
    MeanPool(Window),
    /// [`Upsample`] by this factor down and across.
    Upsample { factor: (usize, usize), between: Between },
    /// [`Dense`], from all numbers of the image to all of one of this frame: a picture is a
    /// row of numbers, so nothing need be flattened. `Frame::grey(1, k)` is a code of k
    /// numbers.
    Dense(Frame),
}

impl Step {
    /// So many filters of k × k under SAME: the image keeps its size.
    pub fn same(filters: usize, k: usize) -> Step {
        Step::Convolve { filters, window: Window::square(k, 1, Padding::Same) }
    }

    /// The largest of each 2 × 2 pixels under SAME: half the size, rounded up.
    pub fn halve() -> Step {
        Step::MaxPool(Window::square(2, 2, Padding::Same))
    }

    /// Twice the size, each pixel four times.
    pub fn double() -> Step {
        Step::Upsample { factor: (2, 2), between: Between::Nearest }
    }
}

/// A network, and the frames of what flows through it.
#[derive(Debug, Clone)]
pub struct ImageNetwork {
    /// The layers.
    pub network: Network,
    /// The input's frame, then that of every layer's output.
    pub frames: Vec<Frame>,
}

impl ImageNetwork {
    // ANCHOR: image_network
    /// The network of these steps on images of this frame, its first weights drawn from
    /// `rng`.
    ///
    /// Errors where there is no step, or one does not fit what the step before it leaves.
    pub fn random(
        frame: Frame,
        steps: &[Step],
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<ImageNetwork> {
        let (mut layers, mut frames) = (Vec::new(), vec![frame]);
        for (i, &step) in steps.iter().enumerate() {
            let (layer, frame) = step.on(frames[i], init, rng)?;
            layers.push(layer);
            frames.push(frame);
        }
        Ok(ImageNetwork { network: Network::new(frame.len(), layers)?, frames })
    }
    // ANCHOR_END: image_network

    /// Its first layers by themselves. Errors where there are none, or not so many.
    pub(super) fn first(&self, layers: usize) -> Result<Network> {
        let own = self.network.layers();
        let some = own.get(..layers).unwrap_or(own).to_vec();
        Network::new(self.frames[0].len(), some)
    }

    /// The frame of what comes out.
    pub fn output(&self) -> Frame {
        self.frames[self.frames.len() - 1]
    }
}

impl Step {
    /// The layer on this frame, and the frame that it leaves.
    fn on(
        self,
        frame: Frame,
        init: Init,
        rng: &mut impl Rng,
    ) -> Result<(Box<dyn Layer>, Frame)> {
        Ok(match self {
            Step::Convolve { filters, window } => {
                let layer = Conv2d::random(frame, window, filters, init, rng)?;
                let frame = layer.frame();
                (Box::new(layer), frame)
            }
            Step::Transpose { filters, window } => {
                let layer = ConvTranspose2d::random(frame, window, filters, init, rng)?;
                let frame = layer.frame();
                (Box::new(layer), frame)
            }
            Step::Bend(bend) => (Box::new(bend), frame),
            Step::MaxPool(window) => {
                let layer = MaxPool::new(frame, window)?;
                (Box::new(layer), layer.frame())
            }
            Step::MeanPool(window) => {
                let layer = MeanPool::new(frame, window)?;
                (Box::new(layer), layer.frame())
            }
            Step::Upsample { factor, between } => {
                let layer = Upsample::new(frame, factor, between)?;
                (Box::new(layer), layer.frame())
            }
            Step::Dense(to) if to.len() == 0 => {
                let (expected, got) =
                    ("a pixel and a channel at least".into(), to.to_string());
                return Err(Error::Shape {
                    what: "the frame of a dense step",
                    expected,
                    got,
                });
            }
            Step::Dense(to) => {
                (Box::new(Dense::random(frame.len(), to.len(), init, rng)), to)
            }
        })
    }
}
