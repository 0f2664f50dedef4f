//! Turns a page as it is written into the Markdown that mdBook renders.

use crate::cells;
use crate::citations::Bibliography;
use crate::claims::Claims;
use crate::figures::{Figure, Figures};
use crate::holes::Holes;
use crate::includes;
use crate::kernel;
use crate::maths::Maths;
use crate::notebook::{self, Stored};
use crate::numbers::{Number, Numbers};
use crate::outputs;
use crate::page::Page;
use crate::printed;
use crate::project::Project;
use crate::reading;
use crate::report::Report;
use crate::scan::{Piece, Span, scan};
use crate::words;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A listing that is longer does not fit a page.
const LISTING_LINES: usize = 25;

/// All that pages refer to.
pub struct Expander<'a> {
    /// Where things lie.
    pub project: &'a Project,
    /// Where complaints go.
    pub report: &'a Report,
    /// Where rendered HTML waits.
    pub holes: &'a Holes,
    /// All pages, as they are written.
    pub pages: &'a [Page],
    /// The figures of all pages.
    pub figures: Figures,
    /// The entries that citations mean.
    pub bibliography: Bibliography,
    /// What the book concludes.
    pub claims: Claims,
    /// What the programs have measured.
    pub numbers: Numbers,
    /// Renders formulas.
    pub maths: Maths,
    /// The source files that pages list, as the site ships them.
    pub listed: RefCell<BTreeSet<String>>,
    /// Whether the site ships the notebooks, so that pages can link to them.
    pub ships_notebooks: bool,
}

/// A page on its way: its cells are counted.
struct Progress<'a> {
    page: &'a Page,
    stored: Vec<Stored>,
    cells: usize,
}

