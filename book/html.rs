//! Small tools for HTML text: escaping, attributes, and what Markdown must not touch.

use std::fmt::Write;

/// Text as it stands between tags or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// The text of escaped HTML: tags are left out, the five named entities and numbered ones resolved.
pub fn text_of(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let close = if rest.starts_with('<') { '>' } else { ';' };
        let Some(end) = rest.find(close) else { break };
        if close == ';' {
            out.push_str(&entity(&rest[1..end]).unwrap_or_else(|| rest[..=end].to_owned()));
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<String> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some(c.to_string())
}

/// A piece of HTML cut into tags (with their brackets) and the text between them.
pub fn tokens(html: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let end = if rest.starts_with('<') {
            tag_end(rest)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

/// Where the tag at the beginning ends: brackets inside quoted attributes do not count.
fn tag_end(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// The attributes of a start tag, in order: name and raw value.
pub fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let mut rest = inner.find(char::is_whitespace).map_or("", |at| &inner[at..]);
    let mut out = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some(end) = rest.find(|c: char| c == '=' || c.is_whitespace()) else {
            if !rest.is_empty() {
                out.push((rest, ""));
            }
            return out;
        };
        let name = &rest[..end];
        rest = &rest[end..];
        let Some(value) = rest.strip_prefix('=') else {
            out.push((name, ""));
            continue;
        };
        let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
        let value = if quote.is_some() { &value[1..] } else { value };
        let end = match quote {
            Some(quote) => value.find(quote),
            None => value.find(char::is_whitespace),
        };
        let end = end.unwrap_or(value.len());
        out.push((name, &value[..end]));
        rest = value[end..].trim_start_matches(['"', '\'']);
    }
}

/// The value of one attribute of a start tag.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    attributes(tag).into_iter().find(|(n, _)| *n == name).map(|(_, value)| value)
}

/// HTML in which Markdown finds nothing to do: one line, and punctuation between tags as entities.
pub fn inert(html: &str) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    for token in tokens(html) {
        if token.starts_with('<') {
            out.push_str(&token.replace('\n', " "));
            continue;
        }
        let mut in_entity = false;
        for c in token.chars() {
            in_entity = (in_entity && c != ';') || c == '&';
            match c {
                '\n' => out.push(' '),
                '&' | ';' => out.push(c),
                c if c.is_ascii_punctuation() && !in_entity => {
                    let _ = write!(out, "&#{};", u32::from(c));
                }
                c => out.push(c),
            }
        }
    }
    out
}

/// The same HTML on one line: a line's end becomes an entity in text and a space in tags.
pub fn one_line(html: &str) -> String {
    let end = |token: &str| if token.starts_with('<') { " " } else { "&#10;" };
    tokens(html).into_iter().map(|token| token.replace('\n', end(token))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_escaping() {
        let text = "a < b & \"c\" > d";
        assert_eq!(text_of(&escape(text)), text);
        assert_eq!(text_of("<b title=\"x\">&#42;</b>&#x2212;1"), "*\u{2212}1");
    }

    #[test]
    fn brackets_in_attributes_do_not_end_a_tag() {
        assert_eq!(
            tokens("<a title=\"x > y\">z</a>"),
            ["<a title=\"x > y\">", "z", "</a>"]
        );
    }

    #[test]
    fn attributes_are_read_in_order() {
        let tag = "<svg a=\"1\" b='2' c=3 hidden/>";
        assert_eq!(attributes(tag), [("a", "1"), ("b", "2"), ("c", "3"), ("hidden", "")]);
    }

    #[test]
    fn inert_text_keeps_its_meaning() {
        let html = "<mo>*</mo>a_b &lt; [c] $d$";
        let inert = inert(html);
        assert!(!inert.contains(['*', '_', '[', '$']), "{inert}");
        assert_eq!(text_of(&inert), text_of(html));
    }
}
