//! A classifier on an encoder that is frozen, or learns as well.

use super::{learns, network, right, shades};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::gradcheck::{BOUND, check_model};
use autoencoders::nn::loss::Loss;
use autoencoders::nn::model::{Model, Parameters, Samples, Terms};
use autoencoders::nn::network::{Network, Tape};
use autoencoders::{Real, Result, parameters};
use ndarray::Array2;

#[derive(Clone)]
struct Classifier {
    encoder: Network,
    head: Network,
    frozen: bool,
}

parameters!(Classifier { encoder, head });

impl Model for Classifier {
    type Room = [Tape; 2];

    fn room(&self, rows: usize) -> [Tape; 2] {
        [Tape::new(&self.encoder, rows), Tape::new(&self.head, rows)]
    }

    fn check(&self, samples: Samples) -> Result<()> {
        samples.check(self.encoder.inputs(), self.head.outputs(), 1)?;
        Loss::Softmax.check(samples.target)
    }

    fn slope(
        &self,
        batch: Samples,
        draw: Draw,
        [encoder, head]: &mut [Tape; 2],
    ) -> Result<Terms> {
        self.encoder.forward(batch.x, encoder)?;
        self.head.forward(encoder.output(), head)?;
        let (y, dy) = head.output_and_slope();
        let loss = Loss::Softmax.of_batch(y, batch, dy);
        if draw.learns() {
            self.head.backward(encoder.output(), head, !self.frozen)?;
            if !self.frozen {
                encoder.d_output_mut().assign(&head.d_input());
                self.encoder.backward(batch.x, encoder, false)?;
            }
        }
        Ok(Self::terms([loss]))
    }

    fn gradients(room: &mut [Tape; 2]) -> Vec<&mut [Real]> {
        room.iter_mut().flat_map(Tape::gradients_mut).collect()
    }

    fn settings(&self) -> String {
        format!("{}; {}; frozen: {}", self.encoder, self.head, self.frozen)
    }
}

#[test]
fn a_classifier_on_an_encoder() {
    let x = shades(9, 6, 3);
    let classes =
        Array2::from_shape_fn((9, 3), |(i, j)| if i % 3 == j { 1.0 } else { 0.0 });
    let samples = Samples::pairs(&x, &classes);
    for frozen in [false, true] {
        let (encoder, head) = (network(&[6, 5, 4], true, 1), network(&[4, 3], false, 2));
        let mut model = Classifier { encoder, head, frozen };
        let theta = |model: &Classifier| {
            model.encoder.parameters().iter().map(|p| p.1.to_owned()).collect::<Vec<_>>()
        };
        let before = theta(&model);
        match frozen {
            false => right(&model, samples),
            // The frozen part's slope is not wanted: differences see one there, and only there.
            true => {
                let found = check_model(&model, samples, Draw::learning(1, 0));
                assert!(
                    found.worst > BOUND && found.at.starts_with("encoder"),
                    "{}",
                    found.at
                );
            }
        }
        learns(&mut model, samples);
        assert_eq!(theta(&model) == before, frozen, "a frozen encoder stays as it was");
    }
}
