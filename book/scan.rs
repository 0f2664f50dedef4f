//! Finds on a page everything that is ours: formulas, directives, figures, citations and fenced blocks.

use crate::block::Block;
use mdbook_driver::config::HtmlConfig;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What stands at a place on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A fenced block of code: its info string, its text, and what each of its lines begins with on the page.
    Fence { info: String, body: String, indent: String },
    /// A formula in TeX.
    Maths { tex: String, display: bool },
    /// What stands between `{{` and `}}`.
    Directive(String),
    /// `{{fig …}}` with its lines.
    Figure(Block),
    /// The keys of `[@a; @b]`.
    Citation(Vec<String>),
    /// `\{{`, which means two braces.
    Braces,
}

/// A piece and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The bytes of the page that it replaces.
    pub range: Range<usize>,
    /// The line on the page, from 1.
    pub line: usize,
    /// What it is.
    pub piece: Piece,
}

/// How mdBook parses this book's pages, and formulas besides.
pub fn options() -> Options {
    let config = HtmlConfig::default();
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH;
    options.set(Options::ENABLE_SMART_PUNCTUATION, config.smart_punctuation);
    options.set(Options::ENABLE_DEFINITION_LIST, config.definition_lists);
    options.set(Options::ENABLE_GFM, config.admonitions);
    options
}

/// All pieces of a page, in order, none inside another; pieces that do not end are told to `complain`.
pub fn scan(text: &str, complain: &mut dyn FnMut(usize, String)) -> Vec<Span> {
    let lines = Lines::of(text);
    let (mut spans, code) = parsed(text, &lines);
    let taken: Vec<Range<usize>> = code;
    let free = |at: usize| !taken.iter().any(|range| range.contains(&at));
    let figures = figures(text, &lines, &free, complain);
    spans.retain(|span| {
        !figures.iter().any(|figure| figure.range.contains(&span.range.start))
    });
    spans.extend(figures);
    let taken: Vec<Range<usize>> =
        taken.into_iter().chain(spans.iter().map(|s| s.range.clone())).collect();
    let free = |at: usize| !taken.iter().any(|range| range.contains(&at));
    strays(text, &lines, &free, complain);
    spans.extend(directives(text, &lines, &free, complain));
    spans.extend(citations(text, &lines, &free));
    spans.sort_by_key(|span| span.range.start);
    spans
}

/// Formulas and fenced blocks as spans, and the ranges of all code.
fn parsed(text: &str, lines: &Lines) -> (Vec<Span>, Vec<Range<usize>>) {
    let (mut spans, mut code) = (Vec::new(), Vec::new());
    let mut fence: Option<(String, Range<usize>, String)> = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let line = lines.line(range.start);
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                code.push(range.clone());
                if let CodeBlockKind::Fenced(info) = kind {
                    fence = Some((info.to_string(), range, String::new()));
                }
            }
            Event::Text(part) => {
                if let Some((_, _, body)) = &mut fence {
                    body.push_str(&part);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, range, body)) = fence.take() {
                    let line = lines.line(range.start);
                    let indent = lines.indent(text, range.start);
                    spans.push(Span {
                        range,
                        line,
                        piece: Piece::Fence { info, body, indent },
                    });
                }
            }
            Event::Code(_) => code.push(range),
            Event::InlineMath(tex) => {
                let piece = Piece::Maths { tex: tex.to_string(), display: false };
                spans.push(Span { range, line, piece });
            }
            Event::DisplayMath(tex) => {
                let piece = Piece::Maths { tex: tex.to_string(), display: true };
                spans.push(Span { range, line, piece });
            }
            _ => {}
        }
    }
    (spans, code)
}

fn figures(
    text: &str,
    lines: &Lines,
    free: &dyn Fn(usize) -> bool,
    complain: &mut dyn FnMut(usize, String),
) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (start, _) in text.match_indices("{{fig ") {
        if !free(start) || out.last().is_some_and(|last| last.range.contains(&start)) {
            continue;
        }
        let line = lines.line(start);
        match block_end(text, start) {
            Some(end) => {
                let block = Block::parse(&text[start + 6..end]);
                out.push(Span { range: start..end + 2, line, piece: Piece::Figure(block) });
            }
            None => complain(
                line,
                "this {{fig … has no end; close it with }} on a line of its own".into(),
            ),
        }
    }
    out
}

/// Where the `}}` that begins a line stands, or the `}}` that ends the first line.
fn block_end(text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for (n, line) in text[start..].split_inclusive('\n').enumerate() {
        let shown = line.trim_end();
        if n == 0 && shown.ends_with("}}") {
            return Some(at + shown.len() - 2);
        }
        if n > 0 && shown.trim_start_matches([' ', '>']) == "}}" {
            return Some(at + shown.len() - 2);
        }
        if n > 0 && shown.contains("{{fig ") {
            return None;
        }
        at += line.len();
    }
    None
}

