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

/// Reads a message in whichever encoding it is: a manifest, which is read before anybody can ask how it is written.
///
/// # Errors
/// As [`decode`].
pub fn decode_either<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    // A message is a map. In JSON it begins with a brace, which in CBOR would begin a text.
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    decode(bytes, if first == Some(&b'{') { Encoding::Json } else { Encoding::Cbor })
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
