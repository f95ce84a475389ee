//! Where the values of a house's file stand, by their path: `title-block/number-first/3/needs/0`.
//!
//! Typed data knows no places, so this is made only when there is something to say about a file.

use std::collections::BTreeMap;

use engross_model::Finding;

use super::tree::{Node, Origin, Value};

/// What a finding about a house points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// The key at the end of a path.
    Key(String),
    /// The value that stands there.
    Value(String),
}

/// What is wrong in a file, each at its spot.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Vec<Mistake>);

#[derive(Debug)]
struct Mistake {
    spot: Spot,
    finding: Finding,
    /// Whether something is said there that nothing asks for.
    is_surplus: bool,
}

impl Wrong {
    pub(crate) fn push(&mut self, spot: Spot, finding: Finding) {
        self.0.push(Mistake { spot, finding, is_surplus: false });
    }

    /// Adds what else is wrong.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Reports what nothing asks for. A house may leave unused what one that it extends says.
    pub(super) fn push_surplus(&mut self, spot: Spot, finding: Finding) {
        self.0.push(Mistake { spot, finding, is_surplus: true });
    }

    /// Returns what is wrong without what nothing asks for.
    pub(super) fn without_surplus(mut self) -> Self {
        self.0.retain(|mistake| !mistake.is_surplus);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reports a name that is not among those it may be; `what` says what it should name.
    pub(super) fn look_up(&mut self, spot: Spot, what: &str, name: &str, known: &[&str]) {
        if !known.contains(&name) {
            self.push(spot, unknown(what, name, known));
        }
    }

    /// Places the findings in their file, in its order. Lines that are repeated by an alias are reported once, where
    /// they are written.
    pub(crate) fn placed(self, file: &str, bytes: &[u8]) -> Vec<Finding> {
        if self.is_empty() {
            return Vec::new();
        }
        self.in_tree(Node::read(0, bytes).as_ref(), &[file])
    }

    /// Places the findings in the files that a tree comes from, the topmost first.
    pub(super) fn in_tree(self, tree: Option<&Node>, files: &[&str]) -> Vec<Finding> {
        let mut places = Places::default();
        if let Some(tree) = tree {
            places.add("", tree);
        }
        let place = |mistake: Mistake| {
            let origin = places.of_spot(&mistake.spot);
            let file = origin.map_or(0, |origin| origin.file);
            let name = files.get(file).copied().unwrap_or_default();
            let finding = match origin {
                Some(origin) => mistake.finding.at(name, origin.span.clone()),
                None => mistake.finding.in_file(name),
            };
            (!mistake.is_surplus || file == 0).then_some((file, finding))
        };
        let mut findings: Vec<(usize, Finding)> = self.0.into_iter().filter_map(place).collect();
        let start = |finding: &Finding| finding.place.span.as_ref().map_or(usize::MAX, |span| span.start);
        findings.sort_by(|(file, one), (other_file, other)| {
            (file, start(one), &one.message).cmp(&(other_file, start(other), &other.message))
        });
        let mut findings: Vec<Finding> = findings.into_iter().map(|(_, finding)| finding).collect();
        findings.dedup();
        findings
    }
}

/// Says that there is nothing of a name.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> Finding {
    Finding::new("HOUSE-02", format!("there is no {what} `{name}`")).help(meant(name, known))
}

/// Says what was probably meant, else what there is.
pub(super) fn meant(name: &str, known: &[&str]) -> String {
    match engross_model::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there are none".to_owned(),
        None => format!("there are: {}", known.join(", ")),
    }
}

/// Where keys and values are written, by their paths.
#[derive(Debug, Default)]
struct Places {
    keys: BTreeMap<String, Origin>,
    values: BTreeMap<String, Origin>,
}

impl Places {
    fn of_spot(&self, spot: &Spot) -> Option<&Origin> {
        match spot {
            Spot::Key(path) => self.keys.get(path),
            Spot::Value(path) => self.values.get(path),
        }
    }

    fn add(&mut self, path: &str, node: &Node) {
        let inner = |step: &str| if path.is_empty() { step.to_owned() } else { format!("{path}/{step}") };
        match &node.value {
            Value::Scalar(_) => {
                self.values.insert(path.to_owned(), node.origin.clone());
            }
            Value::List(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    self.add(&inner(&index.to_string()), node);
                }
            }
            Value::Mapping(entries) => {
                for entry in entries {
                    let path = inner(&entry.key.text);
                    self.keys.insert(path.clone(), entry.origin.clone());
                    self.add(&path, &entry.node);
                }
            }
        }
    }
}
