//! Any bytes as what a plugin says: a message reads or does not, in both encodings, and what is read comes back the same;
//! of a response the host lets through what keeps the contract.
#![no_main]

use std::fmt::Debug;

use engross_host::Plugin;
use engross_model::{Encoding, Manifest, PROTOCOL, Request, Response, Severity, code_entry};
use engross_plugin::{Backend, conformance, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Says what the bytes say.
struct Parrot(Manifest, Response);

impl Backend for Parrot {
    fn manifest(&self) -> Manifest {
        self.0.clone()
    }

    fn render(&self, _: &Request) -> Response {
        self.1.clone()
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for encoding in [Encoding::Cbor, Encoding::Json] {
        read_twice::<Request>(bytes, encoding);
        if let Some(response) = read_twice::<Response>(bytes, encoding) {
            take_in(manifest(), response);
        }
    }
    if let Ok(manifest) = wire::decode_either::<Manifest>(bytes) {
        take_in(manifest, Response::default());
    }
});

fn read_twice<T: Serialize + DeserializeOwned + Debug>(bytes: &[u8], encoding: Encoding) -> Option<T> {
    let message: T = wire::decode(bytes, encoding).ok()?;
    let written = wire::encode(&message, encoding).expect("every message can be written");
    let again: T = wire::decode(&written, encoding).expect("what was written reads");
    assert_eq!(written, wire::encode(&again, encoding).expect("as before"), "{message:?}");
    Some(message)
}

fn manifest() -> Manifest {
    let text = format!(
        r#"{{"id": "parrot", "name": "Parrot", "version": "1", "licence": "MIT", "protocol": "{PROTOCOL}", "encoding": "json",
            "concurrent": true, "formats": [{{"name": "txt", "extension": "txt", "media-type": "text/plain", "text": true}}],
            "features": [], "options": [], "needs": []}}"#
    );
    wire::decode(text.as_bytes(), Encoding::Json).expect("a manifest")
}

fn take_in(manifest: Manifest, response: Response) {
    let Ok(plugin) = Plugin::embedded(Box::new(Parrot(manifest, response))) else { return };
    let response = plugin.render(&conformance::everything());
    for finding in &response.findings {
        assert!(finding.fix.is_none() && finding.place.span.is_none() && finding.place.file.is_none(), "{finding:?}");
        assert!(code_entry(&finding.code).is_some() && !finding.message.chars().any(char::is_control), "{finding:?}");
    }
    let failed = response.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(failed, response.artifacts.is_empty(), "{response:?}");
    for artifact in &response.artifacts {
        assert!(!artifact.name.contains(['/', '\\', ':', '\0']) && !artifact.name.contains(".."), "{}", artifact.name);
    }
}
