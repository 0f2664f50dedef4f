//! Cells: the fenced blocks ```` ```rust,cell ```` of a page, in order.
//!
//! The build script of `book/cells` reads the pages with this file too, so it needs nothing but the standard library.

/// A cell as it stands on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The line of the opening fence, from 1.
    pub line: usize,
    /// The code.
    pub code: String,
}

/// All cells of a page.
pub fn cells(text: &str) -> Vec<Cell> {
    let mut out = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some((fence, info)) = fence(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let mut code = String::new();
        for (_, line) in lines.by_ref() {
            if line.trim().starts_with(fence)
                && line.trim().chars().all(|c| fence.starts_with(c))
            {
                break;
            }
            code.push_str(dedent(line, indent));
            code.push('\n');
        }
        if is_cell(info) {
            out.push(Cell { line: at + 1, code });
        }
    }
    out
}

/// Whether an info string marks a cell.
pub fn is_cell(info: &str) -> bool {
    let mut words = info.split([',', ' ']).filter(|word| !word.is_empty());
    words.next() == Some("rust") && words.any(|word| word == "cell")
}

/// The fence and the info string, if a fenced block begins on this line.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    let info = line[length..].trim();
    (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| (&line[..length], info))
}

fn dedent(line: &str, indent: usize) -> &str {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    &line[spaces.min(indent)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_in_order_and_nothing_else() {
        let page = "```rust,cell\nlet a = 1;\n```\n\n```rust\nno\n```\n\n````text\n```rust,cell\nno\n```\n````\n- x\n\n  ```rust,cell\n  if a {\n    b();\n  }\n  ```\n";
        let found = cells(page);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Cell { line: 1, code: "let a = 1;\n".into() });
        assert_eq!(found[1], Cell { line: 16, code: "if a {\n  b();\n}\n".into() });
    }

    #[test]
    fn only_marked_rust_blocks_are_cells() {
        assert!(is_cell("rust,cell") && is_cell("rust, cell"));
        assert!(!is_cell("rust") && !is_cell("text,cell") && !is_cell("rust,excellent"));
    }
}
