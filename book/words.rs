//! A formula as a line of text, `vᵀΣv = λ`: what the search index and alternative texts hold in its place.

use crate::html::{text_of, tokens};

/// Operators with a space on both sides.
const SPACED: &str = "=<>≈≥≤≠∈∉∣←→↦⟺⇒⟹≫≪∼∝⋅×±∖∪∩";
/// Operators with a space on both sides, unless nothing stands before them that they could be applied to.
const SIGNS: &str = "+−";
/// What a sign after it belongs to the number for.
const OPENS: &str = "([{⟨=<>≈≥≤←→∈,;/^_ ";

/// Operators that stand off from a factor before them.
const LARGE: [&str; 3] = ["∑", "∏", "∫"];
/// The brace under what is explained below it.
const BRACE: &str = "⏟";

/// An element of MathML and what it comes to.
struct Part {
    name: String,
    text: String,
}

/// The text of a rendered formula, read from the MathML in it.
pub fn of(html: &str) -> String {
    let start = html.find("<math").unwrap_or(0);
    let end = html.find("</math>").unwrap_or(html.len());
    let text = row(&parts(&mut tokens(&html[start..end]).into_iter())).replace(BRACE, "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements up to the end tag of the one that holds them.
fn parts<'a>(tokens: &mut impl Iterator<Item = &'a str>) -> Vec<Part> {
    let mut out = Vec::new();
    while let Some(token) = tokens.next() {
        let Some(tag) = token.strip_prefix('<') else {
            let visible = |c: &char| !('\u{2060}'..='\u{2064}').contains(c);
            let text: String = text_of(token).chars().filter(visible).collect();
            out.push(Part { name: String::new(), text });
            continue;
        };
        if tag.starts_with('/') {
            break;
        }
        let name = tag.split([' ', '/', '>']).next().unwrap_or_default().to_owned();
        let inner = if tag.ends_with("/>") { Vec::new() } else { parts(tokens) };
        if name != "annotation" {
            out.push(Part { text: said(&name, &inner), name });
        }
    }
    out
}

fn said(name: &str, inner: &[Part]) -> String {
    let joined = |by: &str| {
        let texts: Vec<&str> = inner.iter().map(|part| part.text.trim()).collect();
        texts.join(by)
    };
    match (name, inner) {
        ("msub", [base, low]) => beside(base, lowered(&low.text)),
        ("msup", [base, high]) => beside(base, raised(&high.text)),
        ("msubsup" | "munderover", [base, low, high]) => {
            beside(base, lowered(&low.text) + &raised(&high.text))
        }
        ("munder", [base, low]) if low.text == BRACE => base.text.clone() + BRACE,
        ("munder", [base, low]) => match base.text.strip_suffix(BRACE) {
            Some(base) => format!("({base}: {})", low.text),
            None => beside(base, lowered(&low.text)),
        },
        ("mover", [base, high]) => accented(&base.text, &high.text),
        ("mfrac", [over, under]) => format!("{}/{}", bound(&over.text), bound(&under.text)),
        ("msqrt", _) => format!("√{}", bound(&row(inner))),
        ("mroot", [base, root]) => format!("{}√{}", raised(&root.text), bound(&base.text)),
        ("mspace", _) => " ".to_owned(),
        ("mtable", _) => joined("; "),
        ("mtr", _) => joined(" "),
        _ => row(inner),
    }
}

/// What is written low or high beside its base; after a sum's bounds, or those of `max`, comes room.
fn beside(base: &Part, scripts: String) -> String {
    let room = LARGE.contains(&base.text.as_str()) || is_name(&base.text);
    base.text.clone() + &scripts + if room { " " } else { "" }
}

/// Whether a text begins with a name of several letters, `ln`.
fn is_name(text: &str) -> bool {
    text.chars().take_while(char::is_ascii_alphabetic).nth(1).is_some()
}

/// Elements one after the other, operators and names of functions set off.
fn row(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        let text = part.text.as_str();
        let operator = part.name == "mo";
        if operator && text == "," {
            out.push_str(", ");
        } else if operator && !text.is_empty() && SPACED.contains(text) {
            out.push_str(&format!(" {text} "));
        } else if operator && !text.is_empty() && SIGNS.contains(text) {
            let unary = out.is_empty() || out.ends_with(|c| OPENS.contains(c));
            out.push_str(&if unary { text.to_owned() } else { format!(" {text} ") });
        } else {
            if runs_into(&out, part) {
                out.push(' ');
            }
            out.push_str(text);
        }
    }
    out
}

