//! What a line of printed code must hold to.

/// A longer line is cut on a printed page, and on a screen it has to be scrolled; `rustfmt.toml` says the same number.
pub const COLUMNS: usize = 92;

/// What is wrong with a line of printed code, if anything.
pub fn fault(line: &str) -> Option<String> {
    let columns = line.trim_end().chars().count();
    if let Some(mark) = line.chars().find(|c| combining(*c)) {
        let mark = u32::from(mark);
        return Some(format!(
            "holds U+{mark:04X}, which combines with the letter before it and shifts all that follows out of its \
             column; write a letter or a word in its place (`m_hat`, `y`)"
        ));
    }
    (columns > COLUMNS).then(|| {
        format!("has {columns} columns; more than {COLUMNS} do not fit: break it or say it shorter")
    })
}

/// Whether a character is set on top of the one before it.
fn combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_may_be_used() {
        assert_eq!(fault(&"é".repeat(COLUMNS)), None);
        assert!(
            fault(&"é".repeat(COLUMNS + 1)).is_some_and(|told| told.contains("93 columns"))
        );
    }

    #[test]
    fn a_combining_mark_is_named() {
        assert!(fault("// x\u{303}").is_some_and(|told| told.contains("U+0303")));
    }
}
