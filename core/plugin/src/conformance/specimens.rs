//! The requests that every plugin gets.

use ciborium::Value as Cbor;
use engross_model::{Direction, Encoding, Request};
use serde_json::Value as Json;

use crate::wire::{self, WireError};

/// Returns a request for a document with one of everything: all kinds of blocks, lines, inlines, notes and
/// changes, and a look with all its styles and levels.
///
/// # Panics
/// Never: the specimen is part of this crate, and read in its tests.
pub fn everything() -> Request {
    wire::decode(include_bytes!("everything.json"), Encoding::Json).expect("the specimen is of this protocol")
}

/// Returns a request for a document without title, clauses and notes.
pub fn empty() -> Request {
    let mut request = everything();
    let document = &mut request.document;
    document.running_head.clear();
    document.title_block.clear();
    document.parts.clear();
    document.closing_block.clear();
    document.notes.clear();
    document.words.clear();
    request
}

/// Returns [`everything`] in a language that runs from right to left.
pub(super) fn from_right_to_left() -> Request {
    let mut request = everything();
    request.document.language.code = "ar".to_owned();
    request.document.language.tag = "ar".to_owned();
    request.document.language.direction = Direction::Rtl;
    request
}

/// The places of a request that get a field of a later version.
const GROWING: [&[&str]; 5] = [&[], &["document"], &["document", "language"], &["document", "metadata"], &["look"]];

/// The field that they get.
const LATER: &str = "field-of-a-later-version";

/// Writes a request as a newer host might: with fields that this protocol does not have.
pub(super) fn of_a_later_version(request: &Request, encoding: Encoding) -> Result<Vec<u8>, WireError> {
    let bytes = wire::encode(request, encoding)?;
    match encoding {
        Encoding::Json => {
            let mut value: Json = wire::decode(&bytes, encoding)?;
            for path in GROWING {
                let place = path.iter().try_fold(&mut value, |value, name| value.get_mut(name));
                if let Some(Json::Object(fields)) = place {
                    fields.insert(LATER.to_owned(), serde_json::json!({"nested": [1.5, null, {"deeply": "x"}]}));
                }
            }
            wire::encode(&value, encoding)
        }
        Encoding::Cbor => {
            let mut value: Cbor = wire::decode(&bytes, encoding)?;
            for path in GROWING {
                let place = path.iter().try_fold(&mut value, |value, name| entry(value, name));
                if let Some(Cbor::Map(fields)) = place {
                    let nested = Cbor::Array(vec![Cbor::from(1.5), Cbor::Null, Cbor::Bytes(vec![0, 255])]);
                    fields.push((Cbor::from(LATER), Cbor::Map(vec![(Cbor::from("nested"), nested)])));
                }
            }
            wire::encode(&value, encoding)
        }
    }
}

fn entry<'a>(value: &'a mut Cbor, name: &str) -> Option<&'a mut Cbor> {
    let Cbor::Map(fields) = value else { return None };
    fields.iter_mut().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}
