//! PyTorch's layers; `golden/conv.py` made them.

use super::{backward, forward};
use crate::common::{assert_same, list, table};
use autoencoders::conv::{Padding, Window};
use autoencoders::nn::conv_transpose::ConvTranspose2d;
use autoencoders::nn::conv2d::Conv2d;
use autoencoders::nn::layer::Layer;
use autoencoders::nn::pool::{MaxPool, MeanPool};
use autoencoders::nn::upsample::{Between, Upsample};
use autoencoders::{Frame, Real};
use ndarray::{Array2, Array4, Axis};
use serde_json::Value;

fn integers<const N: usize>(values: &Value) -> [usize; N] {
    let values =
        values.as_array().expect("a list").iter().map(|v| v.as_u64().expect("whole"));
    values.map(|v| v as usize).collect::<Vec<_>>().try_into().expect("so many")
}

fn window(case: &Value) -> Window {
    let ([i, j], [down, across]) = (integers(&case["kernel"]), integers(&case["stride"]));
    let padding = match case["padding"].as_str() {
        Some("same") => Padding::Same,
        Some("valid") => Padding::Valid,
        _ => {
            let [top, bottom, left, right] = integers(&case["padding"]);
            Padding::Explicit { top, bottom, left, right }
        }
    };
    Window { kernel: (i, j), stride: (down, across), padding }
}

fn kernel(case: &Value, ins: usize, outs: usize) -> Array4<Real> {
    let [i, j] = integers(&case["kernel"]);
    Array4::from_shape_vec((i, j, ins, outs), list(&case["weight"]).to_vec())
        .expect("its size")
}

fn layers(case: &Value) -> Vec<Box<dyn Layer>> {
    let [height, width, channels] = integers(&case["frame"]);
    let (frame, window) = (Frame { height, width, channels }, window(case));
    let upsample = |between| -> Vec<Box<dyn Layer>> {
        vec![Box::new(Upsample::new(frame, window.stride, between).expect("it fits"))]
    };
    match case["layer"].as_str().expect("a name") {
        "conv" => {
            let bias = list(&case["bias"]);
            let weight = kernel(case, channels, bias.len());
            let layer = Conv2d::new(frame, window, weight, bias).expect("it fits");
            vec![Box::new(layer.clone().by_patches()), Box::new(layer)]
        }
        "transpose" => {
            let bias = list(&case["bias"]);
            let weight = kernel(case, bias.len(), channels);
            let layer = ConvTranspose2d::new(frame, window, weight, bias);
            vec![Box::new(layer.expect("it fits"))]
        }
        "maxpool" => vec![Box::new(MaxPool::new(frame, window).expect("it fits"))],
        "meanpool" => vec![Box::new(MeanPool::new(frame, window).expect("it fits"))],
        "nearest" => upsample(Between::Nearest),
        "bilinear" => upsample(Between::Bilinear),
        other => panic!("no layer {other}"),
    }
}

#[test]
fn layers_and_their_slopes_are_pytorchs() {
    let golden: Value =
        serde_json::from_str(include_str!("../../golden/conv.json")).expect("JSON");
    let cases = golden["cases"].as_array().expect("cases");
    assert!(cases.len() > 20);
    for case in cases {
        let (x, r) = (table(&case["x"]), table(&case["r"]));
        for layer in layers(case) {
            let (name, y) = (layer.name(), forward(&*layer, &x));
            assert_same(&name, &y, &table(&case["y"]));
            let (dx, gradient) = backward(&*layer, &x, &r);
            assert_same(&name, &dx, &table(&case["dx"]));
            let theirs = case["dtheta"].as_array().expect("slopes");
            assert_eq!(gradient.len(), theirs.len(), "{name}");
            for (own, theirs) in gradient.iter().zip(theirs) {
                let own =
                    Array2::from_shape_vec((1, own.len()), own.iter().copied().collect());
                assert_same(
                    &name,
                    &own.expect("a row"),
                    &list(theirs).insert_axis(Axis(0)),
                );
            }
        }
    }
}
