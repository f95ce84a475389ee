//! Messages as bytes: CBOR or JSON, as the manifest says.

use engross_model::Encoding;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message that does not read or write.
#[derive(Debug, thiserror::Error)]
#[error("the message cannot be {act}: {reason}")]
pub struct WireError {
    act: &'static str,
    reason: String,
}

/// Writes a message.
///
/// # Errors
/// Fails only if the value cannot be represented, which no message type of `model` brings about.
pub fn encode<T: Serialize>(message: &T, encoding: Encoding) -> Result<Vec<u8>, WireError> {
    match encoding {
        Encoding::Cbor => {
            let mut bytes = Vec::new();
            ciborium::into_writer(message, &mut bytes).map_err(|error| failure("written", error.to_string()))?;
            Ok(bytes)
        }
        Encoding::Json => serde_json::to_vec(message).map_err(|error| failure("written", error.to_string())),
    }
}

/// Reads a message; unknown fields are passed over.
///
/// # Errors
/// Fails if the bytes are not of that encoding, are cut off, or lack a field.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], encoding: Encoding) -> Result<T, WireError> {
    match encoding {
        Encoding::Cbor => ciborium::from_reader(bytes).map_err(|error| failure("read", reason(error))),
        Encoding::Json => serde_json::from_slice(bytes).map_err(|error| failure("read", error.to_string())),
    }
}

/// Reads what a stranger wrote, as [`decode`] does, if it is made of few enough values: the smallest ones, empty texts for
/// instance, take many times their bytes in memory.
///
/// # Errors
/// As [`decode`], and for a message of more than [`MOST_VALUES`] values.
pub fn decode_answer<T: DeserializeOwned>(bytes: &[u8], encoding: Encoding) -> Result<T, WireError> {
    let values = match encoding {
        Encoding::Cbor => cbor_values(bytes),
        Encoding::Json => json_values(bytes),
    };
    if values > MOST_VALUES {
        return Err(failure("read", format!("it is made of more than {MOST_VALUES} values")));
    }
    decode(bytes, encoding)
}

/// Reads an answer in whichever encoding it is: a manifest, which is read before anybody can ask how it is written.
///
/// # Errors
/// As [`decode_answer`].
pub fn decode_either<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    // A message is a map. In JSON it begins with a brace, which in CBOR would begin a text.
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    decode_answer(bytes, if first == Some(&b'{') { Encoding::Json } else { Encoding::Cbor })
}

/// The most values in an answer, keys of maps included: several times what the host lets through of files and findings.
pub const MOST_VALUES: usize = 1 << 18;

/// Counts values in CBOR without building any, up to the first byte that cannot be.
fn cbor_values(mut bytes: &[u8]) -> usize {
    let mut values = 0;
    while let Some((&first, rest)) = bytes.split_first() {
        values += 1;
        let more = match first & 31 {
            size @ 24..=27 => 1 << (size - 24),
            _ => 0,
        };
        let Some((number, rest)) = rest.split_at_checked(more) else { break };
        let number = number.iter().fold(u64::from(first & 31) % 24, |number, byte| number << 8 | u64::from(*byte));
        // The bytes of a text or a byte string follow its head; one without a length is a list of others.
        let content = if matches!(first >> 5, 2 | 3) && first & 31 != 31 { number } else { 0 };
        let Some(rest) = usize::try_from(content).ok().and_then(|length| rest.get(length..)) else { break };
        bytes = rest;
    }
    values
}

/// Counts values in JSON without building any: each but the first follows one of `,`, `:`, `[` and `{`.
fn json_values(bytes: &[u8]) -> usize {
    let (mut values, mut in_text, mut escaped) = (1, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b':' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values
}

/// Says in words what is wrong with CBOR.
fn reason(error: ciborium::de::Error<std::io::Error>) -> String {
    use ciborium::de::Error;
    match error {
        Error::Io(_) => "it is cut off".to_owned(),
        Error::Syntax(at) => format!("byte {at} is no CBOR"),
        Error::Semantic(_, what) => what,
        Error::RecursionLimitExceeded => "it is nested too deeply".to_owned(),
    }
}

fn failure(act: &'static str, reason: String) -> WireError {
    WireError { act, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance;

    fn values_of(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::Array(values) => 1 + values.iter().map(values_of).sum::<usize>(),
            serde_json::Value::Object(entries) => 1 + entries.values().map(|value| 1 + values_of(value)).sum::<usize>(),
            _ => 1,
        }
    }

    #[test]
    fn values_are_counted_as_they_are_read() {
        let request = conformance::everything();
        let expected = values_of(&serde_json::to_value(&request).unwrap_or_default());
        let bytes = encode(&request, Encoding::Cbor).unwrap_or_default();
        assert_eq!(cbor_values(&bytes), expected);
        let counted = json_values(&encode(&request, Encoding::Json).unwrap_or_default());
        assert!((expected..expected * 2).contains(&counted), "{counted}, {expected}");
        assert_eq!(json_values(br#"["a,b:[{\",", 1]"#), 3);
        for odd in [&[0xff; 9][..], &[0x7b, 0xff], &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], &[]] {
            assert!(cbor_values(odd) <= odd.len());
        }
    }

    #[test]
    fn an_answer_of_too_many_values_is_not_built() {
        let empty = |encoding| encode(&vec![""; MOST_VALUES], encoding).unwrap_or_default();
        for encoding in [Encoding::Cbor, Encoding::Json] {
            let error = decode_answer::<Vec<String>>(&empty(encoding), encoding).map(|texts| texts.len());
            assert_eq!(
                error.map_err(|error| error.to_string()),
                Err("the message cannot be read: it is made of more than 262144 values".to_owned())
            );
            assert_eq!(decode::<Vec<String>>(&empty(encoding), encoding).map_or(0, |texts| texts.len()), MOST_VALUES);
        }
    }
}
