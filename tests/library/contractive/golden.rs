//! PyTorch's automatic differentiation; `golden/contractive.py` made the values.

use crate::common::{assert_near, assert_same, assert_same_vector, list, table};
use autoencoders::contractive::{ContractiveAutoencoder, tangents};
use autoencoders::nn::draw::Draw;
use autoencoders::nn::model::{Model, Samples};
use autoencoders::nonlinear::Output;
use autoencoders::{Autoencoder, Real};
use ndarray::Array1;
use serde_json::Value;

fn read(case: &Value) -> ContractiveAutoencoder {
    let output = match case["output"].as_str() {
        Some("linear") => Output::Linear,
        Some("sigmoid") => Output::Sigmoid,
        _ => Output::Logits,
    };
    ContractiveAutoencoder {
        w: table(&case["w"]),
        c: list(&case["c"]),
        v: (case["tied"] == false).then(|| table(&case["v"])),
        b: list(&case["b"]),
        output,
        lambda: case["lambda"].as_f64().expect("λ") as Real,
    }
}

#[test]
fn slopes_and_jacobians_are_pytorchs() {
    let cases: Value =
        serde_json::from_str(include_str!("../../golden/contractive.json")).expect("JSON");
    for case in cases.as_array().expect("cases") {
        let (model, x) = (read(case), table(&case["x"]));
        let mut room = model.room(x.nrows());
        let terms = model
            .slope(Samples::themselves(&x), Draw::learning(0, 0), &mut room)
            .expect("a batch");
        let given = |name: &str| case[name].as_f64().expect("a number");
        assert_near("fit", terms.get("reconstruction").expect("a term"), given("fit"));
        assert_near("Ω", terms.get("contraction").expect("a term"), given("penalty"));
        let slopes = ContractiveAutoencoder::gradients(&mut room);
        let theirs = case["slopes"].as_array().expect("slopes");
        assert_eq!(slopes.len(), theirs.len());
        for (own, theirs) in slopes.iter().zip(theirs) {
            assert_same_vector("slope", &Array1::from(own.to_vec()), &list(theirs));
        }
        let j = model.jacobian_at(model.encode(&x).expect("x").row(0));
        assert_same("J", &j, &table(&case["jacobian"]));
        let s = model.singular_values(&x).expect("x");
        assert_same("singular values", &s, &table(&case["singular_values"]));
        let t = tangents::leading(&j, 2).expect("two");
        assert_same("plane", &t.dot(&t.t()), &table(&case["projector"]));
    }
}
