//! The formats in which a text goes to a translator and comes back, and the tools it is made for.

use engross_model::Finding;

use crate::{ExchangeUnit, Package, Returned, po, xliff, xliff12, xliff20, xml};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// XLIFF 1.2, which every tool reads.
    Xliff12,
    /// XLIFF 2.0, for those who ask for it.
    Xliff20,
    /// PO.
    Po,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Xliff12, Self::Xliff20, Self::Po];

    /// Returns its name: `xliff12`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Xliff12 => "xliff12",
            Self::Xliff20 => "xliff20",
            Self::Po => "po",
        }
    }

    /// Returns how its files end: `xlf`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xliff12 | Self::Xliff20 => "xlf",
            Self::Po => "po",
        }
    }

    /// Says whether a file holds a unit. PO cannot say that a unit must stay as it is, so it leaves such units out.
    pub fn holds(self, unit: &ExchangeUnit) -> bool {
        unit.translate || self != Self::Po
    }

    /// Says why a tool must not be given this format, if so.
    pub fn harmed_by(self, tool: Tool) -> Option<&'static str> {
        match (self, tool) {
            (Self::Xliff20, Tool::Omegat) => {
                Some("OmegaT gives two codes of one sort in a sentence the same number when it saves XLIFF 2.0")
            }
            (Self::Xliff20, Tool::OmegatLegacy) => Some("OmegaT before 5.8 does not read XLIFF 2.0"),
            _ => None,
        }
    }
}

/// The tool that a file is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    /// Any.
    #[default]
    Generic,
    /// `OmegaT` from 5.8 on.
    Omegat,
    /// `OmegaT` before 5.8, which edits the translation alone and must find the source in it: see
    /// [`Package::prefill_with_source`].
    OmegatLegacy,
    /// Weblate.
    Weblate,
}

/// Writes a package.
pub fn write(package: &Package, format: Format) -> String {
    match format {
        Format::Xliff12 => xliff12::write(package),
        Format::Xliff20 => xliff20::write(package),
        Format::Po => po::write(package),
    }
}

/// Reads what came back; the file itself says which format it has.
///
/// # Errors
///
/// A finding that refuses the whole file: `FILE-03`, `M201` to `M206`.
pub fn read(file: &str, bytes: &[u8]) -> Result<Returned, Finding> {
    let begin = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    if begin.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'<') {
        return po::read(file, bytes);
    }
    let root = xml::read(file, bytes)?;
    match (root.name, root.namespace) {
        ("xliff", xliff12::NAMESPACE) => xliff12::read(file, &root),
        ("xliff", xliff20::NAMESPACE) => xliff20::read(file, &root),
        ("xliff", namespace) => Err(xliff::unsupported(&format!("XLIFF of the namespace `{namespace}`"), file, &root)),
        (name, _) => Err(xliff::unsupported(&format!("XML with the element `{name}`"), file, &root)),
    }
}
