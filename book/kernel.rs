//! What the notebooks' kernel would let pass, though it does not work there.

/// What no cell may do, though the compiler would let it; `None` if all is well.
///
/// The kernel wraps each cell: `?` would end it with exit code 0, so an error must be unwrapped where it can occur.
pub fn fault(code: &str) -> Option<&'static str> {
    if code.lines().any(|line| line.starts_with("let ") && line.contains(" = &")) {
        return Some(
            "the kernel cannot keep a reference from one cell to the next; .clone() what it refers to",
        );
    }
    let code: String =
        code.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let question = code.contains("?;")
        || code.contains("?.")
        || code.contains("?)")
        || code.contains("?,");
    if question {
        return Some(
            "`?` in a cell hides an error from the notebook; use .expect(\"what should hold\")",
        );
    }
    let last = code.trim_end().chars().last();
    if !matches!(last, Some(';' | '}')) {
        return Some(
            "a cell ends with a statement; print or show its result, and end with `;`",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_is_a_fault_but_a_comment_is_none() {
        assert!(fault("let x = f()?;\n").is_some());
        assert!(fault("x + 1\n").is_some());
        assert!(fault("let x = &y;\n").is_some());
        assert_eq!(fault("let x = 1; // really?;\n"), None);
    }
}
