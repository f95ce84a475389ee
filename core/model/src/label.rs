//! Labels: what stands before a clause, finished by the core.

use serde::{Deserialize, Serialize};

/// A finished label. Backends print `text` and never compute one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Label {
    /// As printed before the clause: `26.`, `bb.`, `(iv)`, `3.1.2`.
    pub text: String,
    /// As printed in a cross-reference from elsewhere: `paragraph 26 (bb)`.
    pub reference: String,
    /// As read aloud: `paragraph 26, point double b`.
    pub spoken: String,
    /// How the text came about, for backends whose format has lists of its own.
    pub numeral: Numeral,
}

/// How a label's text is built. A backend may hand the counting to its format only where that prints the very
/// same text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Numeral {
    /// The system that writes the number.
    pub system: NumeralSystem,
    /// The position in its run, from 1.
    pub value: u32,
    /// What stands before the numeral: `(`.
    #[serde(default)]
    pub prefix: String,
    /// What stands after it: `.`.
    #[serde(default)]
    pub suffix: String,
}

/// The systems that common formats know, and all the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NumeralSystem {
    /// 1, 2, 3.
    Decimal,
    /// a, b, … z, aa, bb.
    LowerLatinRepeat,
    /// A, B, … Z, AA, BB.
    UpperLatinRepeat,
    /// a, b, … z, aa, ab.
    LowerLatinBijective,
    /// A, B, … Z, AA, AB.
    UpperLatinBijective,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// 3.1.2.
    DecimalPath,
    /// Anything else: other alphabets, symbols, lists; also what a newer core may send.
    #[serde(other)]
    Other,
}

/// Returns about how wide a label is in a usual sans serif, in hundredths of the type size; of a very long one, how wide
/// its beginning is.
pub fn label_width(label: &str) -> u32 {
    label.chars().take(64).map(letter_width).sum()
}

fn letter_width(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | 'f' | 't' | 'I' | ' ' | '.' | ',' | ':' | ';' | '(' | ')' | '[' | ']' | '-' | '\'' => 30,
        'm' | 'w' | 'M' | 'W' => 90,
        'A'..='Z' => 72,
        _ => 56,
    }
}
