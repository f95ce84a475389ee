//! What it costs to believe something of a paragraph. Only differences count: what is dearer is believed when everything
//! else that the paragraph could be is dearer still.
//!
//! A label that is not there is cheaper than one that is another: letters get lost more often than they are invented. To
//! throw a paragraph out of the text is dearer than to keep it with a repair, if anything speaks for its being a clause.

// Labels: what is nearest to what the house prints is cheapest.

/// `I.` for `l.`: a known failing of machines.
pub(super) const LABEL_MISTAKEN: u32 = 2;
/// `a.` for `aa.` behind `z.`: converters know no more letters.
pub(super) const LABEL_BEGUN_ANEW: u32 = 1;
/// No label where the house leaves it out as long as there is but one clause: cheaper than to lose it.
pub(super) const LABEL_OF_THE_ONLY_ONE: u32 = 2;
/// `a)` for `a.`: people write so, yet another level may be written just so.
pub(super) const LABEL_DRESSED: u32 = 3;
/// `1.` for `2.1`: lists of other programs count each level alone.
pub(super) const LABEL_WITHOUT_THOSE_ABOVE: u32 = 4;
/// Beside that, where nothing promised a list: clauses that are counted anew, likelier.
pub(super) const LABEL_ALONE_UNPROMISED: u32 = 8;
/// `б)` for `b)`: a translator's habit.
pub(super) const LABEL_OF_OTHER_ALPHABET: u32 = 3;
/// `(a)` for `1.`, where one level may be left out.
pub(super) const LABEL_OF_LEVEL_BELOW: u32 = 4;
/// `1 bis.` behind `1.`, as drafts have it.
pub(super) const LABEL_INSERTED: u32 = 2;
/// Another bullet than the house's, or none.
pub(super) const OTHER_BULLET: u32 = 3;
pub(super) const BULLET_LOST: u32 = 3;
/// A bullet before a clause that has no label in the house.
pub(super) const BULLET_FOR_NONE: u32 = 4;
/// In a list of the file an entry without a label is an entry all the same.
pub(super) const LABEL_LOST_IN_LIST: u32 = 3;
pub(super) const LABEL_LOST: u32 = 5;
/// Where the entry before it, which began as it does, had none either, nobody wrote them.
pub(super) const LABEL_LOST_AGAIN: u32 = 1;
/// Entries missing before this one; a step more for each.
pub(super) const ENTRIES_MISSING: u32 = 7;
/// Dearer than a missing entry: nobody counts backwards.
pub(super) const LABEL_TWICE: u32 = 9;
/// A label where the house has none: a number of the sentence, more likely.
pub(super) const LABEL_NEEDLESS: u32 = 8;
/// The same where it has the number of the clause, as one that somebody typed.
pub(super) const LABEL_NEEDLESS_COUNTED: u32 = 5;
/// A label that nothing explains.
pub(super) const LABEL_OTHER: u32 = 12;
/// The first clause of a part begins with 1 again, though the house counts on.
pub(super) const PART_NUMBERED_ANEW: u32 = 4;
/// A heading beside nothing but its label is not lost as a letter is.
pub(super) const LABEL_LOST_BEFORE_HEADING: u32 = 5;

// Lines around the text: they cost something, that a clause be a clause; little, since they may be many.

/// A line above or below the text, once there is one.
pub(super) const LINE_OUTSIDE: u32 = 1;
/// A label, or lead words, on a line outside of the text.
pub(super) const LABEL_OUTSIDE: u32 = 6;
pub(super) const LEAD_WORDS_OUTSIDE: u32 = 6;
/// A sentence with a label, taken for a line of the title.
pub(super) const LABELLED_SENTENCE_ABOVE: u32 = 6;
/// The opening or a formula, taken for a line above the text; the more so, as everything rests on it; for a clause; or below,
/// or for the rest of a paragraph.
pub(super) const PRINTED_ABOVE: u32 = 20;
pub(super) const PRINTED_AS_CLAUSE: u32 = 20;
pub(super) const PRINTED_BELOW: u32 = 12;
/// Addresses and names below the text do not end as clauses do: `;`.
pub(super) const BELOW_AS_CLAUSES_END: u32 = 5;
/// A sentence, though some stand there.
pub(super) const BELOW_AS_SENTENCES_END: u32 = 3;
/// The first line below the text ends it, which is a greater step than a joined paragraph.
pub(super) const TEXT_ENDS: u32 = 7;
/// What could be such a line is likelier to be one.
pub(super) const TEXT_ENDS_AS_PRINTED: u32 = 4;
/// Entries of lists, lines without an end, sentences: each is likelier to be of the text.
pub(super) const ENDS_IN_LIST: u32 = 4;
pub(super) const ENDS_WITHOUT_MARK: u32 = 2;
pub(super) const ENDS_WITH_SENTENCE: u32 = 4;
/// A text without any clause is none.
pub(super) const NO_CLAUSE: u32 = 40;

