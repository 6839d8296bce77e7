//! Bytes of a file to text, whatever the editor it was written in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::Fault;
use super::visible::without_escapes;
use super::{Warning, warning};

/// Most bytes that a recap may have, unless asked otherwise. A long report has a hundredth of it;
/// reading a page may take a few hundred times its size in memory.
pub const MAX_BYTES: u64 = 2 << 20;

/// A file as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'b> {
    /// The text; lines end with `\n` alone, counted as an editor counts them.
    pub(super) text: Cow<'b, str>,
    /// What was doubtful about its bytes.
    pub(super) warnings: Vec<Warning>,
}

/// Decodes the bytes of a file: UTF-8, UTF-16 with a byte order mark, else what they look
/// like, with a warning.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    let (marked, mark) = Encoding::for_bom(bytes).unzip();
    let bytes = bytes.get(mark.unwrap_or(0)..).unwrap_or_default();
    if let Some(encoding) = marked.filter(|&found| found == UTF_16LE || found == UTF_16BE) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        return finish(text, broken.then_some(encoding), Vec::new());
    }
    let zeros = memchr::memchr_iter(0, bytes).count();
    if zeros * 50 > bytes.len() {
        return Err(Fault::Binary);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return finish(text.into(), None, Vec::new());
    }
    if marked.is_some() || is_almost_utf8(bytes) {
        let text = String::from_utf8_lossy(bytes);
        return finish(text, Some(UTF_8), Vec::new());
    }
    legacy(bytes)
}

/// Reads what is not UTF-8. Chinese pages without it are GB18030, unless they are surely Big5.
fn legacy(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let first = if guess == BIG5 { BIG5 } else { GB18030 };
    for encoding in [first, GB18030, BIG5, guess] {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !is_garbled(&text) {
            let doubt = format!("is not UTF-8, read as {}", encoding.name().to_uppercase());
            let broken = broken.then_some(encoding);
            return finish(text, broken, vec![warning(None, doubt)]);
        }
    }
    Err(Fault::Binary)
}

/// Whether bytes are UTF-8 but for a few that were damaged. In other encodings a byte above
/// 127 is hardly ever part of a valid sequence.
fn is_almost_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().chars();
        good += valid.filter(|found| !found.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 10 * bad
}

/// Whether more than one in twenty characters is none that people write.
fn is_garbled(text: &str) -> bool {
    let strange = text.chars().filter(|&found| {
        found == '\u{fffd}'
            || matches!(found, '\u{e000}'..='\u{f8ff}')
            || found.is_control() && !matches!(found, '\n' | '\r' | '\t' | '\u{c}')
    });
    strange.count() * 20 > text.chars().count()
}

/// Makes the text plain and says on which line bytes were `broken` in its encoding.
fn finish<'b>(
    text: Cow<'b, str>,
    broken: Option<&'static Encoding>,
    mut warnings: Vec<Warning>,
) -> Result<Decoded<'b>, Fault> {
    let mut text = unix_lines(text);
    if let Some(encoding) = broken {
        let message = format!(
            "bytes that are no {} were replaced",
            encoding.name().to_uppercase()
        );
        warnings.push(warning(line_of(&text, '\u{fffd}'), message));
    }
    if let Some(line) = line_of(&text, '\0') {
        warnings.push(warning(Some(line), "a NUL was taken out".to_owned()));
        text.to_mut().retain(|found| found != '\0');
    }
    if memchr::memchr(0x1b, text.as_bytes()).is_some() {
        text = without_escapes(&text).into();
    }
    Ok(Decoded { text, warnings })
}

fn line_of(text: &str, character: char) -> Option<usize> {
    let (before, _) = text.split_once(character)?;
    Some(1 + before.matches('\n').count())
}

/// Makes every line end with `\n`: a `\r\n` and a lone `\r` are line ends too.
pub(super) fn unix_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030};
    use proptest::prelude::*;

    use super::{Decoded, Fault, decode, legacy};

    const PAGE: &str = "数据库内核专家为大家带来了精彩的主题分享\n现场来宾踊跃发问";

    fn text(bytes: &[u8]) -> (String, Vec<String>) {
        let Decoded { text, warnings } = decode(bytes).expect("it is text");
        let warnings = warnings.iter().map(ToString::to_string).collect();
        (text.into_owned(), warnings)
    }

    #[test]
    fn reads_what_editors_write() {
        let utf16: Vec<u8> = "\u{feff}活动\r\n回顾"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, expected) in [
            ("\u{feff}活动".as_bytes(), "活动"),
            (b"a\r\nb\rc\n".as_slice(), "a\nb\nc\n"),
            (utf16.as_slice(), "活动\n回顾"),
            (b"".as_slice(), ""),
            (b"\x1b[1Ared\x1b[0m".as_slice(), "red"),
        ] {
            assert_eq!(text(bytes), (expected.to_owned(), vec![]));
        }
    }

    #[test]
    fn reads_older_encodings_with_a_warning() {
        let (gb, _, _) = GB18030.encode(PAGE);
        let (read, warnings) = text(&gb);
        assert_eq!(read, PAGE);
        assert_eq!(warnings, ["is not UTF-8, read as GB18030"]);

        let page = "資料庫核心專家為大家帶來了精彩的主題分享，現場來賓踴躍發問";
        let (big5, _, _) = BIG5.encode(page);
        assert_eq!(text(&big5).0, page);
    }

    #[test]
    fn a_damaged_byte_changes_neither_the_encoding_nor_the_rest() {
        let mut utf8 = PAGE.as_bytes().to_vec();
        utf8.push(0xe6);
        let (read, warnings) = text(&utf8);
        assert!(read.starts_with(PAGE));
        assert_eq!(warnings, ["line 2: bytes that are no UTF-8 were replaced"]);

        let mut gb = GB18030.encode(PAGE).0.into_owned();
        gb.extend(b"\xff\n");
        let (read, warnings) = text(&gb);
        assert!(read.starts_with(PAGE));
        assert_eq!(
            warnings[1],
            "line 2: bytes that are no GB18030 were replaced"
        );

        let (read, warnings) = text(format!("{PAGE}\0{PAGE}").as_bytes());
        assert_eq!(read, format!("{PAGE}{PAGE}"));
        assert_eq!(warnings, ["line 2: a NUL was taken out"]);
    }

    #[test]
    fn refuses_what_is_no_text() {
        for bytes in [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
            b"plain\0text".as_slice(),
            &[0x80, 0x01, 0x02, 0x81, 0x03, 0x05, 0xff, 0xfe, 0x06, 0x07],
        ] {
            assert!(matches!(decode(bytes), Err(Fault::Binary)), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(decoded) = decode(&bytes) {
                let left = decoded.text.contains(['\r', '\0', '\u{1b}']);
                prop_assert!(!left);
            }
            let _ = legacy(&bytes);
        }
    }
}