impl Expander<'_> {
    /// The page for mdBook; whatever is wrong on it goes to the report.
    pub fn page(&self, page: &Page) -> String {
        let stored = outputs::of_page(notebook::read(&self.project.notebook(&page.slug)));
        let mut progress = Progress { page, stored, cells: 0 };
        let complain = &mut |line, text| self.report.fail(&page.shown, line, text);
        let spans = scan(&page.text, complain);
        self.headings(page, &spans);
        let out = replace(&page.text, &spans, |span| self.piece(span, &mut progress));
        if progress.stored.len() > progress.cells {
            let (held, cells) = (progress.stored.len(), progress.cells);
            let text = format!(
                "the notebook holds {held} cells, the page {cells}; run `make notebooks`"
            );
            self.report.fail(&page.shown, 1, text);
        }
        out
    }

    /// A heading's address is made from its text, and must not change with a number or with how formulas are rendered.
    fn headings(&self, page: &Page, spans: &[Span]) {
        for span in spans {
            let line = page.text.lines().nth(span.line - 1).unwrap_or_default();
            let inline = !matches!(span.piece, Piece::Fence { .. } | Piece::Figure(_));
            if inline && line.starts_with('#') && !line.contains("{#") {
                let text = "a heading with a formula or a number needs an address of its own: end it with {#a-name}";
                self.report.fail(&page.shown, span.line, text);
            }
        }
    }

    fn piece(&self, span: &Span, progress: &mut Progress) -> Option<String> {
        let page = progress.page;
        if let Piece::Fence { body, .. } = &span.piece {
            self.width(page, span.line, body);
        }
        match &span.piece {
            Piece::Fence { info, body, indent } if cells::is_cell(info) => {
                Some(indented(&self.cell(span.line, body, progress), indent))
            }
            Piece::Fence { info, body, indent } if body.contains("{{#include") => {
                Some(indented(&self.listing(page, span.line, info, body), indent))
            }
            Piece::Fence { .. } => None,
            Piece::Figure(_) => Some(self.figure(page, span.line)),
            _ => Some(self.inline(page, span.line, &span.piece)),
        }
    }

    /// What is printed as code must fit; lines with directives are not printed.
    fn width(&self, page: &Page, line: usize, body: &str) {
        for (at, text) in body.lines().enumerate().filter(|(_, text)| !text.contains("{{"))
        {
            if let Some(fault) = printed::fault(text) {
                self.report.fail(
                    &page.shown,
                    line + 1 + at,
                    format!("this line of code {fault}"),
                );
            }
        }
    }

    /// Formulas, numbers, references and citations: what may stand in a caption too.
    pub fn inline(&self, page: &Page, line: usize, piece: &Piece) -> String {
        let made = match piece {
            Piece::Braces => Ok("{{".to_owned()),
            Piece::Maths { tex, display } => self.formula(tex, *display),
            Piece::Citation(keys) => {
                let links: Result<Vec<String>, String> = keys
                    .iter()
                    .map(|key| self.bibliography.link(key, &page.to_root()))
                    .collect();
                // Brackets as entities: Markdown would look for a link in them.
                links.map(|links| format!("&#91;{}&#93;", links.join("; ")))
            }
            Piece::Directive(text) => self.directive(page, text),
            Piece::Fence { .. } | Piece::Figure(_) => {
                Err("a caption holds neither code nor figures".into())
            }
        };
        made.unwrap_or_else(|text| {
            self.report.fail(&page.shown, line, text);
            String::new()
        })
    }

    fn directive(&self, page: &Page, text: &str) -> Result<String, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            ["num", name] => {
                Ok(format!("<span class=\"num\">{}</span>", self.numbers.get(name)?.text()))
            }
            ["num", name, "bare"] => {
                Ok(format!("<span class=\"num\">{}</span>", self.numbers.get(name)?.value))
            }
            ["ref", name] => self.reference(page, name),
            ["claim", name] => self.claim(page, name),
            ["claims"] => Ok(self.claims_index(page)),
            ["figures"] => Ok(self.index(page)),
            ["reading", name] => reading::time(self.pages, name),
            ["#include", ..] => {
                Err("an include stands in a block of code, between ```rust and ```".into())
            }
            _ => Err(format!(
                "{{{{{text}}}}} is unknown; there is {{{{num ch02.key}}}}, {{{{num ch02.key bare}}}}, {{{{ref figure}}}}, \
                 {{{{fig …}}}}, {{{{#include path:anchor}}}}, {{{{claim ch02.name}}}}, {{{{claims}}}}, {{{{figures}}}}, {{{{reading ch02}}}}; \\{{{{ writes two braces"
            )),
        }
    }

    fn formula(&self, tex: &str, display: bool) -> Result<String, String> {
        let html = self.rendered(tex, display)?;
        let words = words::of(&html);
        Ok(self.holes.put_formula(html, &words, !display))
    }

    /// A formula as HTML, its numbers filled in.
    pub fn rendered(&self, tex: &str, display: bool) -> Result<String, String> {
        let full = self.numbers_in(tex)?;
        self.maths.render(full.trim(), display).map_err(|error| {
            let tex: Vec<&str> = full.split_whitespace().collect();
            format!("formula does not parse: {error}: ${}$", tex.join(" "))
        })
    }

    /// TeX with its `{{num …}}` filled in; other double braces are TeX's own.
    fn numbers_in(&self, tex: &str) -> Result<String, String> {
        let (mut out, mut rest) = (String::new(), tex);
        while let Some((before, after)) = rest.split_once("{{num ") {
            let (name, after) =
                after.split_once("}}").ok_or("{{num in a formula has no }}")?;
            let number = match name.trim().strip_suffix(" bare") {
                Some(name) => {
                    Number { unit: String::new(), ..self.numbers.get(name.trim())? }
                }
                None => self.numbers.get(name.trim())?,
            };
            out.push_str(before);
            out.push_str(&number.tex());
            rest = after;
        }
        Ok(out + rest)
    }

    fn reference(&self, page: &Page, name: &str) -> Result<String, String> {
        let Some(figure) = self.figures.named(&page.slug, name) else {
            let names = self.figures.0.iter().map(|figure| figure.block.slug());
            let there_is = crate::report::exists("figure", name, names);
            return Err(format!(
                "{{{{ref {name}}}}}: no page shows that figure; {there_is}"
            ));
        };
        let (address, label) = (self.address(page, figure), figure.label());
        Ok(format!("<a class=\"ref\" href=\"{address}\">{label}</a>"))
    }

    /// The address of a figure, seen from a page.
    pub fn address(&self, from: &Page, figure: &Figure) -> String {
        let id = figure.block.id();
        if figure.page == from.slug {
            format!("#{id}")
        } else {
            format!("{}{}.html#{id}", from.to_root(), figure.page)
        }
    }

    fn listing(&self, page: &Page, line: usize, info: &str, body: &str) -> String {
        let (mut code, mut head) = (String::new(), None);
        for (at, text) in body.lines().enumerate() {
            let Some(argument) = text
                .trim()
                .strip_prefix("{{#include ")
                .and_then(|rest| rest.strip_suffix("}}"))
            else {
                code.push_str(text);
                code.push('\n');
                continue;
            };
            match includes::listing(self.project, &page.folder(self.project), argument) {
                Ok(listing) => {
                    for fault in &listing.faults {
                        self.report.fail(&page.shown, line + 1 + at, fault.as_str());
                    }
                    code.push_str(&listing.text);
                    head.get_or_insert((listing.file, listing.line));
                }
                Err(text) => self.report.fail(&page.shown, line + 1 + at, text),
            }
        }
        let Some((file, first)) = head else { return String::new() };
        let length = code.lines().count();
        if length > LISTING_LINES {
            let text = format!(
                "this listing of {file} has {length} lines; more than {LISTING_LINES} do not fit a page"
            );
            self.report.warn(&page.shown, line, text);
        }
        self.listed.borrow_mut().insert(file.clone());
        let address = format!("{}sources/{file}.html#L{first}", page.to_root());
        let info = if info.is_empty() { "rust" } else { info };
        format!(
            "<div class=\"listing\">\n<div class=\"listing-name\"><a href=\"{address}\">{file}</a></div>\n\n\
             ```{info}\n{code}```\n\n</div>\n"
        )
    }

    fn cell(&self, line: usize, code: &str, progress: &mut Progress) -> String {
        progress.cells += 1;
        let (page, n) = (progress.page, progress.cells);
        let stored = progress.stored.get(n - 1);
        let faults =
            [kernel::fault(code).map(str::to_owned), outputs::fault(code, stored, n)];
        for fault in faults.into_iter().flatten() {
            self.report.fail(&page.shown, line, fault);
        }
        let slug = &page.slug;
        let name = if self.ships_notebooks {
            let root = page.to_root();
            format!(
                "<a href=\"{root}notebooks/{slug}.ipynb\" download=\"\">cell {n} of the notebook</a>"
            )
        } else {
            format!("cell {n} of chapters/notebooks/{slug}.ipynb")
        };
        let shown = stored
            .map(|stored| outputs::html(stored, slug, n))
            .filter(|html| !html.is_empty());
        let output = shown.map_or(String::new(), |html| {
            format!("<div class=\"output\">{}</div>\n", self.holes.put_block(html))
        });
        let code = code.trim_end();
        format!(
            "<div class=\"cell\">\n<div class=\"cell-name\">{name}</div>\n\n```rust\n{code}\n```\n\n{output}</div>\n"
        )
    }
}

/// The text with each span replaced by what `make` gives for it; `None` leaves it as it is.
pub fn replace(
    text: &str,
    spans: &[Span],
    mut make: impl FnMut(&Span) -> Option<String>,
) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len() * 2), 0);
    for span in spans {
        if let Some(made) = make(span) {
            out.push_str(&text[at..span.range.start]);
            out.push_str(&made);
            at = span.range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// The lines of a block, all but the first beginning with `indent`.
fn indented(block: &str, indent: &str) -> String {
    block.replace('\n', &format!("\n{indent}"))
}
