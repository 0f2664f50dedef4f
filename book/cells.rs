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
            if line.trim().starts_with(fence) && line.trim().chars().all(|c| fence.starts_with(c)) {
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

/// What no cell may do, though the compiler would let it; `None` if all is well.
///
/// The kernel wraps each cell: `?` would end it with exit code 0, so an error must be unwrapped where it can occur.
pub fn fault(code: &str) -> Option<&'static str> {
    if code.lines().any(|line| line.starts_with("let ") && line.contains(" = &")) {
        return Some(
            "the kernel cannot keep a reference from one cell to the next; .clone() what it refers to",
        );
    }
    let code: String = code.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let question = code.contains("?;") || code.contains("?.") || code.contains("?)") || code.contains("?,");
    if question {
        return Some("`?` in a cell hides an error from the notebook; use .expect(\"what should hold\")");
    }
    let last = code.trim_end().chars().last();
    if !matches!(last, Some(';' | '}')) {
        return Some("a cell ends with a statement; print or show its result, and end with `;`");
    }
    None
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

    #[test]
    fn a_question_mark_is_a_fault_but_a_comment_is_none() {
        assert!(fault("let x = f()?;\n").is_some());
        assert!(fault("x + 1\n").is_some());
        assert!(fault("let x = &y;\n").is_some());
        assert_eq!(fault("let x = 1; // really?;\n"), None);
    }
}
