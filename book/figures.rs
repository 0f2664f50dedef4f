//! Figures: the block on the page, their numbers, and the picture with its caption.

use crate::html;
use crate::page::{Page, chapter_number};
use crate::project::Project;
use crate::report::Report;
use crate::scan::{Piece, scan};
use std::fs;

/// What the page says of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// `ch02_pca/spectrum`: the program that draws it and the file's name.
    pub name: String,
    /// What a reader would see in it.
    pub alt: String,
    /// The caption, in Markdown.
    pub caption: String,
    /// A line that is neither `alt:` nor `caption:`, if there is one before them.
    pub stray: Option<String>,
}

impl Block {
    /// Reads what stands between `{{fig ` and `}}`.
    pub fn parse(text: &str) -> Block {
        let mut lines = text.lines();
        let name = lines.next().unwrap_or_default().trim().to_owned();
        let mut block = Block { name, ..Block::default() };
        let mut caption = None;
        for line in lines.map(|line| line.trim_start_matches([' ', '>']).trim_end()) {
            let (text, into_caption) = match (line.strip_prefix("alt:"), line.strip_prefix("caption:")) {
                (Some(text), _) => (text, Some(false)),
                (_, Some(text)) => (text, Some(true)),
                _ => (line, caption),
            };
            caption = into_caption;
            let field = match into_caption {
                Some(true) => &mut block.caption,
                Some(false) => &mut block.alt,
                None if line.is_empty() => continue,
                None => block.stray.get_or_insert_default(),
            };
            if !field.is_empty() {
                field.push(' ');
            }
            field.push_str(text.trim());
        }
        block
    }

    /// The program that draws the figure.
    pub fn program(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// The figure's own name, `spectrum`.
    pub fn slug(&self) -> &str {
        self.name.split_once('/').map_or(self.name.as_str(), |(_, slug)| slug)
    }

    /// The address of the figure within its page.
    pub fn id(&self) -> String {
        format!("fig-{}", self.slug())
    }
}

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
        self.number.as_ref().map_or("the figure".into(), |number| format!("Figure\u{a0}{number}"))
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
                if all[first..].iter().any(|figure: &Figure| figure.block.slug() == block.slug()) {
                    let text = format!("figure {} stands on this page twice; keep one", block.slug());
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
        let bears = |figure: &&Figure| figure.block.slug() == name || figure.block.name == name;
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
            inline(&svg, alt, &prefix).ok_or_else(|| format!("{} holds no <svg>", project.shown(&path)))
        }
        Err(_) => {
            let drawn = drawn(project, program);
            let names = drawn.iter().map(String::as_str);
            let what = format!("figure of {program}");
            let exists = crate::report::exists(&what, slug, names);
            Err(format!("figure {program}/{slug} does not exist and no program draws it; {exists}"))
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
pub fn inline(svg: &str, alt: &str, prefix: &str) -> Option<String> {
    let svg = &svg[svg.find("<svg")?..=svg.rfind('>')?];
    let mut tokens = html::tokens(svg).into_iter();
    let root = tokens.next()?;
    let mut out = String::from("<svg");
    for (name, value) in html::attributes(root) {
        if !matches!(name, "role" | "aria-label" | "aria-labelledby" | "aria-hidden" | "width" | "height") {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    out.push_str(&format!(" role=\"img\" aria-label=\"{}\">", html::escape(alt)));
    let body: String = tokens.filter(|token| !token.starts_with("<!--")).collect();
    out.push_str(
        &body.replace(" id=\"", &format!(" id=\"{prefix}")).replace("url(#", &format!("url(#{prefix}")),
    );
    Some(out.replace("href=\"#", &format!("href=\"#{prefix}")))
}

/// The command that draws what a program draws.
pub fn command(program: &str) -> String {
    format!("cargo run --release --bin {program}")
}

/// The first sentence of a caption.
pub fn first_sentence(caption: &str) -> &str {
    let ends = [". ", "? ", "! "].iter().filter_map(|end| caption.find(end));
    ends.min().map_or(caption, |at| &caption[..=at])
}

/// What is wrong with a figure's block, if anything.
pub fn faults(block: &Block) -> Vec<String> {
    let mut out = Vec::new();
    let name = &block.name;
    if chapter_number(block.program()).is_none() || !name.contains('/') {
        out.push(format!("a figure is named program/figure, as in ch02_pca/spectrum; this one is {name:?}"));
    }
    if block.alt.is_empty() {
        out.push(format!("figure {name} has no alt text; add a line `alt: what a reader would see in it`"));
    }
    if block.caption.is_empty() {
        out.push(format!("figure {name} has no caption; add a line `caption: The answer in one sentence.`"));
    }
    if let Some(stray) = &block.stray {
        out.push(format!("figure {name}: {stray:?} belongs neither to `alt:` nor to `caption:`"));
    }
    out
}
