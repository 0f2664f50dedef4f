//! What a claim says of kept numbers: `ch06.deep30_sq_most < 0.5 * ch06.pca30_sq`.
//!
//! ```text
//! predicate = sum (("<" | "<=" | ">" | ">=") sum)+         a chain, as in 0.9 < a / b < 1.1
//! sum       = product (("+" | "-") product)*
//! product   = value (("*" | "/") value)*
//! value     = decimal | key | "-" value | "(" sum ")" | ("abs" | "min" | "max") "(" sum ("," sum)* ")"
//! ```
//!
//! There is no equality: two measured numbers are as near as one says, `abs(a - b) < 0.01`.

/// A comparison of numbers, or a chain of such.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    words: Vec<Word>,
    first: Sum,
    rest: Vec<(Sign, Sum)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Word {
    Decimal(f64, String),
    Name(String),
    Sign(&'static str),
}

/// An arithmetic expression.
#[derive(Clone, Debug, PartialEq)]
enum Sum {
    Decimal(f64),
    Key(String),
    Of(Operation, Vec<Sum>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Plus,
    Minus,
    Times,
    Over,
    Negative,
    Abs,
    Min,
    Max,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Less,
    AtMost,
    More,
    AtLeast,
}

/// Every sign, the longer ones first.
const SIGNS: [&str; 11] = ["<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", ","];

impl Predicate {
    /// Reads a predicate; the error says what was found and what was expected.
    pub fn parse(text: &str) -> Result<Predicate, String> {
        let words = words(text)?;
        let mut reader = Reader { words: &words, at: 0 };
        let first = reader.sum()?;
        let mut rest = Vec::new();
        while let Some(sign) = reader.comparison() {
            rest.push((sign, reader.sum()?));
        }
        if reader.at < words.len() {
            let found = reader.found();
            return Err(format!("{found} where a comparison or the end was expected"));
        }
        if rest.is_empty() {
            return Err("nothing is compared; say how with <, <=, > or >=".into());
        }
        Ok(Predicate { words, first, rest })
    }

    /// The kept numbers it speaks of, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter_map(|word| match word {
            Word::Name(name) if operation(name).is_none() => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether it is true of these values; an error where one is missing or a side is no finite number.
    pub fn holds(
        &self,
        value: &dyn Fn(&str) -> Result<f64, String>,
    ) -> Result<bool, String> {
        let finite = |sum: &Sum| {
            let found = sum.value(value)?;
            found.is_finite().then_some(found).ok_or_else(|| {
                format!("a side of this comparison is {found}, which compares with nothing")
            })
        };
        let (mut left, mut all) = (finite(&self.first)?, true);
        for (sign, sum) in &self.rest {
            let right = finite(sum)?;
            all &= match sign {
                Sign::Less => left < right,
                Sign::AtMost => left <= right,
                Sign::More => left > right,
                Sign::AtLeast => left >= right,
            };
            left = right;
        }
        Ok(all)
    }

    /// As a reader sees it: true signs, and for each key what `key` makes of it.
    pub fn shown(&self, key: &dyn Fn(&str) -> String) -> String {
        let mut out = String::new();
        for (at, word) in self.words.iter().enumerate() {
            let starts = at == 0
                || matches!(self.words[at - 1], Word::Sign("(" | "<" | ">" | "<=" | ">="));
            match word {
                Word::Decimal(_, text) => out.push_str(text),
                Word::Name(name) if operation(name).is_some() => out.push_str(name),
                Word::Name(name) => out.push_str(&key(name)),
                Word::Sign("-") if starts => out.push('\u{2212}'),
                Word::Sign(sign) => out.push_str(match *sign {
                    "<" => " < ",
                    ">" => " > ",
                    "<=" => " ≤ ",
                    ">=" => " ≥ ",
                    "+" => " + ",
                    "-" => " \u{2212} ",
                    "*" => " × ",
                    "/" => " / ",
                    "," => ", ",
                    other => other,
                }),
            }
        }
        out
    }
}

impl Sum {
    fn value(&self, of: &dyn Fn(&str) -> Result<f64, String>) -> Result<f64, String> {
        let (operation, parts) = match self {
            Sum::Decimal(value) => return Ok(*value),
            Sum::Key(key) => return of(key),
            Sum::Of(operation, parts) => (operation, parts),
        };
        let values: Result<Vec<f64>, String> =
            parts.iter().map(|part| part.value(of)).collect();
        let values = values?;
        let folded = |fold: fn(f64, f64) -> f64| values.iter().copied().reduce(fold);
        let value = match operation {
            Operation::Plus => folded(|a, b| a + b),
            Operation::Minus => folded(|a, b| a - b),
            Operation::Times => folded(|a, b| a * b),
            Operation::Over => folded(|a, b| a / b),
            Operation::Min => folded(f64::min),
            Operation::Max => folded(f64::max),
            Operation::Negative => values.first().map(|a| -a),
            Operation::Abs => values.first().map(|a| a.abs()),
        };
        value.ok_or_else(|| "an operation has nothing to work on".into())
    }
}

fn operation(name: &str) -> Option<Operation> {
    match name {
        "abs" => Some(Operation::Abs),
        "min" => Some(Operation::Min),
        "max" => Some(Operation::Max),
        _ => None,
    }
}

fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let word =
            |ok: fn(char) -> bool| &rest[..rest.find(|c| !ok(c)).unwrap_or(rest.len())];
        let length = if c.is_ascii_digit() || c == '.' {
            let number = &rest[..decimal(rest)];
            let value = number.parse().map_err(|_| format!("{number:?} is no decimal"))?;
            out.push(Word::Decimal(value, number.to_owned()));
            number.len()
        } else if c.is_ascii_alphabetic() {
            let name = word(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
            out.push(Word::Name(name.to_owned()));
            name.len()
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            out.push(Word::Sign(sign));
            sign.len()
        } else {
            let there_is = SIGNS.join(" ");
            return Err(format!("{c:?} means nothing here; there is {there_is}"));
        };
        rest = rest[length..].trim_start();
    }
    Ok(out)
}

/// The length of the decimal at the beginning, its power of ten included: `0.5`, `1e-6`.
fn decimal(text: &str) -> usize {
    let digits = |text: &str| {
        text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
    };
    let whole = text.len()
        - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let Some(power) = text[whole..].strip_prefix('e') else { return whole };
    let sign = usize::from(power.starts_with('-'));
    match digits(&power[sign..]) {
        0 => whole,
        length => whole + 1 + sign + length,
    }
}

struct Reader<'a> {
    words: &'a [Word],
    at: usize,
}

