//! Numbers as CSV.

use std::fmt::Display;

/// Column names, then one line a row; numbers in the shortest form that reads back to the same value.
pub fn csv<R, V>(columns: &[String], rows: R) -> String
where
    R: IntoIterator<Item = V>,
    V: IntoIterator<Item: Display>,
{
    let mut text = columns.join(",");
    text.push('\n');
    for row in rows {
        let fields: Vec<String> = row.into_iter().map(|field| field.to_string()).collect();
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    text
}
