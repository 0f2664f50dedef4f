//! How rendered HTML gets past mdBook.
//!
//! When our program builds the site, a formula or picture leaves a hole on the page, `<span data-hole="7">Σv</span>`,
//! that is filled in the finished file: so neither Markdown nor the search index ever sees it, only the words in the
//! hole. When a stock mdBook builds the site, nobody can fill holes afterwards, and the HTML itself goes onto the page,
//! made inert; nothing binds the signs that touch a formula there, and a line may begin with a comma.

use crate::html;
use std::cell::RefCell;

const OPEN: &str = "<span data-hole=\"";
const CLOSE: &str = "</span>";
/// Between two pieces of a formula that each stay whole.
const NEXT: &str = "</span><span class=\"katex-base\">";
/// What keeps to the formula that follows it, and what to the one before it: a browser would break the line there.
const BEFORE: &str = "([{“‘–—-/±≈";
const AFTER: &str = ")]}”’'\"–—-/,.;:!?…%°";

/// Rendered HTML that waits.
#[derive(Debug)]
struct Waiting {
    html: String,
    /// Whether it stands within a line of text.
    in_line: bool,
}

/// Where rendered HTML waits until the page is finished.
#[derive(Debug)]
pub struct Holes {
    waiting: Option<RefCell<Vec<Waiting>>>,
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

    /// What to write on the Markdown page for a formula, whose `words` take its place in the search index.
    pub fn put_formula(&self, html: String, words: &str, in_line: bool) -> String {
        match &self.waiting {
            None => html::inert(&html),
            Some(_) => {
                self.wait(Waiting { html, in_line }, &html::inert(&html::escape(words)))
            }
        }
    }

    /// The same for HTML in a block of its own, where Markdown would stop at an empty line.
    pub fn put_block(&self, html: String) -> String {
        match &self.waiting {
            None => html::one_line(&html),
            Some(_) => self.wait(Waiting { html, in_line: false }, ""),
        }
    }

    fn wait(&self, piece: Waiting, words: &str) -> String {
        let Some(waiting) = &self.waiting else { return piece.html };
        let mut waiting = waiting.borrow_mut();
        waiting.push(piece);
        format!("{OPEN}{}\">{words}{CLOSE}", waiting.len() - 1)
    }

    /// The finished page with its holes filled.
    pub fn fill(&self, page: &str) -> String {
        let Some(waiting) = &self.waiting else { return page.to_owned() };
        let waiting = waiting.borrow();
        let mut parts = page.split(OPEN);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let filled = part.split_once(CLOSE).and_then(|(hole, rest)| {
                let number = hole.split('"').next()?;
                Some((waiting.get(number.parse::<usize>().ok()?)?, rest))
            });
            match filled {
                Some((Waiting { html, in_line: true }, rest)) => {
                    fill_in(&mut out, html, rest)
                }
                Some((Waiting { html, .. }, rest)) => {
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

/// Adds a formula and the text after it, the signs that touch the formula bound to it.
fn fill_in(out: &mut String, html: &str, rest: &str) {
    let before = out.trim_end_matches(|c| BEFORE.contains(c)).len();
    let dash = |c: &char| "–—-/".contains(*c);
    let mut after = 0;
    for c in rest.chars().take_while(|c| c.is_alphanumeric() || AFTER.contains(*c)) {
        after += c.len_utf8();
        if dash(&c) {
            break; // after a dash a line may end
        }
    }
    if before == out.len() && after == 0 {
        out.push_str(html);
    } else {
        // No line ends in what is bound but where a formula may be broken: after a relation or an operator.
        let bound = format!(
            "<span class=\"bound\">{}{}{}</span>",
            &out[before..],
            html.replace(NEXT, "</span><wbr><span class=\"katex-base\">"),
            &rest[..after]
        );
        out.truncate(before);
        out.push_str(&bound);
    }
    out.push_str(&rest[after..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_is_filled_wherever_it_ends_up() {
        let holes = Holes::deferred();
        let put = |html: &str| holes.put_formula(html.into(), "a < b", false);
        let (a, b) = (put("<b>a</b>"), put("<i>b</i>"));
        assert!(a.contains(">a &lt; b</span>"), "{a}");
        assert_eq!(
            holes.fill(&format!("1 {b} 2 {a} 3 {b}")),
            "1 <i>b</i> 2 <b>a</b> 3 <i>b</i>"
        );
    }

    #[test]
    fn without_holes_the_html_is_inert() {
        let html = Holes::direct().put_formula("<b>*</b>".into(), "*", true);
        assert_eq!(html, "<b>&#42;</b>");
    }

    #[test]
    fn what_touches_a_formula_stays_with_it_and_a_blank_does_not() {
        let holes = Holes::deferred();
        let x = holes.put_formula("<b>x</b>".into(), "x", true);
        let filled = |text: &str| holes.fill(&text.replace('x', &x));
        assert_eq!(filled("A x is"), "A <b>x</b> is");
        assert_eq!(filled("A (x), is"), "A <span class=\"bound\">(<b>x</b>),</span> is");
        assert_eq!(filled("x-fold"), "<span class=\"bound\"><b>x</b>-</span>fold");
        assert_eq!(filled("x\nis"), "<b>x</b>\nis");
        assert_eq!(filled("x<br>"), "<b>x</b><br>");
    }

    #[test]
    fn a_bound_formula_breaks_between_its_pieces_alone() {
        let mut out = String::from("so ");
        fill_in(&mut out, &format!("<b>x ={NEXT}1</b>"), ", and");
        let next = NEXT.replace("><", "><wbr><");
        assert_eq!(out, format!("so <span class=\"bound\"><b>x ={next}1</b>,</span> and"));
    }
}
