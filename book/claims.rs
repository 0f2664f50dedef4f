//! Claims by name: what the book concludes about the world, held to the numbers it rests on.
//!
//! A claim is a table of `book/claims/chNN_topic.toml`:
//!
//! ```toml
//! [depth_pays]
//! says = "With thirty numbers the deep network leaves less than half of PCA's error."
//! holds = ["ch06.deep30_sq_most < 0.5 * ch06.pca30_sq", "mnist6.deep30_sq < 0.5 * mnist6.pca30_sq"]
//! ```
//!
//! and the sentence on the page ends in `{{claim ch06.depth_pays}}`. The page does not build where a comparison is false,
//! where a number has no run, where what was trained rests on fewer than five starts, or where no run on real data is
//! compared and `real` does not say why. `control` says in words what else could have been the cause, and `against` which
//! common belief falls.

use crate::numbers::Numbers;
use crate::page::Page;
use crate::predicate::Predicate;
use crate::project::Project;
use crate::report::{Report, exists};
use crate::scan::{Piece, scan};
use mdbook_driver::MDBook;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

/// Fewer starts than these show no spread.
const STARTS: u64 = 5;

/// What a claim's table holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The claim, in one sentence that needs no page around it.
    pub says: String,
    /// The comparisons, all of which must hold.
    pub holds: Vec<String>,
    /// Where real data stand behind it, if no number of a run on data that are not built in is compared.
    pub real: Option<String>,
    /// What else could have been the cause, and was varied by itself.
    pub control: Option<String>,
    /// The common belief that it goes against.
    pub against: Option<String>,
}

/// A claim, in its place in the book.
#[derive(Clone, Debug)]
pub struct Claim {
    /// `ch06.depth_pays`.
    pub name: String,
    /// What its table says.
    pub entry: Entry,
    /// The comparisons, read.
    pub predicates: Vec<Predicate>,
    /// The slug of the page that draws it.
    pub page: String,
    /// Where it stands, file (as the reader would open it) and line: its sentence, or its table as long as none is found.
    pub place: (String, usize),
    /// `6.3`: in the order of the sentences.
    pub number: String,
}

/// All claims of the book, in the order of the pages and their sentences.
#[derive(Debug, Default)]
pub struct Claims(pub Vec<Claim>);

impl Claims {
    /// Those of the whole book, whatever is wrong with them; an error where it has no pages to read.
    pub fn of_book(project: &Project) -> Result<Claims, String> {
        let book = MDBook::load(project.book()).map_err(|error| format!("{error:#}"))?.book;
        Ok(Claims::of(project, &Page::all(&book), &Report::default()))
    }

    /// Reads the claims and finds their sentences; what is wrong with their form goes to the report.
    pub fn of(project: &Project, pages: &[Page], report: &Report) -> Claims {
        let mut all = Vec::new();
        for page in pages.iter().filter(|page| page.number().is_some()) {
            let mut claims = written(project, page, report);
            let mut placed = Vec::new();
            for (line, name) in marks(page) {
                if placed.iter().any(|claim: &Claim| claim.name == name) {
                    let what = format!("the claim {name} stands here twice; keep one");
                    report.fail(&page.shown, line, what);
                }
                let Some(at) = claims.iter().position(|claim| claim.name == name) else {
                    continue; // told where the mark is expanded
                };
                let mut claim = claims.remove(at);
                claim.place = (page.shown.clone(), line);
                claim.number =
                    format!("{}.{}", page.number().unwrap_or_default(), placed.len() + 1);
                placed.push(claim);
            }
            for claim in claims {
                let (file, line) = &claim.place;
                let name = &claim.name;
                let what = format!(
                    "no sentence of {} makes the claim {name}; end one with {{{{claim {name}}}}}, or delete it",
                    page.shown
                );
                report.fail(file, *line, what);
            }
            all.extend(placed);
        }
        Claims(all)
    }

    /// The claim of this name; where there is none, says what there is.
    pub fn get(&self, name: &str) -> Result<&Claim, String> {
        self.0.iter().find(|claim| claim.name == name).ok_or_else(|| {
            let there_is =
                exists("claim", name, self.0.iter().map(|claim| claim.name.as_str()));
            format!("the claim {name} is in no file of book/claims; {there_is}")
        })
    }

