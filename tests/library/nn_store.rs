//! Weights in files: what this crate writes it reads, and so do others; what is broken is refused.

use crate::common::{assert_same, gaussian, refused, seeded, table};
use autoencoders::Real;
use autoencoders::nn::activation::Activation;
use autoencoders::nn::dense::Dense;
use autoencoders::nn::init::Init;
use autoencoders::nn::model::Parameters;
use autoencoders::nn::network::Network;
use ndarray::array;
use std::path::Path;

fn network(seed: u64) -> Network {
    let rng = &mut seeded(seed);
    let mut dense = |inputs, outputs| {
        Box::new(Dense::random(inputs, outputs, Init::Normal { sd: 1.0 }, rng))
    };
    Network::new(3, vec![dense(3, 2), Box::new(Activation::Sigmoid), dense(2, 3)]).unwrap()
}

fn golden(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

#[test]
fn pythons_weights_answer_as_they_do_there() {
    let mut network = network(1);
    network.load(&golden("weights.safetensors")).unwrap();
    let answers: serde_json::Value =
        serde_json::from_str(include_str!("../golden/weights.json")).unwrap();
    let x = table(&answers["x"]);
    assert_same(
        "codes",
        &network.predict_between(0..2, &x).unwrap(),
        &table(&answers["z"]),
    );
    assert_same("answers", &network.predict(&x).unwrap(), &table(&answers["y"]));
}

#[test]
fn what_is_saved_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let (from, mut to) = (network(2), network(3));
    let x = gaussian(5, 3, &mut seeded(4));
    from.save(&path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    to.load(&path).unwrap();
    assert_eq!(to.predict(&x).unwrap(), from.predict(&x).unwrap());
    to.save(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "same weights, same bytes");
    // The keys that PyTorch's nn.Sequential has, and this build's precision.
    let header = String::from_utf8_lossy(&bytes).into_owned();
    let dtype = if size_of::<Real>() == 8 { "F64" } else { "F32" };
    for word in ["\"0.weight\"", "\"0.bias\"", "\"2.weight\"", "\"2.bias\"", dtype, "[3,2]"]
    {
        assert!(header.contains(word), "{header} has no {word}");
    }
}

/// Every refusal names the file, says why, and leaves the network as it was.
#[track_caller]
fn cannot_load(network: &mut Network, path: &Path, words: &[&str]) {
    let (x, before) = (array![[0.5, -1.0, 2.0]], network.clone());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    refused(network.load(path), &[&[&*name], words].concat());
    assert_eq!(network.predict(&x).unwrap(), before.predict(&x).unwrap());
}

#[test]
fn broken_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let mut network = network(5);
    cannot_load(&mut network, &path, &["o such file"]);
    let whole = std::fs::read(golden("weights.safetensors")).unwrap();
    for end in [0, 4, 8, 50, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..end]).unwrap();
        cannot_load(&mut network, &path, &["no whole safetensors file"]);
    }
    let mut lying = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        std::fs::write(&path, bytes).unwrap();
        cannot_load(&mut network, &path, &["safetensors"]);
    };
    lying(7, 0x7f); // a header of exabytes
    lying(3, 0x10); // one longer than the file
    lying(8, b'x'); // no JSON
    let text = String::from_utf8_lossy(&whole).into_owned();
    let shape = text.find("[3,2]").or(text.find("[3, 2]")).unwrap();
    lying(shape + 1, b'9'); // more numbers than there are bytes
}

#[test]
fn other_networks_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.safetensors");
    let mut network = network(6);
    let dense = |inputs, outputs| {
        Box::new(Dense::random(inputs, outputs, Init::Glorot, &mut seeded(7)))
    };
    let save = |other: Network| other.save(&path).unwrap();
    save(Network::new(3, vec![dense(3, 2)]).unwrap());
    cannot_load(&mut network, &path, &["no `2.weight`", "[2, 3]"]);
    save(
        Network::new(
            3,
            vec![dense(3, 2), Box::new(Activation::Relu), dense(2, 3), dense(3, 1)],
        )
        .unwrap(),
    );
    cannot_load(&mut network, &path, &["`3.bias`", "`2.weight` [2, 3]"]);
    save(
        Network::new(3, vec![dense(3, 4), Box::new(Activation::Relu), dense(4, 3)])
            .unwrap(),
    );
    cannot_load(&mut network, &path, &["`0.weight`", "[3, 4]", "[3, 2]"]);
    save(
        Network::new(2, vec![dense(2, 3), Box::new(Activation::Relu), dense(3, 2)])
            .unwrap(),
    );
    cannot_load(&mut network, &path, &["`0.weight`", "PyTorch", "transposed"]);
    let mut endless = self::network(8);
    endless.parameters_mut()[0][0] = Real::NAN;
    save(endless);
    cannot_load(&mut network, &path, &["`0.weight`", "NaN"]);
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), b"").unwrap();
    assert!(network(9).save(&folder.path().join("file/w.safetensors")).is_err());
    refused(network(9).save(folder.path()), &[]);
    refused(network(9).save(Path::new("/")), &["folder"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
