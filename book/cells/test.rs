//! Every page's cells, compiled and run in order, print what the page shows under them.

use book::notebook::{self, Output};
use book::outputs;
use book::project::Project;
use cells::{MARK, PAGES};
use std::path::Path;
use std::process::Command;

/// Names the page whose cells a child process runs.
const PAGE: &str = "BOOK_CELLS_OF";
fn project() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Project::find(Some(root)).expect("the project")
}

/// Runs a page's cells in a process of their own; what each cell prints.
fn printed(page: &str) -> Vec<String> {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(["--exact", "child", "--nocapture", "--test-threads=1"]).env(PAGE, page);
    // From the same folder and with the same threads as the notebook.
    command.current_dir(
        project().notebook(page).parent().expect("a folder").parent().expect("a folder"),
    );
    command.env("RAYON_NUM_THREADS", "1");
    let output = command.output().expect("a child process");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the cells of {page} fail:\n{wrong}\n{told}");
    let mut parts: Vec<String> = told.split(MARK).skip(1).map(str::to_owned).collect();
    let last = parts.pop().unwrap_or_default();
    assert!(
        last.starts_with("end"),
        "the cells of {page} do not come to their end:\n{told}"
    );
    parts
        .iter()
        .map(|part| part.split_once('\n').map_or("", |(_, text)| text).to_owned())
        .collect()
}

/// Not a test of its own: the process that [`printed`] starts.
#[test]
fn child() {
    let Ok(wanted) = std::env::var(PAGE) else { return };
    let page = PAGES.iter().find(|(page, _)| *page == wanted).expect("a page with cells");
    page.1();
}

/// Text and pictures as a notebook would hold them: each picture counts, whatever it shows.
fn shown(printed: &str) -> (String, usize) {
    let (mut text, mut pictures, mut rest) = (String::new(), 0, printed);
    while let Some((before, after)) = rest.split_once("EVCXR_BEGIN_CONTENT") {
        text.push_str(before);
        pictures += 1;
        rest = after.split_once("EVCXR_END_CONTENT\n").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    (text.trim_end().to_owned(), pictures)
}

#[test]
fn cells_print_what_their_notebook_holds() {
    let project = project();
    let mut differences = String::new();
    for (page, _) in PAGES {
        let printed = printed(page);
        let stored = outputs::of_page(notebook::read(&project.notebook(page)));
        assert_eq!(
            stored.len(),
            printed.len(),
            "{page}: the notebook holds other cells; run `make notebooks`"
        );
        for (at, (cell, printed)) in stored.iter().zip(&printed).enumerate() {
            let (text, pictures) = shown(printed);
            let mut held = (String::new(), 0);
            for output in &cell.outputs {
                match output {
                    Output::Text(text) | Output::Error(text) => held.0.push_str(text),
                    Output::Svg(_) | Output::Png(_) => held.1 += 1,
                }
            }
            if (held.0.trim_end(), held.1) != (text.as_str(), pictures) {
                let at = at + 1;
                differences += &format!(
                    "{page}, cell {at}:\n  prints {text:?} and {pictures} pictures\n  the notebook holds {held:?}\n"
                );
            }
        }
    }
    assert!(differences.is_empty(), "{differences}run `make notebooks`");
}
