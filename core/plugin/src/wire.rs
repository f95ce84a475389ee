//! Messages as bytes: CBOR or JSON, as the manifest says.

use engross_model::Encoding;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message that does not read or write.
#[derive(Debug, thiserror::Error)]
#[error("the message does not {act}: {reason}")]
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
            ciborium::into_writer(message, &mut bytes).map_err(|error| failure("encode", &error))?;
            Ok(bytes)
        }
        Encoding::Json => serde_json::to_vec(message).map_err(|error| failure("encode", &error)),
    }
}

/// Reads a message; unknown fields are passed over.
///
/// # Errors
/// Fails if the bytes are not of that encoding, are cut off, or lack a field.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], encoding: Encoding) -> Result<T, WireError> {
    match encoding {
        Encoding::Cbor => ciborium::from_reader(bytes).map_err(|error| failure("decode", &error)),
        Encoding::Json => serde_json::from_slice(bytes).map_err(|error| failure("decode", &error)),
    }
}

fn failure(act: &'static str, reason: &dyn std::fmt::Display) -> WireError {
    WireError { act, reason: reason.to_string() }
}
