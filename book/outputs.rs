//! What stands under a cell: the outputs that its notebook holds, and why a cell counts as not run.

use crate::figures::inline;
use crate::html::escape;
use crate::notebook::{Output, Stored};

/// The cells of a notebook that stand on its page: all but the generated first one.
pub fn of_page(stored: Option<Vec<Stored>>) -> Vec<Stored> {
    let cells = stored.into_iter().flatten();
    cells.filter(|cell| cell.id != crate::notebooks::SETUP_ID).collect()
}

/// Why the `n`-th cell of a page (from 1) does not count as run, if it does not.
pub fn fault(code: &str, stored: Option<&Stored>, n: usize) -> Option<String> {
    let cure = "run `make notebooks`";
    let Some(stored) = stored else {
        return Some(format!(
            "cell {n} has not been run: the notebook does not hold it; {cure}"
        ));
    };
    if stored.code.trim_end() != code.trim_end() {
        return Some(format!(
            "cell {n} has not been run: the notebook holds another text for it; {cure}"
        ));
    }
    if !stored.executed {
        return Some(format!(
            "cell {n} has not been run: the notebook holds no outputs for it; {cure}"
        ));
    }
    let first = complaint(&stored.outputs)?;
    Some(format!("cell {n} fails: {first}; put it right and {cure}"))
}

/// The first line of an error or a panic among outputs.
pub fn complaint(outputs: &[Output]) -> Option<&str> {
    let text = outputs.iter().find_map(|output| match output {
        Output::Error(text) => Some(text.as_str()),
        Output::Text(text) if text.contains("panicked at") => Some(text.as_str()),
        _ => None,
    })?;
    Some(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default())
}

/// The outputs as HTML; nothing if there are none.
pub fn html(stored: &Stored, page: &str, n: usize) -> String {
    let mut out = String::new();
    for (k, output) in stored.outputs.iter().enumerate() {
        let name = format!("Picture drawn by cell {n}");
        match output {
            Output::Text(text) | Output::Error(text) => {
                let text = escape(text.trim_end());
                out.push_str(&format!("<pre class=\"text\" tabindex=\"0\">{text}</pre>"));
            }
            Output::Svg(svg) => {
                let prefix = format!("{}-cell{n}-{k}-", page.replace('/', "-"));
                let svg = inline(svg, &name, &prefix).unwrap_or_default();
                out.push_str(&format!("<div class=\"picture\">{svg}</div>"));
            }
            Output::Png(png) => {
                let src = format!("data:image/png;base64,{png}");
                out.push_str(&format!(
                    "<div class=\"picture\"><img src=\"{src}\" alt=\"{name}\"></div>"
                ));
            }
        }
    }
    out
}