/// Whether an element would run into what stands before it: `2 ln x`, `w_ij s_i`, `(a) ∑ b`.
fn runs_into(out: &str, part: &Part) -> bool {
    let text = part.text.as_str();
    let sets_off = (part.name == "mi" && is_name(text))
        || LARGE.iter().any(|sign| text.starts_with(sign));
    let script = |c: char| c.is_alphanumeric() || "_^".contains(c);
    let last = &out[out.trim_end_matches(script).len()..];
    let ends_word = last.contains(['_', '^'])
        || out.rsplit(|c: char| !c.is_ascii_alphabetic()).next().is_some_and(is_name);
    (sets_off && out.ends_with(|c: char| c.is_alphanumeric() || c == ')'))
        || (ends_word && text.starts_with(char::is_alphanumeric))
}

/// Above the line: a raised character where there is one.
fn raised(text: &str) -> String {
    const HIGH: [(char, char); 14] = [
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('−', '⁻'),
        ('⊤', 'ᵀ'),
        ('′', '′'),
        ('∗', '*'),
    ];
    let high = |c: char| HIGH.iter().find(|(low, _)| *low == c).map(|(_, high)| *high);
    let all: Option<String> = text.chars().map(high).collect();
    all.unwrap_or_else(|| format!("^{}", grouped(text)))
}

/// Below the line: digits have lowered forms.
fn lowered(text: &str) -> String {
    let low = |c: char| char::from_u32(0x2080 + c.to_digit(10)?);
    let all: Option<String> = text.chars().map(low).collect();
    all.unwrap_or_else(|| format!("_{}", grouped(text)))
}

/// A letter with a sign over it.
fn accented(text: &str, sign: &str) -> String {
    let mark = match sign {
        "~" => '\u{303}',
        "^" => '\u{302}',
        "ˉ" | "‾" => '\u{304}',
        "˙" => '\u{307}',
        _ => return text.to_owned() + &raised(sign),
    };
    if text.chars().nth(1).is_none() {
        format!("{text}{mark}")
    } else {
        format!("({text})\u{a0}{mark}")
    }
}

/// Without room round operators, and in brackets unless it is a number or a word.
fn grouped(text: &str) -> String {
    let tight = |c: Option<char>| {
        c.is_some_and(|c| c == ',' || SPACED.contains(c) || SIGNS.contains(c))
    };
    let (text, mut out, mut last) = (text.trim(), String::new(), None);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != ' ' || !(tight(last) || tight(rest.peek().copied())) {
            out.push(c);
            last = Some(c);
        }
    }
    if out.chars().all(char::is_alphanumeric) { out } else { format!("({out})") }
}

/// In brackets if an operator would come apart from it.
fn bound(text: &str) -> String {
    let mut depth = 0;
    let apart = text.chars().any(|c| {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        depth == 0 && " /+−".contains(c)
    });
    if apart { format!("({text})") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::Maths;

    #[track_caller]
    fn says(tex: &str, words: &str) {
        let html = Maths::default().render(tex, false).expect("a formula");
        assert_eq!(of(&html), words, "{html}");
    }

    #[test]
    fn letters_keep_their_places() {
        says(r"\Sigma v_1 = \lambda_1 v_1", "Σv₁ = λ₁v₁");
        says(r"v^\top W h^2", "vᵀWh²");
        says(r"e^{-E(v,h)}", "e^(−E(v,h))");
        says(r"\tilde x_{ij}\in\mathbb R^d", "x\u{303}_ij ∈ R^d");
    }

    #[test]
    fn signs_and_names_stand_off() {
        says(r"-b^\top v - c", "−bᵀv − c");
        says(r"-2\ln p(v)", "−2 ln p(v)");
        says(r"\max_k \ln x", "max_k ln x");
        says(r"n = 60\,000", "n = 60 000");
    }

    #[test]
    fn fractions_roots_sums_and_matrices_are_one_line() {
        says(r"\frac{1}{n-1}\sum_{i=1}^n x_i^2", "1/(n − 1) ∑_(i=1)^n x_i²");
        says(r"p(v) = \frac{e^{-E(v)}}{Z}", "p(v) = e^(−E(v))/Z");
        says(r"\sum_{i<j}w_{ij}s_is_j", "∑_(i<j) w_ij s_i s_j");
        says(r"\sqrt{1-\lambda/\sigma^2}", "√(1 − λ/σ²)");
        says(r"\begin{pmatrix}5&3\\3&5\end{pmatrix}", "(5 3; 3 5)");
        says(r"\underbrace{W^\top W}_{I} x", "(WᵀW: I)x");
    }
}