impl Reader<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let is_next =
            matches!(self.words.get(self.at), Some(Word::Sign(next)) if *next == sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// The next word, as an error names it.
    fn found(&self) -> String {
        match self.words.get(self.at) {
            None => "the end".into(),
            Some(Word::Decimal(_, text) | Word::Name(text)) => format!("{text:?}"),
            Some(Word::Sign(sign)) => format!("{sign:?}"),
        }
    }

    fn comparison(&mut self) -> Option<Sign> {
        let signs = [
            ("<=", Sign::AtMost),
            (">=", Sign::AtLeast),
            ("<", Sign::Less),
            (">", Sign::More),
        ];
        signs.into_iter().find(|(text, _)| self.take(text)).map(|(_, sign)| sign)
    }

    fn sum(&mut self) -> Result<Sum, String> {
        self.row([("+", Operation::Plus), ("-", Operation::Minus)], Self::product)
    }

    fn product(&mut self) -> Result<Sum, String> {
        self.row([("*", Operation::Times), ("/", Operation::Over)], Self::value)
    }

    /// Parts with such signs between them, taken together from the left.
    fn row(
        &mut self,
        signs: [(&str, Operation); 2],
        part: fn(&mut Self) -> Result<Sum, String>,
    ) -> Result<Sum, String> {
        let mut left = part(self)?;
        while let Some((_, operation)) = signs.into_iter().find(|(sign, _)| self.take(sign))
        {
            left = Sum::Of(operation, vec![left, part(self)?]);
        }
        Ok(left)
    }

    fn value(&mut self) -> Result<Sum, String> {
        if self.take("-") {
            return Ok(Sum::Of(Operation::Negative, vec![self.value()?]));
        }
        if self.take("(") {
            let inner = self.sum()?;
            return self.closed(inner);
        }
        let sum = match self.words.get(self.at) {
            Some(Word::Decimal(value, _)) => Sum::Decimal(*value),
            Some(Word::Name(name)) => match operation(name) {
                Some(operation) => {
                    self.at += 1;
                    return self.call(name, operation);
                }
                None => Sum::Key(name.clone()),
            },
            _ => {
                let found = self.found();
                return Err(format!("{found} where a number or a key was expected"));
            }
        };
        self.at += 1;
        Ok(sum)
    }

    fn call(&mut self, name: &str, operation: Operation) -> Result<Sum, String> {
        if !self.take("(") {
            return Err(format!("{name} is followed by {}, not by (", self.found()));
        }
        let mut parts = vec![self.sum()?];
        while self.take(",") {
            parts.push(self.sum()?);
        }
        if operation == Operation::Abs && parts.len() > 1 {
            return Err(format!("abs takes one number, and has {}", parts.len()));
        }
        self.closed(Sum::Of(operation, parts))
    }

    fn closed(&mut self, sum: Sum) -> Result<Sum, String> {
        match self.take(")") {
            true => Ok(sum),
            false => Err(format!("{} where ) was expected", self.found())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(key: &str) -> Result<f64, String> {
        match key {
            "a.x" => Ok(3.0),
            "a.y" => Ok(4.0),
            "a.zero" => Ok(0.0),
            other => Err(format!("no {other}")),
        }
    }

    #[track_caller]
    fn holds(text: &str) -> bool {
        Predicate::parse(text).and_then(|predicate| predicate.holds(&value)).expect(text)
    }

    #[test]
    fn comparisons_follow_the_rules_of_arithmetic() {
        assert!(holds("a.x < a.y") && !holds("a.y < a.x"));
        assert!(holds("a.x <= 3") && holds("a.x >= 3") && !holds("a.x > 3"));
        assert!(holds("2 + 3 * 4 < 14.5") && holds("14.5 < (2 + 3) * 4"));
        assert!(holds("10 - 3 - 2 < 6") && holds("8 / 2 / 2 < 3"));
        assert!(holds("abs(a.x - a.y) < 1.5") && holds("-a.y < -a.x"));
        assert!(holds("1e-6 < a.x - 2.99 < 2e2"));
        assert!(holds("max(a.x, a.y, 1) > 3.5") && holds("min(a.x, a.y) < 3.5"));
    }

    #[test]
    fn a_chain_holds_where_each_of_its_links_does() {
        assert!(holds("2 < a.x < a.y <= 4"));
        assert!(!holds("2 < a.y < a.x") && !holds("3.5 < a.x < a.y"));
    }

    #[test]
    fn what_is_no_number_proves_nothing() {
        let parsed = Predicate::parse("a.x / a.zero > 1").expect("a predicate");
        assert!(parsed.holds(&value).unwrap_err().contains("inf"));
        let parsed = Predicate::parse("a.none > 1").expect("a predicate");
        assert_eq!(parsed.holds(&value).unwrap_err(), "no a.none");
    }

    #[test]
    fn faults_are_named() {
        let fault = |text: &str| Predicate::parse(text).expect_err(text);
        assert!(fault("a.x").contains("nothing is compared"));
        assert!(fault("a.x < ").contains("the end where a number"));
        assert!(fault("a.x = 3").contains("'=' means nothing here"));
        assert!(fault("(a.x < 3)").contains("\"<\" where ) was expected"));
        assert!(fault("a.x < 3 4").contains("\"4\" where a comparison"));
        assert!(fault("abs(1, 2) < 3").contains("abs takes one"));
        assert!(fault("abs < 3").contains("not by ("));
        assert!(fault("1.2.3 < 4").contains("no decimal"));
    }

    #[test]
    fn keys_are_found_and_shown() {
        let text = "-a.x*2<=max(a.y-1,0.50)";
        let parsed = Predicate::parse(text).expect("a predicate");
        assert_eq!(parsed.keys().collect::<Vec<_>>(), ["a.x", "a.y"]);
        let shown = parsed.shown(&|key| key.replace("a.", ""));
        assert_eq!(shown, "\u{2212}x × 2 ≤ max(y \u{2212} 1, 0.50)");
    }
}