// Headings between clauses: the file says so, or the line looks so, or it is a guess.

pub(super) const HEADING: u32 = 1;
pub(super) const HEADING_BY_LOOK: u32 = 4;
pub(super) const HEADING_GUESSED: u32 = 9;
pub(super) const HEADING_WITH_LEAD_WORDS: u32 = 6;
/// A label that is no chapter's.
pub(super) const HEADING_WITH_LABEL: u32 = 4;
/// A heading that no clause follows: a line below the text, likelier.
pub(super) const HEADING_WITHOUT_CLAUSE: u32 = 12;
/// A heading where the clause's own heading has just been.
pub(super) const HEADING_BELOW_HEADING: u32 = 9;

// Parts: the usual form of a part is free; every other must be told by what the house prints.

/// A line without label that ends nowhere, or that the house prints above the text, as the first clause.
pub(super) const LINE_AS_FIRST_CLAUSE: u32 = 6;
/// A short line that ends nowhere, without label or lead words, as a clause or its closing words: a heading, likelier.
pub(super) const LINE_AS_CLAUSE: u32 = 4;
pub(super) const UNUSUAL_FORM: u32 = 5;
/// An unusual form whose heading or formula was printed.
pub(super) const UNUSUAL_FORM_ANNOUNCED: u32 = 2;
/// A form whose heading or formula was not printed, or that of another part was.
pub(super) const NOT_ANNOUNCED: u32 = 7;
pub(super) const OTHER_ANNOUNCED: u32 = 7;
/// What stands behind the heading or formula of a part is no clause of it.
pub(super) const ANNOUNCED_WITHOUT_CLAUSE: u32 = 12;
/// A part that counts as the one before it does, and that no heading, formula or lead words tell of: points counted otherwise,
/// likelier.
pub(super) const PART_UNTOLD: u32 = 15;
/// For each part that is left out altogether.
pub(super) const PART_LEFT_OUT: u32 = 3;

// Clauses.

/// No lead words where the house has some; those of another part, which says more.
pub(super) const LEAD_WORDS_MISSING: u32 = 5;
/// The same where neither a label nor a capital begins it.
pub(super) const LEAD_WORDS_MISSING_IN_SENTENCE: u32 = 7;
pub(super) const LEAD_WORDS_OF_OTHERS: u32 = 8;
/// Lead words where the part has none.
pub(super) const LEAD_WORDS_NEEDLESS: u32 = 2;
/// A clause that stands deeper in lists than the point before it.
pub(super) const CLAUSE_DEEPER_THAN_POINT: u32 = 2;
/// A heading that is a clause's own, where the house has none; or the other way about.
pub(super) const HEADING_UNLIKE_LEVEL: u32 = 3;
/// A label in the middle of a quotation is one of the text that is quoted.
pub(super) const CLAUSE_IN_QUOTATION: u32 = 9;
/// Another clause begins though points were promised, or though the last one did not end.
pub(super) const POINTS_MISSING: u32 = 3;
pub(super) const NOT_ENDED: u32 = 4;

// Points.

