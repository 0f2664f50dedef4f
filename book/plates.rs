//! Figures on the page, and the index of them: picture, caption, the command that draws it.

use crate::block;
use crate::expand::{Expander, replace};
use crate::figures;
use crate::html::escape;
use crate::page::Page;
use crate::scan::{Piece, options, scan};
use crate::words;
use pulldown_cmark::Parser;

impl Expander<'_> {
    /// The figure that stands on this line of the page.
    pub fn figure(&self, page: &Page, line: usize) -> String {
        let Some(figure) = self.figures.at(&page.slug, line) else { return String::new() };
        let block = &figure.block;
        for fault in block::faults(block) {
            self.report.fail(&page.shown, line, fault);
        }
        let alt = self.plain(page, line, &block.alt);
        let picture = figures::picture(self.project, figure, &alt).unwrap_or_else(|text| {
            self.report.fail(&page.shown, line, text);
            String::new()
        });
        let picture = self.holes.put_block(picture);
        let label = figure.number.as_ref().map_or(String::new(), |_| {
            format!("<span class=\"label\">{}</span> ", figure.label())
        });
        let caption = self.caption(page, line, &block.caption);
        let made = self.made(block.program());
        let id = block.id();
        format!(
            "<figure class=\"plot\" id=\"{id}\"><div class=\"canvas\" tabindex=\"0\">{picture}</div>\
             <figcaption>{label}{caption} <span class=\"made\">{made}</span></figcaption></figure>\n"
        )
    }

    /// The command that draws a program's figures, and how long it takes.
    fn made(&self, program: &str) -> String {
        let command = format!("<code>{}</code>", escape(&self.command(program)));
        match self.time(program) {
            Some(time) => format!("{command} · {time}"),
            None => command,
        }
    }

    /// The command that draws a program's figures, or the one that those in a folder of another name were kept from.
    pub fn command(&self, program: &str) -> String {
        self.numbers
            .command(program)
            .map_or_else(|| format!("cargo run --release --bin {program}"), str::to_owned)
    }

    /// How long a program's timed run took.
    fn time(&self, program: &str) -> Option<String> {
        let seconds = self.numbers.seconds(program)?;
        Some(if seconds < 9.95 {
            format!("{seconds:.1}\u{202f}s")
        } else {
            format!("{seconds:.0}\u{202f}s")
        })
    }

    /// A caption as HTML on one line.
    fn caption(&self, page: &Page, line: usize, caption: &str) -> String {
        let spans = scan(caption, &mut |_, text| self.report.fail(&page.shown, line, text));
        let caption =
            replace(caption, &spans, |span| Some(self.inline(page, line, &span.piece)));
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, Parser::new_ext(&caption, options()));
        html.trim().trim_start_matches("<p>").trim_end_matches("</p>").replace('\n', " ")
    }

    /// A text with numbers and labels in place of directives, for where there can be no tags.
    pub fn plain(&self, page: &Page, line: usize, text: &str) -> String {
        let spans = scan(text, &mut |_, text| self.report.fail(&page.shown, line, text));
        replace(text, &spans, |span| match &span.piece {
            Piece::Citation(keys) => {
                let labels: Vec<_> =
                    keys.iter().map(|key| self.bibliography.label(key)).collect();
                Some(format!("[{}]", labels.join("; ")))
            }
            Piece::Maths { tex, display } => match self.rendered(tex, *display) {
                Ok(html) => Some(words::of(&html)),
                Err(text) => {
                    self.report.fail(&page.shown, line, text);
                    Some(String::new())
                }
            },
            piece => Some(crate::html::text_of(&self.inline(page, line, piece))),
        })
    }

    /// The table of all figures, each with the command that draws it.
    pub fn index(&self, on: &Page) -> String {
        let mut rows = String::new();
        for figure in self.figures.0.iter().filter(|figure| figure.number.is_some()) {
            let page = Page { shown: figure.shown.clone(), ..on.clone() };
            let block = &figure.block;
            let sentence =
                self.caption(&page, figure.line, figures::first_sentence(&block.caption));
            let (label, command) = (figure.label(), escape(&self.command(block.program())));
            let time = self.time(block.program()).unwrap_or_default();
            let address = self.address(on, figure);
            rows.push_str(&format!(
                "<tr><td><a href=\"{address}\">{label}</a></td><td>{sentence}</td>\
                 <td><code>{command}</code></td><td>{time}</td></tr>"
            ));
        }
        format!(
            "<div class=\"table-wrapper\"><table class=\"figures\"><thead><tr><th>Figure</th><th>What it shows</th>\
             <th>Command</th><th>Time</th></tr></thead><tbody>{rows}</tbody></table></div>\n"
        )
    }
}
