//! Notebooks follow their pages, keep what came out of unchanged cells, and are valid nbformat 4.5.

use crate::fixture::{Fixture, NOTEBOOK, PAGE, told};
use book::notebook::{Output, read};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn outputs_of_unchanged_cells_are_kept() {
    let book = Fixture::sound();
    book.change(
        PAGE,
        "In code nothing",
        "```rust,cell\nlet b = a;\n```\n\nIn code nothing",
    );
    assert!(book.book(&["notebooks"]).status.success());
    let cells = read(&book.path(NOTEBOOK)).expect("a notebook");
    let ids: Vec<&str> = cells.iter().map(|cell| cell.id.as_str()).collect();
    assert_eq!(ids, ["setup", "cell-1", "cell-2"]);
    assert_eq!(cells[1].outputs, [Output::Text("2\n".into())]);
    assert!(cells[1].executed && !cells[2].executed);
    book.change(PAGE, "let a = 1 + 1;", "let a = 2 + 2;");
    assert!(book.book(&["notebooks"]).status.success());
    let cells = read(&book.path(NOTEBOOK)).expect("a notebook");
    assert!(
        !cells[1].executed && cells[1].outputs.is_empty(),
        "the outputs of another text are gone"
    );
}

#[test]
fn check_writes_nothing_and_fails_on_a_difference() {
    let book = Fixture::sound();
    let before = book.read(NOTEBOOK);
    let output = book.book(&["notebooks", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output)
            .contains(&format!("{NOTEBOOK}: differs from its page; run `make notebooks`"))
    );
    assert_eq!(book.read(NOTEBOOK), before);
    assert!(book.book(&["notebooks"]).status.success());
    assert!(book.book(&["notebooks", "--check"]).status.success());
}

#[test]
fn the_books_own_notebooks_are_those_of_their_pages() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_book"))
        .args(["notebooks", "--check", "--root"])
        .arg(root)
        .output()
        .expect("the program book");
    assert!(output.status.success(), "{}", told(&output));
}

/// What nbformat's schema for 4.5 asks of the parts that we write.
#[test]
fn the_notebook_is_valid() {
    let book = Fixture::sound();
    assert!(book.book(&["notebooks"]).status.success());
    let notebook: Value = serde_json::from_str(&book.read(NOTEBOOK)).expect("JSON");
    assert_eq!(
        (&notebook["nbformat"], &notebook["nbformat_minor"]),
        (&4.into(), &5.into())
    );
    assert_eq!(notebook["metadata"]["kernelspec"]["name"], "rust");
    let cells = notebook["cells"].as_array().expect("cells");
    let mut ids = BTreeSet::new();
    for cell in cells {
        let id = cell["id"].as_str().expect("an id");
        assert!(
            !id.is_empty()
                && id.len() <= 64
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        );
        assert!(ids.insert(id), "{id} is there twice");
        assert!(cell["metadata"].is_object() && cell["source"].is_array());
        if cell["cell_type"] == "code" {
            assert!(cell["outputs"].is_array() && cell.get("execution_count").is_some());
        } else {
            assert_eq!(cell["cell_type"], "markdown");
            assert!(cell.get("outputs").is_none());
        }
    }
    let setup: String = cells[1]["source"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        setup.contains(":dep chapters = { path = \"..\" }") && setup.contains("set_hook"),
        "{setup}"
    );
}

#[cfg(unix)]
mod executed {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A `jupyter-execute` that answers with the same notebook after `script` (of jq's kind, in sed) has changed it.
    fn with_kernel(book: &Fixture, script: &str) -> std::process::Output {
        let program = format!(
            "#!/bin/sh\nfor file; do :; done\necho \"$@\" > \"{}\"\n{script}\n",
            book.path("asked").display()
        );
        book.write(".venv/bin/jupyter-execute", &program);
        let path = book.path(".venv/bin/jupyter-execute");
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755)).expect("a mode");
        book.book(&["notebooks", "--execute"])
    }

    const RUN: &str = r#"sed -i -e 's/"execution_count": null/"execution_count": 7/'"#;

    #[test]
    fn what_comes_out_is_kept_the_same_way_each_time() {
        let book = Fixture::sound();
        let shown = r#""outputs": [{"name":"stdout","output_type":"stream","text":["\\u001b[1m2\\u001b[0m\\n"]}]"#;
        let script = format!("{RUN} -e 's/\"outputs\": \\[\\]/{shown}/' \"$file\"");
        let output = with_kernel(&book, &script);
        assert!(output.status.success(), "{}", told(&output));
        assert!(
            book.read("asked").contains("--startup_timeout=300"),
            "{}",
            book.read("asked")
        );
        let first = book.read(NOTEBOOK);
        let cells = read(&book.path(NOTEBOOK)).expect("a notebook");
        assert_eq!(cells[1].outputs, [Output::Text("2\n".into())]);
        assert!(
            first.contains("\"execution_count\": 2")
                && !first.contains("\"execution_count\": 7"),
            "{first}"
        );
        assert!(with_kernel(&book, &script).status.success());
        assert_eq!(book.read(NOTEBOOK), first);
        assert!(book.book(&["build"]).status.success(), "the page shows what was kept");
    }

    #[test]
    fn a_panic_in_a_cell_fails_at_its_line() {
        let book = Fixture::sound();
        let before = book.read(NOTEBOOK);
        let shown = r#""outputs": [{"name":"stdout","output_type":"stream","text":["panicked at x.rs:1\\n"]}]"#;
        let output = with_kernel(
            &book,
            &format!("{RUN} -e '/cell-1/,$s/\"outputs\": \\[\\]/{shown}/' \"$file\""),
        );
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(book.read(NOTEBOOK), before, "what failed is not kept");
        let line = book.line(PAGE, "```rust,cell");
        assert!(
            told(&output)
                .contains(&format!("{PAGE}:{line}: cell 1 fails: panicked at x.rs:1")),
            "{}",
            told(&output)
        );
    }

    #[test]
    fn a_first_cell_that_fails_is_told_alone() {
        let book = Fixture::sound();
        let shown = r#""outputs": [{"name":"stderr","output_type":"stream","text":["no such crate\\n"]}]"#;
        let output = with_kernel(
            &book,
            &format!("{RUN} -e 's/\"outputs\": \\[\\]/{shown}/' \"$file\""),
        );
        assert_eq!(output.status.code(), Some(1));
        let told = told(&output);
        assert!(
            told.contains(&format!(
                "{PAGE}:1: the notebook's first cell fails: no such crate"
            )),
            "{told}"
        );
        assert!(told.ends_with("one thing to put right\n"), "{told}");
    }

    #[test]
    fn a_kernel_that_dies_fails() {
        let output =
            with_kernel(&Fixture::sound(), "echo DeadKernelError: Kernel died >&2; exit 1");
        assert_eq!(output.status.code(), Some(1));
        assert!(told(&output).contains("Kernel died"), "{}", told(&output));
    }
}