    /// Holds every claim to the numbers; what falls is told at its sentence.
    pub fn check(&self, numbers: &Numbers, report: &Report) {
        for claim in &self.0 {
            let (page, line) = &claim.place;
            for fault in claim.faults(numbers) {
                report.fail(page, *line, fault);
            }
        }
    }
}

impl Claim {
    /// The address of its sentence within the page.
    pub fn id(&self) -> String {
        format!("claim-{}", self.name.replace('.', "-"))
    }

    /// The numbers' keys, each once, in order.
    pub fn keys(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for key in self.predicates.iter().flat_map(Predicate::keys) {
            if !out.contains(&key) {
                out.push(key);
            }
        }
        out
    }

    /// Why it does not stand; empty where it does.
    pub fn faults(&self, numbers: &Numbers) -> Vec<String> {
        let (name, mut out) = (&self.name, Vec::new());
        for (predicate, text) in self.predicates.iter().zip(&self.entry.holds) {
            let value = |key: &str| Ok(numbers.measured(key)?.value);
            match predicate.holds(&value) {
                Ok(true) => {}
                Ok(false) => {
                    let found = predicate.shown(&|key| plain(numbers, key));
                    out.push(format!(
                        "the claim {name} is false: {text} (measured: {found})"
                    ));
                }
                Err(why) => out.push(format!("the claim {name} cannot be checked: {why}")),
            }
        }
        let keys = self.keys();
        let known: Vec<_> = keys
            .iter()
            .filter_map(|key| Some((key, numbers.measured(key).ok()?)))
            .collect();
        for (key, number) in &known {
            if number.is_trained
                && is_built_in(number.program)
                && number.starts.unwrap_or(1) < STARTS
            {
                let starts = number.starts.unwrap_or(1);
                out.push(format!(
                    "the claim {name} rests on {key}, trained from {starts} of at least {STARTS} starts; measure it with \
                     Run::over_starts"
                ));
            }
        }
        let of_real_data = known.iter().any(|(_, number)| !is_built_in(number.program));
        if !of_real_data && self.entry.real.is_none() {
            out.push(format!(
                "the claim {name} compares no run on real data; compare one, or say in `real` where such stand behind it"
            ));
        }
        out
    }
}

/// Whether a program's folder is that of a chapter's own run, on built-in data.
pub fn is_built_in(program: &str) -> bool {
    crate::page::chapter_number(program).is_some()
}

/// A number as plain text.
fn plain(numbers: &Numbers, key: &str) -> String {
    numbers.get(key).map_or_else(|_| key.to_owned(), |number| number.text())
}

/// The claims in the file of a page's chapter, in alphabetical order.
fn written(project: &Project, page: &Page, report: &Report) -> Vec<Claim> {
    let path = project.book().join(format!("claims/{}.toml", page.slug));
    let Ok(text) = fs::read_to_string(&path) else { return Vec::new() };
    let file = project.shown(&path);
    let entries: BTreeMap<String, Entry> = match toml::from_str(&text) {
        Ok(entries) => entries,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let line = text[..at].matches('\n').count() + 1;
            report.fail(&file, line, error.message());
            return Vec::new();
        }
    };
    let chapter = page.slug.split('_').next().unwrap_or_default();
    let mut out = Vec::new();
    for (key, entry) in entries {
        let head = format!("[{key}]");
        let line = text.lines().position(|line| line.trim() == head).map_or(1, |at| at + 1);
        let name = format!("{chapter}.{key}");
        let mut predicates = Vec::new();
        for holds in &entry.holds {
            match Predicate::parse(holds) {
                Ok(predicate) => predicates.push(predicate),
                Err(why) => {
                    report.fail(&file, line, format!("the claim {name}, {holds:?}: {why}"))
                }
            }
        }
        if entry.holds.is_empty() || entry.says.trim().is_empty() {
            report.fail(&file, line, format!("the claim {name} says or compares nothing"));
        }
        out.push(Claim {
            name,
            entry,
            predicates,
            page: page.slug.clone(),
            place: (file.clone(), line),
            number: String::new(),
        });
    }
    out
}

/// The marks of claims on a page: line and name.
fn marks(page: &Page) -> Vec<(usize, String)> {
    let spans = scan(&page.text, &mut |_, _| {});
    let of = |text: &str| Some(text.strip_prefix("claim ")?.trim().to_owned());
    spans
        .into_iter()
        .filter_map(|span| match span.piece {
            Piece::Directive(text) => Some((span.line, of(&text)?)),
            _ => None,
        })
        .collect()
}
