//! Tokens: as text, and the paths and embedded files among them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// A path's segments, as `["crate", "pca", "Pca"]`.
pub type Names = Vec<String>;

/// Tokens as text, the same however they are laid out.
pub fn write(tokens: TokenStream, text: &mut String) {
    let tokens = without_docs(tokens);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let [open, close] = match group.delimiter() {
                    Delimiter::Parenthesis => ["(", ")"],
                    Delimiter::Brace => ["{", "}"],
                    Delimiter::Bracket => ["[", "]"],
                    Delimiter::None => ["", ""],
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            // The layout alone decides whether there is one more comma at the end of a list.
            TokenTree::Punct(mark) if mark.as_char() == ',' && at + 1 == tokens.len() => {}
            TokenTree::Punct(mark) => text.push(mark.as_char()),
            word => {
                text.push(' ');
                text.push_str(&word.to_string());
            }
        }
    }
}

/// Adds every path among the tokens, and for each file embedded its name, `None` if that is not one text.
pub fn scan(
    tokens: TokenStream,
    paths: &mut BTreeSet<Names>,
    embedded: &mut Vec<Option<String>>,
) {
    let tokens = without_docs(tokens);
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => scan(group.stream(), paths, embedded),
            TokenTree::Ident(_) if !is_member(&tokens[..at]) => {
                let (path, next) = path_at(&tokens, at);
                if embeds(&path, tokens.get(next)) {
                    embedded.push(literal(tokens.get(next + 1)));
                }
                paths.insert(path);
                at = next;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The tokens but for `#[doc = …]`, which is what a doc comment is.
fn without_docs(tokens: TokenStream) -> Vec<TokenTree> {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if is_doc(&token)
            && out.last().is_some_and(|last| is_mark(last, '#') || is_mark(last, '!'))
        {
            while out.last().is_some_and(|last| is_mark(last, '#') || is_mark(last, '!')) {
                out.pop();
            }
        } else {
            out.push(token);
        }
    }
    out
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == mark)
}

/// Whether this is the `[doc = …]` of an attribute.
fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket
        && matches!(first, Some(TokenTree::Ident(word)) if word == "doc")
}

/// Whether what follows `before` is a field or a method: after one dot, not after the two of a range.
fn is_member(before: &[TokenTree]) -> bool {
    before.iter().rev().take_while(|token| is_mark(token, '.')).count() == 1
}

/// The path that begins at `at`, and where it ends.
fn path_at(tokens: &[TokenTree], mut at: usize) -> (Names, usize) {
    let mut path = Names::new();
    let colon = |at: usize| tokens.get(at).is_some_and(|token| is_mark(token, ':'));
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string());
        at += 1;
        if !(colon(at) && colon(at + 1)) {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// Whether `path`, and what follows it, calls a macro that embeds a file.
fn embeds(path: &Names, next: Option<&TokenTree>) -> bool {
    let name = path.last().map(String::as_str);
    matches!(name, Some("include" | "include_bytes" | "include_str"))
        && next.is_some_and(|token| is_mark(token, '!'))
}

/// The text in `("text")`.
fn literal(token: Option<&TokenTree>) -> Option<String> {
    let TokenTree::Group(group) = token? else { return None };
    syn::parse2::<syn::LitStr>(group.stream()).ok().map(|text| text.value())
}
