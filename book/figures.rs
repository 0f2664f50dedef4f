//! Figures: the block on the page, their numbers, and the picture with its caption.

use crate::block::Block;
use crate::html;
use crate::page::Page;
use crate::project::Project;
use crate::report::Report;
use crate::scan::{Piece, scan};
use std::fs;

/// A figure in its place in the book.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What the page says.
    pub block: Block,
    /// `2.3`, on a page with a chapter's number.
    pub number: Option<String>,
    /// The page's slug.
    pub page: String,
    /// The page as the reader would open it.
    pub shown: String,
    /// The line on the page.
    pub line: usize,
}

impl Figure {
    /// `Figure 2.3`, or `the figure` where pages are not numbered.
    pub fn label(&self) -> String {
        self.number
            .as_ref()
            .map_or("the figure".into(), |number| format!("Figure\u{a0}{number}"))
    }
}

/// All figures of the book, in order.
#[derive(Debug, Default)]
pub struct Figures(pub Vec<Figure>);

impl Figures {
    /// Collects and numbers the figures of all pages; a name used twice on a page fails.
    pub fn of(pages: &[Page], report: &Report) -> Figures {
        let mut all = Vec::new();
        for page in pages {
            let first = all.len();
            for span in scan(&page.text, &mut |_, _| {}) {
                let Piece::Figure(block) = span.piece else { continue };
                let count = all.len() - first + 1;
                if all[first..]
                    .iter()
                    .any(|figure: &Figure| figure.block.slug() == block.slug())
                {
                    let text = format!(
                        "figure {} stands on this page twice; keep one",
                        block.slug()
                    );
                    report.fail(&page.shown, span.line, text);
                }
                let number = page.number().map(|chapter| format!("{chapter}.{count}"));
                let (page, shown) = (page.slug.clone(), page.shown.clone());
                all.push(Figure { block, number, page, shown, line: span.line });
            }
        }
        Figures(all)
    }

    /// The figure at this place.
    pub fn at(&self, page: &str, line: usize) -> Option<&Figure> {
        self.0.iter().find(|figure| figure.page == page && figure.line == line)
    }

    /// The figure that `{{ref name}}` on this page means: the page's own first, then a chapter's, then any.
    pub fn named(&self, page: &str, name: &str) -> Option<&Figure> {
        let bears =
            |figure: &&Figure| figure.block.slug() == name || figure.block.name == name;
        let mut found: Vec<&Figure> = self.0.iter().filter(bears).collect();
        found.sort_by_key(|figure| (figure.page != page, figure.number.is_none()));
        found.first().copied()
    }
}

/// The picture of a figure, ready to stand inside a page: the SVG without its prologue, as an image with a name.
///
/// Where the file is missing, says what the program has drawn instead.
pub fn picture(project: &Project, figure: &Figure, alt: &str) -> Result<String, String> {
    let (program, slug) = (figure.block.program(), figure.block.slug());
    let path = project.figures(program).join(format!("{slug}.svg"));
    match fs::read_to_string(&path) {
        Ok(svg) => {
            let prefix = format!("{}-{slug}-", figure.page.replace('/', "-"));
            inline(&svg, alt, &prefix)
                .ok_or_else(|| format!("{} holds no <svg>", project.shown(&path)))
        }
        Err(_) => {
            let drawn = drawn(project, program);
            let names = drawn.iter().map(String::as_str);
            let what = format!("figure of {program}");
            let exists = crate::report::exists(&what, slug, names);
            Err(format!(
                "figure {program}/{slug} does not exist and no program draws it; {exists}"
            ))
        }
    }
}

/// The names of the figures in a program's folder.
pub fn drawn(project: &Project, program: &str) -> Vec<String> {
    let entries = fs::read_dir(project.figures(program)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".svg")?.to_owned())).collect();
    names.sort();
    names
}

/// An SVG file as an element of a page: no prologue, a role and a name, and ids that no other picture uses.
///
/// One of class `panels` becomes a block of its panels, each an SVG, which the page's style lays out.
pub fn inline(svg: &str, alt: &str, prefix: &str) -> Option<String> {
    let svg = &svg[svg.find("<svg")?..svg.rfind("</svg>")?];
    let mut tokens = html::tokens(svg).into_iter();
    let root = tokens.next()?;
    let class = html::attribute(root, "class").unwrap_or_default();
    let element = if class.split(' ').any(|word| word == "panels") { "div" } else { "svg" };
    let mut out = format!("<{element}");
    for (name, value) in html::attributes(root) {
        let of_svg = element == "div" && matches!(name, "xmlns" | "viewBox");
        if !of_svg
            && !matches!(
                name,
                "role"
                    | "aria-label"
                    | "aria-labelledby"
                    | "aria-hidden"
                    | "width"
                    | "height"
            )
        {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    out.push_str(&format!(" role=\"img\" aria-label=\"{}\">", html::escape(alt)));
    let body: String = tokens.filter(|token| !token.starts_with("<!--")).collect();
    // What a file says of itself when it stands alone.
    let body = match element {
        "div" => &body[body.find("<svg").unwrap_or_default()..],
        _ => &body,
    };
    out.push_str(
        &body
            .replace(" id=\"", &format!(" id=\"{prefix}"))
            .replace("url(#", &format!("url(#{prefix}")),
    );
    out.push_str(&format!("</{element}>"));
    Some(out.replace("href=\"#", &format!("href=\"#{prefix}")))
}

/// The first sentence of a caption.
pub fn first_sentence(caption: &str) -> &str {
    let ends = [". ", "? ", "! "].iter().filter_map(|end| caption.find(end));
    ends.min().map_or(caption, |at| &caption[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<title>t</title>\n<style>svg:root{}</style>\n<svg x=\"0\" viewBox=\"0 0 260 9\"><g id=\"a\"/></svg>\n";

    #[test]
    fn panels_become_a_block_of_pictures() {
        let svg = format!(
            "<?xml?><svg xmlns=\"x\" viewBox=\"0 0 520 9\" class=\"figure panels\" style=\"--columns:2\" role=\"img\">{BODY}</svg>\n"
        );
        let html = inline(&svg, "two \"lines\"", "p-").expect("a figure");
        let head = "<div class=\"figure panels\" style=\"--columns:2\" role=\"img\" aria-label=\"two &quot;lines&quot;\"><svg x=";
        assert!(html.starts_with(head), "{html}");
        assert!(
            html.contains("id=\"p-a\"") && html.trim_end().ends_with("</svg>\n</div>"),
            "{html}"
        );
    }

    #[test]
    fn one_picture_stays_one() {
        let svg = format!("<svg viewBox=\"0 0 520 9\" class=\"figure\">{BODY}</svg>");
        let html = inline(&svg, "one", "p-").expect("a figure");
        assert!(html.starts_with(
            "<svg viewBox=\"0 0 520 9\" class=\"figure\" role=\"img\" aria-label=\"one\"><title>"
        ));
        assert!(html.ends_with("</svg>\n</svg>"), "{html}");
    }
}
