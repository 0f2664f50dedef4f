//! The block of a figure on a page: `{{fig …}}`.

use crate::page::chapter_number;

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
            let (text, into_caption) =
                match (line.strip_prefix("alt:"), line.strip_prefix("caption:")) {
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

/// What is wrong with a figure's block, if anything.
pub fn faults(block: &Block) -> Vec<String> {
    let mut out = Vec::new();
    let name = &block.name;
    if chapter_number(block.program()).is_none() || !name.contains('/') {
        out.push(format!("a figure is named program/figure, as in ch02_pca/spectrum; this one is {name:?}"));
    }
    if block.alt.is_empty() {
        out.push(format!(
            "figure {name} has no alt text; add a line `alt: what a reader would see in it`"
        ));
    }
    if block.caption.is_empty() {
        out.push(format!("figure {name} has no caption; add a line `caption: The answer in one sentence.`"));
    }
    if let Some(stray) = &block.stray {
        out.push(format!(
            "figure {name}: {stray:?} belongs neither to `alt:` nor to `caption:`"
        ));
    }
    out
}
