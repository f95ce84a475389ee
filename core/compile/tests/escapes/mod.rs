//! Inputs that cannot be shown as they are, in a form that can: `\u{FEFF}`, `\xFF`, `\r`, `\t`, `\n`, and `\100{words}` for a
//! hundred times these words, in which escapes may stand (a closing brace is `\x7D`). Any other backslash stands for itself.

/// Writes an input out.
pub(crate) fn unescaped(body: &str) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('\\') {
        text.extend(before.bytes());
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let braced = |from: usize| after.get(from..)?.strip_prefix('{')?.split_once('}');
        rest = match (after.as_bytes().first(), digits) {
            (Some(b'u'), _) if let Some((code, tail)) = braced(1) => {
                let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character");
                text.extend(code.to_string().bytes());
                tail
            }
            (Some(b'x'), _) => {
                text.push(u8::from_str_radix(&after[1..3], 16).expect("a byte"));
                &after[3..]
            }
            (Some(b'r'), _) => {
                text.push(b'\r');
                &after[1..]
            }
            (Some(b't'), _) => {
                text.push(b'\t');
                &after[1..]
            }
            (Some(b'n'), _) => {
                text.push(b'\n');
                &after[1..]
            }
            (_, 1..) if let Some((words, tail)) = braced(digits) => {
                let times: usize = after[..digits].parse().expect("a number");
                text.extend(unescaped(words).repeat(times));
                tail
            }
            _ => {
                text.push(b'\\');
                after
            }
        };
    }
    text.extend(rest.bytes());
    text
}
