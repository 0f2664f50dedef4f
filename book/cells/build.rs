//! Makes one function of each page's cells, for `test.rs` to run.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

#[path = "../cells.rs"]
mod cells;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=../src");
    println!("cargo:rerun-if-changed=../cells.rs");
    let here = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut pages: Vec<String> = Vec::new();
    for entry in fs::read_dir(Path::new(&here).join("../src"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        pages.extend(name.strip_suffix(".md").map(str::to_owned));
    }
    pages.sort();
    let (mut functions, mut table) = (String::new(), String::new());
    for page in pages {
        let text = fs::read_to_string(Path::new(&here).join(format!("../src/{page}.md")))?;
        let cells = cells::cells(&text);
        if !cells.is_empty() {
            functions += &function(&page, &cells);
            let _ = writeln!(table, "    ({page:?}, {page} as fn()),");
        }
    }
    let code = format!(
        "{functions}/// The pages with cells.\npub const PAGES: &[(&str, fn())] = &[\n{table}];\n"
    );
    fs::write(Path::new(&out).join("cells.rs"), code)
}

/// The cells of a page one after the other, so that later ones see what earlier ones have made.
fn function(page: &str, cells: &[cells::Cell]) -> String {
    let mut body = format!(
        "#[allow(warnings, clippy::all)]\nfn {page}() {{\nuse chapters::prelude::*;\n"
    );
    for (at, cell) in cells.iter().enumerate() {
        let _ = writeln!(body, "begin({});\n// book/src/{page}.md:{}", at + 1, cell.line);
        body += &cell.code;
    }
    body + "end();\n}\n\n"
}
