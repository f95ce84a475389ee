//! What it costs to believe something of a line or of a whole head; what costs least in all is taken.

/// A line of the file is none that the house prints: dearer than any one line that fits, however vague.
pub(super) const NOT_UNDERSTOOD: i32 = 12;
/// The file calls a line a heading that is not the title, or the title none.
pub(super) const LOOKS_OTHERWISE: i32 = 2;
/// A line without fixed words could be any; of such lines the title is the likeliest.
pub(super) const VAGUE_TITLE: i32 = 3;
pub(super) const VAGUE: i32 = 5;
pub(super) const VAGUE_SUBTITLE: i32 = 7;
/// Such a line does not say what the house knows to stand there usually.
pub(super) const UNUSUAL: i32 = 4;
/// Two lines of the house share one in the file though nothing sets them side by side.
pub(super) const STRANGERS: i32 = 9;
/// The same where fixed words say where the one ends and the other begins.
pub(super) const KNOWN_STRANGERS: i32 = 1;
/// A line with fixed words stands elsewhere than the house has it.
pub(super) const MOVED: i32 = 3;
/// How much likelier lines that the house sets side by side are together than alone.
pub(super) const BESIDE: i32 = 2;
/// How much likelier still where a wide gap parts the one from the other: likelier than one line with a gap in it.
pub(super) const GAP: i32 = 4;
/// A line depends on a field that no line has.
pub(super) const FIELD_MISSING: i32 = 4;
/// The words that the house prints above what somebody wrote are not there: dearer than to leave out what could be anything.
pub(super) const UNANNOUNCED: i32 = 8;
/// The title block is another than a text of the kind has unasked.
pub(super) const OTHER_BLOCK: i32 = 2;
/// Every text has a title: a reading that finds one is likelier than one that takes the same line for another.
pub(super) const TITLE: i32 = -8;
/// A title goes on in the next line: likelier than a line that could be anything.
pub(super) const TITLE_GOES_ON: i32 = 4;
/// A title in capitals begins with small letters: they are a line of the house's before it, `on`.
pub(super) const TITLE_BEHIND_SMALL_WORDS: i32 = 6;
/// A title behind the kind of text begins with a number and a colon: the number is the text's.
pub(super) const TITLE_BEHIND_NUMBER: i32 = 6;
/// A line is the title alone and hardly looks like one: dearer than to leave it out where another line can be the title.
pub(super) const TITLE_UNLIKELY: i32 = 9;
/// The title is nothing but a symbol, `A/80/L.40`, or a number: a text without a title is likelier.
pub(super) const TITLE_IS_SYMBOL: i32 = 12;
/// A line that could be anything, and is not the title, begins with the kind of text and goes on: it is a title, or one that the
/// house has in other words.
pub(super) const BEGINS_WITH_KIND: i32 = 6;
/// A line that could be anything, and is neither title nor reference, is nothing but a symbol.
pub(super) const SYMBOL: i32 = 8;
/// A line that could be anything, and is not the title, begins in the middle of a sentence.
pub(super) const AMID_SENTENCE: i32 = 8;
/// How much likelier a line that could be anything is a name where the one below it says in small letters what somebody
/// is.
pub(super) const NAME_OF_ROLE: i32 = 4;
/// The kind of text stands alone on its line where the house has no such line.
pub(super) const KIND_ALONE: i32 = 3;
/// All the words of a line stand in another line, which the house knows by its words: dearer than a line for a short title.
pub(super) const SAID_ELSEWHERE: i32 = 6;
/// How much likelier a line that begins with the kind of text is its title below one that the house knows by the same: `Resolution
/// No. 45`.
pub(super) const TITLE_BELOW_KIND: i32 = 6;
/// The last line above the text could be anything, and ends with a comma as a sentence does that goes on in it: dearer than to
/// leave it out.
pub(super) const SENTENCE_GOES_ON: i32 = 12;
/// A line that could be anything, in whole or in part, comes again as the running heads of pages do: as dear.
pub(super) const RUNNING_HEAD: i32 = 9;
/// The kind of the text is only spoken of, within other words.
pub(super) const KIND_MENTIONED: i32 = 3;
/// Nothing above the text names its kind: any kind that is named is likelier.
pub(super) const KIND_NOT_NAMED: i32 = 6;
/// There is a note of adoption, and no line of the title block has its mark.
pub(super) const ADOPTION_NOTE_NOT_MARKED: i32 = 6;
/// A formula stands in the text that texts of the kind do not print.
pub(super) const FORMULA_OF_OTHER_KIND: i32 = 7;
/// A kind that nothing names has forms of its own: one with the usual forms of the house is likelier.
pub(super) const KIND_UNUSUAL: i32 = 1;
/// A note or a line says who adopted the text or when, and the lines are those of one that was not.
pub(super) const ADOPTED_AFTER_ALL: i32 = 9;

/// Returns a count, to be multiplied with a cost.
pub(super) fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