/// A list below a clause that promised none: likelier where its first label is right and it stands deeper.
pub(super) const UNPROMISED_LIST: u32 = 8;
pub(super) const UNPROMISED_LIST_DEEPER: u32 = 3;
pub(super) const POINT_WITH_LEAD_WORDS: u32 = 5;
pub(super) const POINT_AS_HEADING: u32 = 6;
/// A point that neither a label nor a list of the file shows to be one.
pub(super) const POINT_LIKE_WORDS: u32 = 3;
/// Such a point that begins with a small letter behind one that began with a capital, or the other way about.
pub(super) const POINT_BEGINS_OTHERWISE: u32 = 2;
/// A point that stands elsewhere than its like: without a label it is hardly one.
pub(super) const LABELLED_POINT_APART: u32 = 1;
pub(super) const POINT_APART: u32 = 4;
/// What is quoted behind a colon, as the first point: without a label it is the quotation that the colon leads to.
pub(super) const QUOTATION_AS_POINT: u32 = 4;
/// A point without label that stands in no list of the file, behind points that do.
pub(super) const POINT_BESIDE_LIST: u32 = 1;
/// The depth in lists says otherwise.
pub(super) const FIRST_POINT_HIGHER: u32 = 2;
pub(super) const FIRST_POINT_BESIDE: u32 = 3;
pub(super) const NEXT_POINT_DEEPER: u32 = 1;
pub(super) const NEXT_POINT_HIGHER: u32 = 3;
pub(super) const NEXT_POINT_NO_HIGHER: u32 = 2;
/// A bullet shows nothing but how deep it stands: where that is not as deep as the list, it goes on with none of it.
pub(super) const NEXT_BULLET_ELSEWHERE: u32 = 6;

/// Nor does one of another sign go on with a list: lists within each other have bullets of their own.
pub(super) const NEXT_BULLET_OTHER: u32 = 6;

// What goes on with a paragraph, and what closes a clause.

/// Joined to the paragraph before: with a label of its own, least of all with one that a program counts.
pub(super) const JOINED: u32 = 3;
pub(super) const JOINED_WITH_LABEL: u32 = 7;
pub(super) const JOINED_WITH_COUNTED_LABEL: u32 = 9;
/// What the file calls an entry of a deeper list goes on with the paragraph above it.
pub(super) const JOINED_ENTRY: u32 = 4;
/// A clause in all it shows, label and lead words, joined to one that had ended.
pub(super) const JOINED_CLAUSE: u32 = 6;
/// The paragraph before had ended; this one begins as a sentence does, or stands elsewhere.
pub(super) const JOINED_BEHIND_END: u32 = 4;
pub(super) const JOINED_SENTENCE: u32 = 1;
/// The same behind a point of an article, whose paragraphs go on behind their points: `The first subparagraph …`.
pub(super) const JOINED_BEHIND_POINTS: u32 = 2;
pub(super) const JOINED_APART: u32 = 1;
/// A line that begins as a sentence does and ends nowhere, behind a paragraph that had ended: a heading or a name; or a line
/// without words.
pub(super) const JOINED_LINE: u32 = 3;
/// A heading stands between the two: their words would change places.
pub(super) const JOINED_OVER_HEADING: u32 = 20;
/// The cells of a table go on with what stands before it; a clause is hardly ever one.
pub(super) const JOINED_CELL: u32 = 1;
pub(super) const CELL_AS_CLAUSE: u32 = 6;
/// The quotation that the paragraph before began goes on, whatever it looks like.
pub(super) const JOINED_QUOTATION: u32 = 1;
/// Words that open a clause, or a heading, in the middle of one.
pub(super) const JOINED_LEAD_WORDS: u32 = 4;
/// The more so where the file sets them off as it does those of clauses.
pub(super) const JOINED_LEAD_WORDS_EMPHASISED: u32 = 6;
pub(super) const JOINED_HEADING: u32 = 6;
/// Closing words: dearer behind a point that did not end, which they would go on with; a step more for each level.
pub(super) const CLOSING: u32 = 5;
pub(super) const CLOSING_BEHIND_NO_END: u32 = 9;
pub(super) const CLOSING_SENTENCE: u32 = 2;
/// Closing words stand where their clause or its label does: no further in, and not where another one stands.
pub(super) const CLOSING_ELSEWHERE: u32 = 3;
/// A point that stands deeper in lists than the house has levels.
pub(super) const BELOW_LAST_LEVEL: u32 = 3;
/// A second list behind closing words: rare, yet likelier than a clause that lost label and lead words.
pub(super) const SECOND_LIST: u32 = 6;
