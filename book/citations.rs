//! Citations: `[@turk1991]` is a link to the entry of the bibliography.
//!
//! An entry is a list item of `bibliography.md` that begins with
//! `<a id="turk1991" data-label="Turk & Pentland 1991"></a>`; the label is what a citation shows. Entries stand in the
//! order of their labels: by first author, alone before with others, then by the others, then by year.

use crate::html;
use crate::page::Page;
use crate::report::{Report, exists};
use crate::scan::Lines;
use std::collections::BTreeMap;

/// The page that holds the entries.
const PAGE: &str = "bibliography";

/// The labels of the bibliography, by key.
#[derive(Debug, Default)]
pub struct Bibliography(BTreeMap<String, String>);

impl Bibliography {
    /// Reads the entries; one without a label, with a key that another has, or out of order fails.
    pub fn read(pages: &[Page], report: &Report) -> Bibliography {
        let mut entries = BTreeMap::new();
        for page in pages.iter().filter(|page| page.slug == PAGE) {
            let lines = Lines::of(&page.text);
            let mut before = String::new();
            for (at, _) in page.text.match_indices("<a id=\"") {
                let Some(end) = page.text[at..].find('>') else { continue };
                let tag = &page.text[at..=at + end];
                let Some(key) = html::attribute(tag, "id") else { continue };
                let line = lines.line(at);
                let label = html::attribute(tag, "data-label").unwrap_or_default();
                if label.is_empty() {
                    let text = format!(
                        "entry {key} has no data-label=\"Author Year\" for citations to show"
                    );
                    report.fail(&page.shown, line, text);
                }
                let label = html::text_of(label);
                if place(&label) < place(&before) {
                    let text = format!(
                        "{label} stands after {before}; entries go by author, then by year"
                    );
                    report.fail(&page.shown, line, text);
                }
                before.clone_from(&label);
                if entries.insert(key.to_owned(), label).is_some() {
                    report.fail(
                        &page.shown,
                        line,
                        format!("entry {key} is there twice; rename one"),
                    );
                }
            }
        }
        Bibliography(entries)
    }

    /// The link for a key, from a page that is `to_root` away from the site's root.
    pub fn link(&self, key: &str, to_root: &str) -> Result<String, String> {
        match self.0.get(key) {
            Some(label) => {
                let label = html::escape(label);
                Ok(format!(
                    "<a class=\"cite\" href=\"{to_root}{PAGE}.html#{key}\">{label}</a>"
                ))
            }
            None => {
                let there_is = exists("entry", key, self.0.keys().map(String::as_str));
                Err(format!("citation {key} is not in {PAGE}.md; {there_is}"))
            }
        }
    }

    /// The label of a key, for notebooks.
    pub fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }
}

/// What entries are sorted by: `Turk & Pentland 1991` is Turk's, with Pentland, of 1991.
fn place(label: &str) -> (String, String, &str) {
    let (names, year) = label.rsplit_once(' ').unwrap_or((label, ""));
    let first = [" & ", " et al."]
        .iter()
        .filter_map(|sign| names.find(sign))
        .min()
        .unwrap_or(names.len());
    (names[..first].to_lowercase(), names[first..].to_lowercase(), year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_go_by_first_author_then_by_company_then_by_year() {
        let sorted = [
            "Le Roux 2008",
            "Ng 2013",
            "Ng & Abe 2001",
            "Ng & Abe 2002",
            "Ng et al. 1999",
            "van Dam 2000",
        ];
        assert!(sorted.is_sorted_by_key(|label| place(label)));
    }
}