fn directives(
    text: &str,
    lines: &Lines,
    free: &dyn Fn(usize) -> bool,
    complain: &mut dyn FnMut(usize, String),
) -> Vec<Span> {
    let mut out = Vec::new();
    for (start, _) in text.match_indices("{{") {
        if !free(start) || text[start..].starts_with("{{fig ") {
            continue;
        }
        let line = lines.line(start);
        if text[..start].ends_with('\\') {
            out.push(Span { range: start - 1..start + 2, line, piece: Piece::Braces });
            continue;
        }
        let end = text[start..]
            .find("}}")
            .filter(|end| !text[start..start + end].contains("\n\n"));
        match end {
            Some(end) => {
                let inner = text[start + 2..start + end].trim().to_owned();
                out.push(Span {
                    range: start..start + end + 2,
                    line,
                    piece: Piece::Directive(inner),
                });
            }
            None => complain(
                line,
                "this {{ has no }}; write \\{{ if two braces are meant".into(),
            ),
        }
    }
    out
}

/// Dollar signs that neither belong to a formula nor are escaped: the formula around them does not parse.
fn strays(
    text: &str,
    lines: &Lines,
    free: &dyn Fn(usize) -> bool,
    complain: &mut dyn FnMut(usize, String),
) {
    let mut told = 0;
    for (at, _) in
        text.match_indices('$').filter(|(at, _)| free(*at) && !text[..*at].ends_with('\\'))
    {
        let line = lines.line(at);
        if line != std::mem::replace(&mut told, line) {
            let why = "braces must pair, and no space may stand inside the signs; write \\$ if the sign itself is meant";
            complain(
                line,
                format!("this $ begins or ends no formula: formula does not parse; {why}"),
            );
        }
    }
}

fn citations(text: &str, lines: &Lines, free: &dyn Fn(usize) -> bool) -> Vec<Span> {
    let mut out = Vec::new();
    for (start, _) in text.match_indices("[@").filter(|(start, _)| free(*start)) {
        let Some(end) = text[start..].find(']').map(|end| start + end) else { continue };
        let keys: Option<Vec<String>> = text[start + 1..end]
            .split(';')
            .map(|key| Some(key.trim().strip_prefix('@')?.to_owned()))
            .collect();
        if let Some(keys) = keys {
            out.push(Span {
                range: start..end + 1,
                line: lines.line(start),
                piece: Piece::Citation(keys),
            });
        }
    }
    out
}

/// Where the lines of a text begin.
pub struct Lines(Vec<usize>);

impl Lines {
    /// The lines of `text`.
    pub fn of(text: &str) -> Lines {
        Lines(
            std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
        )
    }

    /// The number of the line that holds the byte `at`, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }

    /// What every further line of a block must begin with that begins at `at`: quotation marks stay, a list's mark
    /// becomes spaces.
    fn indent(&self, text: &str, at: usize) -> String {
        let start = self.0[self.line(at) - 1];
        text[start..at].chars().map(|c| if c == '>' { '>' } else { ' ' }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Piece> {
        let spans = scan(text, &mut |line, what| panic!("{line}: {what}"));
        spans.into_iter().map(|span| span.piece).collect()
    }

    #[test]
    fn code_hides_what_it_holds() {
        assert_eq!(pieces("`{{num a.b}}` `$x$`\n\n    [@key]\n"), []);
    }

    #[test]
    fn a_formula_may_hold_a_number() {
        let found = pieces("so $k = {{num ch02.k95}}$ will do");
        assert_eq!(
            found,
            [Piece::Maths { tex: "k = {{num ch02.k95}}".into(), display: false }]
        );
    }

    #[test]
    fn a_fence_in_a_list_keeps_its_indent() {
        let found = pieces("1. one\n\n   ```rust,cell\n   let x = 1;\n   ```\n");
        let fence = Piece::Fence {
            info: "rust,cell".into(),
            body: "let x = 1;\n".into(),
            indent: "   ".into(),
        };
        assert_eq!(found, [fence]);
    }

    #[test]
    fn a_figure_swallows_its_caption() {
        let found = pieces(
            "{{fig ch02_pca/a\nalt: what\ncaption: With $x$ and\n{{num ch02.k}}.\n}}\n\n[@a; @b]",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Piece::Citation(vec!["a".into(), "b".into()]));
    }

    #[test]
    fn what_does_not_end_is_told() {
        let mut told = Vec::new();
        scan("a\n{{num x\n\nb {{fig c\n\nd", &mut |line, _| told.push(line));
        told.sort();
        assert_eq!(told, [2, 4]);
    }
}
