//! Claims on the page: a small sign at the sentence's end that opens to what it rests on, and the index of all of them.

use crate::claims::{Claim, is_built_in};
use crate::expand::Expander;
use crate::html::escape;
use crate::page::Page;
use crate::scan::options;
use pulldown_cmark::Parser;

/// What keeps the sign on the line of its sentence's end.
const JOINER: &str = "\u{2060}";

impl Expander<'_> {
    /// The sign of a claim, and the note that it opens without a script.
    pub fn claim(&self, page: &Page, name: &str) -> Result<String, String> {
        let claim = self.claims.get(name)?;
        if claim.page != page.slug {
            let (its, here) = (&claim.page, &page.slug);
            return Err(format!("the claim {name} belongs to {its}, not to {here}"));
        }
        let (id, number) = (claim.id(), &claim.number);
        let against = if claim.entry.against.is_some() { " against" } else { "" };
        let details = self.details(claim);
        let index = format!("{}claims.html#index-{id}", page.to_root());
        let html = format!(
            "{JOINER}<button type=\"button\" class=\"claim{against}\" id=\"{id}\" popovertarget=\"{id}-note\" \
             data-number=\"{number}\" aria-label=\"Claim {number}: what it rests on\"><span aria-hidden=\"true\">✓</span>\
             </button><span popover=\"auto\" class=\"claim-note\" id=\"{id}-note\" role=\"note\">\
             <span class=\"claim-says\"><a href=\"{index}\">Claim {number}</a> {}</span>{details}</span>",
            inline(&claim.entry.says)
        );
        Ok(self.holes.put_formula(html, "", false))
    }

    /// The numbers compared, the runs they are from, the control, the belief that falls.
    fn details(&self, claim: &Claim) -> String {
        let mut out = String::new();
        for predicate in &claim.predicates {
            let named = predicate.shown(&str::to_owned);
            let value = |key: &str| {
                self.numbers.get(key).map_or_else(|_| key.into(), |number| number.text())
            };
            let (named, values) = (escape(&named), escape(&predicate.shown(&value)));
            out.push_str(&format!(
                "<span class=\"claim-holds\"><span class=\"num\">{values}</span> <code>{named}</code></span>"
            ));
        }
        for (run, command) in self.runs(claim) {
            let command = escape(&command);
            out.push_str(&format!(
                "<span class=\"claim-run\">{run}: <code>{command}</code></span>"
            ));
        }
        let rest = [
            ("Real data", &claim.entry.real),
            ("Control", &claim.entry.control),
            ("Against the belief", &claim.entry.against),
        ];
        for (what, text) in rest {
            if let Some(text) = text {
                let text = inline(text);
                out.push_str(&format!("<span class=\"claim-run\">{what}: {text}</span>"));
            }
        }
        out
    }

    /// The runs that a claim's numbers are from, each with its command.
    fn runs(&self, claim: &Claim) -> Vec<(String, String)> {
        let numbers: Vec<_> = claim
            .keys()
            .into_iter()
            .filter_map(|key| self.numbers.measured(key).ok())
            .collect();
        let mut programs: Vec<&str> = numbers.iter().map(|number| number.program).collect();
        programs.dedup();
        let mut out: Vec<(String, String)> = Vec::new();
        for program in programs {
            let of_run = || numbers.iter().filter(|number| number.program == program);
            let Some(first) = of_run().next() else { continue };
            let kind = match first.mode {
                "full" => "Complete run",
                "default" if is_built_in(program) => "Default run",
                _ => "Run",
            };
            let starts = match of_run().filter_map(|number| number.starts).min() {
                Some(1) => ", one start: no spread is known".into(),
                Some(starts) => format!(", {starts} starts"),
                None if of_run().any(|number| number.is_trained) => ", one start".into(),
                None => String::new(),
            };
            let run = format!("{kind} on {}{starts}", data(first.data));
            let line = (run, self.command(program));
            if !out.contains(&line) {
                out.push(line);
            }
        }
        out
    }

    /// All claims, chapter by chapter.
    pub fn claims_index(&self, on: &Page) -> String {
        let mut out = String::new();
        for page in self.pages {
            let claims: Vec<&Claim> =
                self.claims.0.iter().filter(|claim| claim.page == page.slug).collect();
            if claims.is_empty() {
                continue;
            }
            out.push_str(&format!(
                "\n## {}\n\n<div class=\"claims\">\n",
                page.numbered_title()
            ));
            for claim in claims {
                let (id, number) = (claim.id(), &claim.number);
                let sign = match claim.entry.against {
                    Some(_) => {
                        " <span class=\"claim-against\">against the common belief</span>"
                    }
                    None => "",
                };
                let address = format!("{}{}.html#{id}", on.to_root(), claim.page);
                out.push_str(&format!(
                    "<div class=\"claim-entry\" id=\"index-{id}\"><span class=\"claim-says\"><a href=\"{address}\">{number}</a> \
                     {}{sign}</span>{}</div>\n",
                    inline(&claim.entry.says),
                    self.details(claim)
                ));
            }
            out.push_str("</div>\n");
        }
        out
    }
}

/// Emphasis and code in a sentence as HTML.
fn inline(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text.trim(), options()));
    html.trim().trim_start_matches("<p>").trim_end_matches("</p>").replace('\n', " ")
}

/// A data set as prose calls it.
fn data(name: &str) -> &str {
    match name {
        "built-in" => "the built-in data",
        "digits" => "the built-in digits",
        "optdigits" => "optdigits, real digits of 8 × 8",
        "mnist" => "MNIST",
        "fashion_mnist" => "Fashion-MNIST",
        "olivetti" => "the Olivetti faces",
        "coil20" => "COIL-20",
        "frey" => "the Frey faces",
        "isomap_faces" => "the Isomap faces",
        "text" => "20 Newsgroups",
        other => other,
    }
}
