//! Formulas: TeX to HTML and MathML at build time.

use katex::{KatexContext, Settings, render_to_string};
use std::cell::RefCell;
use std::collections::HashMap;

/// Renders formulas, each only once.
#[derive(Default)]
pub struct Maths {
    context: KatexContext,
    done: RefCell<HashMap<(String, bool), Result<String, String>>>,
}

impl Maths {
    /// The formula as HTML; where TeX does not parse, what the parser says.
    ///
    /// A formula on a line of its own can be scrolled, and so can be reached with the keyboard.
    pub fn render(&self, tex: &str, display: bool) -> Result<String, String> {
        let key = (tex.to_owned(), display);
        if let Some(done) = self.done.borrow().get(&key) {
            return done.clone();
        }
        let rendered = self.fresh(tex, display);
        self.done.borrow_mut().insert(key, rendered.clone());
        rendered
    }

    fn fresh(&self, tex: &str, display: bool) -> Result<String, String> {
        let settings = Settings::builder().display_mode(display).build();
        let html = render_to_string(&self.context, tex, &settings).map_err(|error| {
            let text = error.to_string();
            text.strip_prefix("KaTeX parse error: ").unwrap_or(&text).replace('\n', " ")
        })?;
        let html = sorted(&html);
        Ok(if display {
            format!("<span class=\"math-display\" tabindex=\"0\">{html}</span>")
        } else {
            html
        })
    }
}

/// The same HTML with the attributes of each tag in alphabetical order: katex-rs writes them in a random one.
fn sorted(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for token in crate::html::tokens(html) {
        let mut attributes = crate::html::attributes(token);
        if !token.starts_with('<') || attributes.len() < 2 {
            out.push_str(token);
            continue;
        }
        attributes.sort();
        let name = token.find(char::is_whitespace).unwrap_or(token.len());
        out.push_str(&token[..name]);
        for (name, value) in attributes {
            out.push_str(&format!(" {name}=\"{value}\""));
        }
        out.push_str(if token.ends_with("/>") { "/>" } else { ">" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_formula_gives_the_same_bytes() {
        let tex = r"\sqrt{\frac{\lambda_1}{n}} = \hat{u}^\top \Sigma u";
        let first = Maths::default().render(tex, true).expect("a formula");
        for _ in 0..5 {
            assert_eq!(Maths::default().render(tex, true).as_deref(), Ok(first.as_str()));
        }
        assert!(first.contains("<math") && first.contains("katex-html"), "{first}");
    }

    #[test]
    fn a_wrong_formula_says_what_is_wrong() {
        let error = Maths::default().render(r"\frac{a}{", false).expect_err("unclosed");
        assert!(!error.is_empty());
        assert!(Maths::default().render(r"\nosuchmacro", false).is_err());
    }
}
