//! Weights in safetensors files, which Python's libraries read and write as well.
//!
//! The keys are those of PyTorch's `nn.Sequential` with the same layers, bends counted: "0.weight", "0.bias",
//! "2.weight", …. Only a dense layer's W (inputs, outputs) is the transpose of PyTorch's `Linear.weight`.

use crate::data::{io, malformed, write_files};
use crate::{Real, Result};
use ndarray::{ArrayD, ArrayViewD, IxDyn};
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Writes parameters, whole or not at all.
pub(super) fn save(path: &Path, theta: Named) -> Result<()> {
    let tensors = theta.into_iter().map(|(name, theta)| Tensor::of(name, theta));
    write(path, tensors.collect(), None)
}

/// Reads what a file holds of these parameters; errors where it holds less, more or others.
pub(super) fn load(path: &Path, theta: Named) -> Result<Vec<Vec<Real>>> {
    let mut file = read(path)?;
    let found = take_parameters(path, &mut file, &theta)?;
    let Some((name, tensor)) = file.tensors.first_key_value() else { return Ok(found) };
    let own: Vec<String> =
        theta.iter().map(|(name, theta)| format!("`{name}` {:?}", theta.shape())).collect();
    let why = format!(
        "holds `{name}` {:?}, of which this model knows nothing; it has {}",
        tensor.shape(),
        own.join(", ")
    );
    Err(malformed(path, why))
}

/// θ by name.
pub(super) type Named<'a> = Vec<(String, ArrayViewD<'a, Real>)>;

/// An array ready for a file.
pub(super) struct Tensor {
    name: String,
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Tensor {
    /// An array in the crate's precision.
    pub fn of(name: String, array: ArrayViewD<Real>) -> Tensor {
        let dtype = if size_of::<Real>() == 8 { Dtype::F64 } else { Dtype::F32 };
        let bytes = array.iter().flat_map(|v| v.to_le_bytes()).collect();
        Tensor { name, dtype, shape: array.shape().to_vec(), bytes }
    }

    /// An array in double precision.
    pub fn doubles(name: &str, array: ArrayViewD<f64>) -> Tensor {
        let bytes = array.iter().flat_map(|v| v.to_le_bytes()).collect();
        Tensor {
            name: name.into(),
            dtype: Dtype::F64,
            shape: array.shape().to_vec(),
            bytes,
        }
    }
}

/// What a file held: arrays by name, widened where they were in single precision, and a note.
pub(super) struct File {
    pub tensors: BTreeMap<String, ArrayD<f64>>,
    pub note: Option<String>,
}

/// The one key of a file's metadata. (Several would come in an order that changes from run to run.)
const NOTE: &str = "through-the-bottleneck";

/// Writes the arrays, with a note if wanted, whole or not at all.
pub(super) fn write(path: &Path, tensors: Vec<Tensor>, note: Option<String>) -> Result<()> {
    let failed = |e| malformed(path, format!("cannot be made: {e}"));
    let views = tensors
        .iter()
        .map(|t| Ok((&t.name, TensorView::new(t.dtype, t.shape.clone(), &t.bytes)?)));
    let views = views.collect::<std::result::Result<Vec<_>, _>>().map_err(failed)?;
    let note = note.map(|note| HashMap::from([(NOTE.to_string(), note)]));
    let bytes = serialize(views, note).map_err(failed)?;
    let Some(name) = path.file_name() else {
        return Err(malformed(
            path,
            "names a folder; name a file in it, such as weights.safetensors",
        ));
    };
    let dir =
        path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    write_files(dir, &[(&*name.to_string_lossy(), bytes)])
}

/// Reads all arrays of single or double precision; errors where the file cannot be read, is not whole, or has others.
pub(super) fn read(path: &Path) -> Result<File> {
    let bytes = std::fs::read(path).map_err(io(path))?;
    let broken = |e| malformed(path, format!("is no whole safetensors file: {e}"));
    let (_, header) = SafeTensors::read_metadata(&bytes).map_err(broken)?;
    let note = header.metadata().as_ref().and_then(|all| all.get(NOTE).cloned());
    let file = SafeTensors::deserialize(&bytes).map_err(broken)?;
    let tensors = file
        .iter()
        .map(|(name, tensor)| Ok((name.to_string(), array(path, name, &tensor)?)));
    Ok(File { tensors: tensors.collect::<Result<_>>()?, note })
}

fn array(path: &Path, name: &str, tensor: &TensorView) -> Result<ArrayD<f64>> {
    let values: Vec<f64> = match tensor.dtype() {
        Dtype::F32 => tensor
            .data()
            .as_chunks()
            .0
            .iter()
            .map(|&b| f32::from_le_bytes(b) as f64)
            .collect(),
        Dtype::F64 => {
            tensor.data().as_chunks().0.iter().map(|&b| f64::from_le_bytes(b)).collect()
        }
        other => {
            return Err(malformed(
                path,
                format!("`{name}` is {other}; save it as F32 or F64"),
            ));
        }
    };
    let shape = IxDyn(tensor.shape());
    ArrayD::from_shape_vec(shape, values)
        .map_err(|e| malformed(path, format!("`{name}`: {e}")))
}

/// Takes parameters out of what was read, each in the shape it must have.
pub(super) fn take_parameters(
    path: &Path,
    file: &mut File,
    theta: &Named,
) -> Result<Vec<Vec<Real>>> {
    theta.iter().map(|(name, theta)| take(path, file, name, theta.shape())).collect()
}

/// Takes one array of this shape, all entries finite, as a run of numbers.
pub(super) fn take(
    path: &Path,
    file: &mut File,
    name: &str,
    shape: &[usize],
) -> Result<Vec<Real>> {
    let Some(tensor) = file.tensors.remove(name) else {
        let held: Vec<&str> = file.tensors.keys().map(String::as_str).collect();
        return Err(malformed(
            path,
            format!("has no `{name}` {shape:?}, only {}", held.join(", ")),
        ));
    };
    if tensor.shape() != shape {
        let got = tensor.shape();
        return Err(malformed(
            path,
            format!("`{name}` is {got:?}, but {shape:?} is needed{}", hint(got, shape)),
        ));
    }
    if let Some(v) = tensor.iter().find(|v| !(**v as Real).is_finite()) {
        return Err(malformed(
            path,
            format!("`{name}` holds {v}, which is no finite number in this precision"),
        ));
    }
    Ok(tensor.iter().map(|&v| v as Real).collect())
}

/// PyTorch's layout is the likeliest reason for a transposed matrix.
fn hint(got: &[usize], shape: &[usize]) -> &'static str {
    let transposed = got.len() == 2 && got.iter().rev().eq(shape);
    if transposed {
        " (PyTorch's Linear.weight has to be transposed before it is saved)"
    } else {
        ""
    }
}
