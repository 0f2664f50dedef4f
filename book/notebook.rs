//! A notebook on the disk: nbformat 4.5, with what each cell printed and showed.

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;

/// What a cell printed or showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Text on the standard output.
    Text(String),
    /// An SVG picture.
    Svg(String),
    /// A PNG picture in base 64.
    Png(String),
    /// An error: the compiler's or a panic's.
    Error(String),
}

/// A cell of code with its stored outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The cell's id: `setup`, `cell-1`, ….
    pub id: String,
    /// The code.
    pub code: String,
    /// Whether the kernel has run this very text.
    pub executed: bool,
    /// What came out.
    pub outputs: Vec<Output>,
}

/// The cells of code in a notebook; `None` where there is no notebook to read.
pub fn read(path: &Path) -> Option<Vec<Stored>> {
    let notebook: Value = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
    let cells = notebook.get("cells")?.as_array()?;
    Some(cells.iter().filter(|cell| cell["cell_type"] == "code").map(stored).collect())
}

fn stored(cell: &Value) -> Stored {
    let outputs = cell["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    Stored {
        id: cell["id"].as_str().unwrap_or_default().to_owned(),
        code: joined(&cell["source"]),
        executed: cell["execution_count"].is_number(),
        outputs: merged(outputs.iter().filter_map(output)),
    }
}

fn output(output: &Value) -> Option<Output> {
    let found = match output["output_type"].as_str()? {
        "stream" if output["name"] == "stderr" => Output::Error(joined(&output["text"])),
        "stream" => Output::Text(joined(&output["text"])),
        "error" => {
            let traceback = output["traceback"].as_array();
            let lines = traceback.into_iter().flatten().filter_map(Value::as_str);
            let name = output["evalue"].as_str().unwrap_or_default();
            Output::Error(std::iter::once(name).chain(lines).collect::<Vec<_>>().join("\n"))
        }
        // A cell that ends with a loop has the value (), which the kernel shows.
        "execute_result" if joined(&output["data"]["text/plain"]) == "()" => return None,
        _ => {
            let data = &output["data"];
            match (data.get("image/svg+xml"), data.get("image/png"), data.get("text/plain"))
            {
                (Some(svg), _, _) => Output::Svg(joined(svg)),
                (_, Some(png), _) => Output::Png(joined(png).replace('\n', "")),
                (_, _, text) => Output::Text(joined(text?)),
            }
        }
    };
    Some(found)
}

/// Neighbouring texts as one: the kernel cuts them as it likes.
fn merged(outputs: impl Iterator<Item = Output>) -> Vec<Output> {
    let mut out: Vec<Output> = Vec::new();
    for output in outputs {
        match (out.last_mut(), output) {
            (Some(Output::Text(before)), Output::Text(text)) => before.push_str(&text),
            (_, output) => out.push(output),
        }
    }
    out
}

/// A string that the format may have cut into lines.
fn joined(value: &Value) -> String {
    match value {
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

/// A notebook of these cells: `(id, text)` for prose, [`Stored`] for code, as its bytes.
pub fn compose(cells: &[Result<Stored, (String, String)>]) -> String {
    let mut count = 0;
    let cells: Vec<Value> = cells
        .iter()
        .map(|cell| match cell {
            Err((id, text)) => {
                json!({"cell_type": "markdown", "id": id, "metadata": {}, "source": split(text)})
            }
            Ok(cell) => {
                count += 1;
                code(cell, count)
            }
        })
        .collect();
    let notebook = json!({
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Rust", "language": "rust", "name": "rust"},
            "language_info": {"file_extension": ".rs", "mimetype": "text/rust", "name": "Rust"}
        },
        "nbformat": 4,
        "nbformat_minor": 5
    });
    format!("{notebook:#}\n")
}

fn code(cell: &Stored, count: usize) -> Value {
    let outputs: Vec<Value> = cell.outputs.iter().map(as_json).collect();
    json!({
        "cell_type": "code",
        "execution_count": cell.executed.then_some(count),
        "id": cell.id,
        "metadata": {},
        "outputs": outputs,
        "source": split(&cell.code)
    })
}

fn as_json(output: &Output) -> Value {
    let shown = |kind: &str, data: Value| json!({"data": {kind: data}, "metadata": {}, "output_type": "display_data"});
    match output {
        Output::Text(text) => {
            json!({"name": "stdout", "output_type": "stream", "text": split(text)})
        }
        Output::Error(text) => {
            json!({"name": "stderr", "output_type": "stream", "text": split(text)})
        }
        Output::Svg(svg) => shown("image/svg+xml", split(svg)),
        Output::Png(png) => shown("image/png", json!(png)),
    }
}

/// Lines with their ends.
fn split(text: &str) -> Value {
    json!(text.split_inclusive('\n').collect::<Vec<_>>())
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}
