//! How rendered HTML gets past mdBook.
//!
//! When our program builds the site, a formula or picture leaves a hole on the page, `<span data-hole="7"></span>`, that
//! is filled in the finished file: so neither Markdown nor the search index ever sees it. When a stock mdBook
//! builds the site, nobody can fill holes afterwards, and the HTML itself goes onto the page, made inert.

use crate::html;
use std::cell::RefCell;

const OPEN: &str = "<span data-hole=\"";
const CLOSE: &str = "\"></span>";

/// Where rendered HTML waits until the page is finished.
#[derive(Debug)]
pub struct Holes {
    waiting: Option<RefCell<Vec<String>>>,
}

impl Holes {
    /// HTML waits, and [`Holes::fill`] puts it into the finished page.
    pub fn deferred() -> Holes {
        Holes { waiting: Some(RefCell::default()) }
    }

    /// HTML goes straight onto the page.
    pub fn direct() -> Holes {
        Holes { waiting: None }
    }

    /// What to write on the Markdown page for this piece of HTML.
    pub fn put(&self, html: String) -> String {
        match &self.waiting {
            None => html::inert(&html),
            Some(waiting) => {
                let mut waiting = waiting.borrow_mut();
                waiting.push(html);
                format!("{OPEN}{}{CLOSE}", waiting.len() - 1)
            }
        }
    }

    /// The same for HTML in a block of its own, where Markdown would stop at an empty line.
    pub fn put_block(&self, html: String) -> String {
        match &self.waiting {
            None => html::one_line(&html),
            Some(_) => self.put(html),
        }
    }

    /// The finished page with its holes filled.
    pub fn fill(&self, page: &str) -> String {
        let Some(waiting) = &self.waiting else { return page.to_owned() };
        let waiting = waiting.borrow();
        let mut parts = page.split(OPEN);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let filled = part.split_once(CLOSE).and_then(|(number, rest)| {
                let html = waiting.get(number.parse::<usize>().ok()?)?;
                Some((html, rest))
            });
            match filled {
                Some((html, rest)) => {
                    out.push_str(html);
                    out.push_str(rest);
                }
                None => {
                    out.push_str(OPEN);
                    out.push_str(part);
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_filled_wherever_it_ends_up() {
        let holes = Holes::deferred();
        let (a, b) = (holes.put("<b>a</b>".into()), holes.put("<i>b</i>".into()));
        assert_eq!(
            holes.fill(&format!("1 {b} 2 {a} 3 {b}")),
            "1 <i>b</i> 2 <b>a</b> 3 <i>b</i>"
        );
    }

    #[test]
    fn without_holes_the_html_is_inert() {
        assert_eq!(Holes::direct().put("<b>*</b>".into()), "<b>&#42;</b>");
    }
}
