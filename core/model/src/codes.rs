//! The one registry of finding codes: what `engross explain CODE` prints and SARIF lists as rules.

use crate::Severity::{self, Error, Info, Warning};

/// A code and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// `PUN-01`.
    pub code: &'static str,
    /// Used unless the settings say otherwise.
    pub severity: Severity,
    /// The rule in a few words.
    pub title: &'static str,
    /// Why the rule exists and what to do, in sentences.
    pub text: &'static str,
}

/// Returns the entry of a code.
pub fn code_entry(code: &str) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.code == code)
}

/// Says whether a code is about how far a language version has come. An adopted text is made of a whole one only:
/// no waiver and no setting changes that.
pub fn is_about_progress(code: &str) -> bool {
    code.starts_with("T0")
}

const fn entry(code: &'static str, severity: Severity, title: &'static str, text: &'static str) -> CodeEntry {
    CodeEntry { code, severity, title, text }
}

/// Every code, by family.
#[rustfmt::skip]
pub const CODES: &[CodeEntry] = &[
    // Files and settings.
    entry("FILE-01", Error, "a file cannot be read",
        "The file does not exist, may not be read, or is no regular file. Check the path and its permissions."),
    entry("FILE-02", Error, "a file is too large",
        "A source text may have 8 MiB at most. Real declarations have some kilobytes: is this the right file?"),
    entry("FILE-03", Error, "a file is not UTF-8",
        "engross reads UTF-8. Save the file in that encoding; most editors offer it under `Save as`."),
    entry("FILE-04", Error, "two texts have the same slug",
        "Outputs are named by the slug: the folder's name for `<folder>/<lang>.yaml`, else the file's name. Rename one of the two."),
    entry("FILE-05", Error, "a file is no text",
        "A source text has a top-level `kind:`, a language version has `translation-of:`. Files with neither are left alone in folders and refused when named."),
    entry("FILE-06", Warning, "a text lacks a language",
        "`--language en+fr` sets the languages of a text side by side, and this text is not there in all of them. It is passed over; a file that was named on the command line must have them all. `engross translate new` begins a language version."),
    entry("FILE-07", Error, "languages cannot stand side by side",
        "Each row of a text in several languages holds one clause, and each note has one mark in all of them. The clauses and notes of the files are not the same, or a translation points to its notes in another order: bring its note marks into the order of the source."),
    entry("SET-01", Error, "a settings file does not read",
        "`engross.yaml` has an unknown key or a value of the wrong kind, or is no YAML. `engross schema settings` prints what it may hold."),
    entry("HOUSE-01", Error, "there is no such house",
        "The text names a house that is neither built in nor in the folders given by `--templates` or `engross.yaml`. `engross house list` shows those there are."),
    entry("HOUSE-02", Error, "a house's file does not read",
        "A file of the house has an unknown key, a value of the wrong type, or a name that leads nowhere: a numbering, phrase, slot or file that is not there. Or it says what no page and no list can hold: a number out of its bounds, a numbering without marks or with one label for two numbers, a part or field whose name means something else. `engross schema house` and `engross schema terms` print what they may hold."),
    entry("HOUSE-03", Error, "a term's slot is wrong",
        "Terms are inline markup with `{slots}`. Each term knows certain slots; another name, or an unclosed brace, would print as it stands."),
    entry("HOUSE-04", Error, "the house does not speak the language",
        "A house needs a file `terms/<language>.yaml` for every language in which texts are made."),
    entry("HOUSE-05", Error, "the house has no such kind, part or variant",
        "The text uses a kind, part or variant that its house does not define. The message lists those it does."),
    entry("HOUSE-06", Warning, "a house leaves something open",
        "`engross house check` reads a house as a whole: lists that may outgrow their letters, labels and references that two clauses share, words that one language has and another lacks, looks of what is never printed. References that two clauses share are an error: nobody could tell which is meant."),
    entry("HOUSE-07", Warning, "a house cannot hold this as it is",
        "The text is set in another house than its own. Its words and their order stay, end marks and lead words are written as that house does; the message says what takes the place of a kind, part, variant or series of notes that the house does not have, and what is not printed. What that house's rules find in the text are warnings, with the codes of these rules."),

    // Imports.
    entry("IMP-01", Info, "a label was lost",
        "The file has no label where the house prints one. The labels around it say what it was; the text is numbered by its house anyway."),
    entry("IMP-02", Info, "a label was misread",
        "A machine took signs for each other that look alike: `I.` for `l.`. What stands around it says which label it is."),
    entry("IMP-03", Info, "a note was moved to its mark",
        "At the foot of a page a note comes between clauses. It was taken out of the text, and stands under `notes:`."),
    entry("IMP-04", Info, "what belongs to a page, or to the house, was left out",
        "Running heads, page numbers and the lines above notes are made by the house; controls of a page, the marks of quoted mail and invisible characters are no words of the text. A line that the house reads in several words is printed in those that it writes first."),
    entry("IMP-05", Warning, "a label is not what the house counts",
        "The text is numbered by its house. Where the file counts otherwise a clause may be missing, or words may have been taken for a label: compare with the original."),
    entry("IMP-06", Info, "lead words were marked",
        "The lead words were not marked in the file, or otherwise than the house marks them."),
    entry("IMP-07", Warning, "a paragraph was joined to the one before it",
        "It has no label, and nothing says that it is a clause of its own: it was taken for the rest of the paragraph before it. So is a second list behind the closing words of a clause, a block quotation or a table, for which a source text has no place."),
    entry("IMP-08", Warning, "something was guessed",
        "The file does not say it, or not in a way that can be read back. The message says what was written: see whether it is right."),
    entry("IMP-09", Warning, "something was not understood",
        "A line fits nothing that the house prints, a note is marked nowhere, or something in the file is no line of words: a picture, a hidden passage, a link to a file. The message says what became of it: mostly it is not in the text that was made. See what it says, and write it where it belongs."),
    entry("IMP-10", Warning, "a clause led into nothing",
        "A colon promises points, and none follow. The mark that the house wants there was written; if points are missing in the file, they must be added. Where the clauses below it may be its points, the colon stays."),
    entry("IMP-11", Error, "a file cannot be imported",
        "The file is damaged, behind a password, too large, or of a kind that engross does not read. It reads Word (`.docx`), OpenDocument (`.odt`), PDF with a text layer, HTML, Markdown and plain text."),

    entry("IMP-12", Warning, "a translation does not match its original",
        "Clauses are matched by their labels. Where a list has another length in the file than in the original, or a clause nothing that stands for it, its words are not taken over: compare both, and write them where they belong."),
    entry("IMP-13", Warning, "something was not found in a translation",
        "The original has a clause, a heading, a note or a part for which the file has no words. It stays to be translated."),

    // YAML as such.
    entry("YAML-01", Error, "the YAML does not parse",
        "The file breaks a rule of YAML itself. The two everyday slips: a colon followed by a space inside an unquoted sentence, and a text that begins with `*` or `&` without quotes. Put the text in double quotes, or under `>-` on lines of its own."),
    entry("YAML-02", Error, "a key stands twice",
        "In one mapping every key may stand once; the second would silently win. Delete or rename one."),
    entry("YAML-03", Error, "anchors and aliases are not used here",
        "YAML's `&name` and `*name` copy parts of a file. A text that must be proof-read has none; write the words out, or quote a text that begins with `*`."),
    entry("YAML-04", Error, "the YAML is nested too deeply",
        "More than 64 levels. No text needs that; a bracket is probably missing."),
    entry("YAML-05", Error, "the file holds more than one document",
        "A line `---` begins a second document. One file holds one text."),
    entry("YAML-06", Error, "the YAML uses a tag",
        "Tags such as `!!binary` have no meaning here. Delete it."),
    entry("YAML-07", Warning, "words of a text are taken for a comment",
        "In YAML a blank and `#` begin a comment, also inside a sentence: of `the item #4 of the list` nothing prints but `the item`. Put such a text in double quotes, or under `>-` on lines of its own. A comment behind unquoted running text is taken as one without a word if it looks like one: two blanks or a tab before the `#`, and a blank after it."),

    // Source texts.
    entry("SRC-01", Error, "a key is unknown",
        "The key is not part of the source format; probably it is misspelt. `engross schema source` prints the format."),
    entry("SRC-02", Error, "a value has the wrong type",
        "A list stands where a text is expected, or a text where a list is. The clauses of a part and the points of a clause begin with a hyphen and a blank, each on a line of its own."),
    entry("SRC-03", Error, "a key is missing",
        "The text cannot be made without it."),
    entry("SRC-04", Error, "a value is not one of those allowed",
        "The message lists the allowed values."),
    entry("SRC-05", Error, "an id is malformed",
        "An id is a lower-case letter followed by up to 63 lower-case letters, digits and hyphens. It names the clause, not its number."),
    entry("SRC-06", Error, "an id stands twice",
        "Ids are how translations, amendments and references find a clause, so each may stand once in a text."),
    entry("SRC-07", Error, "clauses are nested too deeply",
        "A text may have 8 levels of clauses, or as many as its house has."),
    entry("SRC-08", Error, "a date is wrong",
        "Dates are written `2025-05-26`, and the day must exist."),
    entry("SRC-09", Error, "a text is empty",
        "A clause, heading or note without words. Write it or delete it."),
    entry("SRC-10", Info, "clauses or headings have no ids",
        "Ids are optional while drafting and needed once a text is translated or amended. `check --fix` writes them."),
    entry("SRC-11", Warning, "a field does nothing here",
        "The field is well-formed but has no place in a text of this status or kind, or no line of the house's title block prints it beside the others: what it says would be lost."),
    entry("SRC-12", Error, "a text is too large",
        "A single text may have 20,000 clauses and notes: split the file. Of one text 10,000 findings are reported: mend those first."),
    entry("SRC-13", Error, "a title or a word is too long",
        "A title, a heading, a name or any other line of its own may have 4,000 characters, and so may a single word: files keep no longer titles, and nothing else shows where a longer word could be broken. Say it shorter, or put blanks into the word."),

    // Inline markup.
    entry("INL-01", Error, "a mark is not closed",
        "Emphasis opens with `**`, `*`, `^` or `~` at the beginning of a word and closes at the end of one. To print the character itself, put a backslash before it."),
    entry("INL-02", Error, "a link's address is refused",
        "Links are absolute and begin with `https://`, `http://` or `mailto:`, or with `#` for a clause of this text."),
    entry("INL-03", Error, "a mark is empty",
        "There is nothing between the opening and the closing mark."),
    entry("INL-04", Error, "marks are nested too deeply",
        "More than 8 marks inside each other. One is probably not closed."),
    entry("INL-05", Error, "a control character stands in the text",
        "The text holds a character that cannot be printed. Delete it."),

    // Waivers.
    entry("WAIVE-01", Error, "a waiver gives no reason",
        "`waive:` names a code and why the rule does not hold here. The reason is what a colleague reads in a year."),
    entry("WAIVE-02", Warning, "a waiver is not used",
        "Nothing it waives was found. Delete it, so that it cannot hide a later slip."),
    entry("WAIVE-03", Error, "a waiver names an unknown code",
        "Only codes that `engross explain` knows can be waived, and only those of rules about the text itself: not those that say how far a language version has come."),

    // Structure.
    entry("STR-01", Error, "the opening formula is wrong",
        "A text opens with the formula of its house, once. It is printed by itself; do not write it as a clause."),
    entry("STR-02", Error, "the text has no operative clause",
        "A declaration or resolution decides something: at least one operative clause must stand after the preamble."),
    entry("STR-03", Warning, "the text has no preamble",
        "In this house every text gives its reasons first."),
    entry("STR-04", Error, "the house prints no title",
        "The title block of this house has no line for a title, so the words under `title:` would be lost. Delete them, or choose another variant of the title block."),
    entry("STR-05", Error, "the last clause is not the house's",
        "In this house a part ends with a formula of its own, as one that instructs the President to forward the text. Its last clause begins with these words."),

    // Numbering.
    entry("NUM-01", Error, "a label typed into the text differs from the computed one",
        "Labels are computed. A clause that begins with its own label prints it twice; if the typed one differs, something was inserted or lost. The clause's own number in round brackets counts too, whatever the house prints: `(b)`, `(2)` or `(ii)` before the second."),
    entry("NUM-02", Error, "labels run out, or two are the same",
        "The house's scheme has no label for this clause, or gives two neighbours the same one."),
    entry("NUM-03", Warning, "a list has one point only",
        "A single point needs no label: join it to the clause above, or add the second."),
    entry("NUM-04", Error, "a cross-reference leads nowhere",
        "No clause of this text has that id. The message offers the nearest."),
    entry("NUM-06", Warning, "a cross-reference is typed by hand",
        "The words name a paragraph or point of this text by number. Write `[#id]` instead: then the number follows when clauses move."),

    // Punctuation.
    entry("PUN-01", Error, "a clause ends with the wrong mark",
        "The house says how a clause ends by its part and position, `; and` before the last point included. Nothing at all is no fault: the mark is added when the text is made. Two marks running and a conjunction that the house does not print there are wrong."),
    entry("PUN-02", Error, "a clause with points does not end as it should",
        "What leads into points ends with the house's mark, mostly a colon."),
    entry("PUN-03", Error, "the text does not end with its final mark",
        "The last clause or the last point of a text ends with the house's final mark, mostly a full stop."),
    entry("PUN-04", Warning, "a space at a mark is wrong for the language",
        "Some languages and houses put a no-break space before `: ; ! ?` or `%` and inside quotation marks, others forbid it; some write `%` before its number."),
    entry("PUN-05", Warning, "spacing or a typewriter's character",
        "A double space, a double comma or semicolon, a space before a comma, a missing space after one, a hyphen used as a dash, three dots for an ellipsis, a mark that the language writes otherwise (`؛` for `;` in Arabic), or quotation marks of another style than the house's."),
    entry("PUN-06", Warning, "a note mark stands on the wrong side of a punctuation mark",
        "English sets note marks after the punctuation, French and Spanish before it."),
    entry("PUN-07", Info, "a no-break space is missing",
        "Inside a large number, between `No` and its number, or between a number and its unit, a line may break."),

    // Emphasis.
    entry("EMP-01", Error, "a clause does not begin with lead words of the house",
        "Preambular and operative clauses begin with a phrase of the house's list for that part and language, marked with `**` to its last word: `**CALLS ON** all`. The house's adverbs may stand before it or be marked with it behind, and two phrases may be joined under one pair of marks."),
    entry("EMP-02", Warning, "a clause's lead words belong to the other part",
        "A preambular clause begins with a participle or adjective, an operative one with a finite verb."),
    entry("EMP-03", Warning, "lead words have the wrong case",
        "In this house an operative verb stands in capitals, a preambular one does not."),
    entry("EMP-04", Warning, "the same lead words stand twice running",
        "This house varies them with `also` and `further`."),
    entry("EMP-05", Info, "further lead words are not marked",
        "A later participle in the clause is one of the house's lead words and is not marked. Mark it, or leave it if that is meant."),
    entry("EMP-06", Error, "the house marks no lead words",
        "Texts of this house have no emphasised lead words."),
    entry("EMP-07", Error, "lead words are emphasised in the wrong way",
        "Lead words are marked with `**`; the house decides whether that is bold or italic."),

    // Notes.
    entry("NOTE-01", Error, "a note and its marks do not match",
        "Every `[^name]` needs a note of that name under `notes:`, and every note a mark in the text."),
    entry("NOTE-02", Error, "the adoption note is wrong",
        "An adopted text carries the house's adoption note, filled in from `adoption:`; its weekday comes from its date."),
    entry("NOTE-03", Warning, "two notes have the same words",
        "This house prints such a note once and repeats its mark: use one name in both places."),

    // Terms, dates and references.
    entry("TERM-02", Info, "one thing has two names",
        "The house prefers one of them."),
    entry("TERM-03", Warning, "a fixed formula has another wording",
        "The house writes this formula in one way only."),
    entry("TERM-04", Warning, "a spelling is not the house's",
        "The house has one spelling for words of this family."),
    entry("DATE-01", Warning, "a date in running text is not in the house's form",
        "Dates are written out in the language's form, never in figures alone."),
    entry("REF-01", Warning, "the document reference is malformed",
        "The reference follows the house's grammar, and its year agrees with the text's date."),

    // Language versions.
    entry("T001", Error, "a unit is not translated",
        "A unit of the source has no words in this language version. A draft prints those of the source and marks them; an adopted text is not made until every unit is translated, whatever is waived or switched off."),
    entry("T002", Error, "a translation is stale",
        "The source has changed since these words were written, or nobody knows what they translate: `src:` is its hash. Compare both; mend the words, or accept them as they are with `engross translate refresh`. It is a warning only where nothing but what is bold has changed."),
    entry("T003", Error, "a translation has not come far enough",
        "An adopted official version needs every unit `reviewed` or `final`, a working or courtesy one `translated`. `engross translate mark` says so of units."),
    entry("T004", Error, "a language version has a unit that the source does not have",
        "The clause was deleted or its id is misspelt. `engross translate prune` moves such units to `attic:`, where nothing is lost."),
    entry("T005", Error, "the source of a language version cannot be used",
        "`translation-of:` names the language of the source, whose file stands beside the version: `en` for `en.yaml`. It must be another language, and the source must be without mistakes that hide its clauses."),
    entry("T006", Error, "units of the source have no id",
        "A language version finds what it translates by ids. `engross check --fix` writes them into the source."),
    entry("T007", Error, "the house cannot say what a version counts for",
        "A courtesy translation says that it is one, in words of the house: the phrase `courtesy` of its terms in this language."),
    entry("T008", Error, "a language version cannot be changed by the program",
        "The file is laid out in a way in which the change cannot be written without touching other units. Write each unit on lines of its own, below its id."),

    // Language versions beside their source: marks.
    entry("T101", Error, "a mark of the source is lost",
        "Emphasis, a link, raised or lowered letters of the source stand nowhere in the translation. Raised letters at the end of a word, as in an ordinal, are spelling and do not count; bold passages are those of T106."),
    entry("T102", Error, "a translation has a mark that its source does not have",
        "Emphasis, a link, raised or lowered letters stand here, and the source has none or fewer. Take the marks off, or mark the source too."),
    entry("T103", Error, "a mark is of another kind than in the source",
        "Emphasis of the source is raised here, or a link, or the like; or the same marks stand otherwise inside each other."),
    entry("T104", Error, "note marks differ from those of the source",
        "Every note that the source points to in a unit is pointed to in its translation, and no other. It is information only where the order differs: languages order words otherwise."),
    entry("T105", Error, "references differ from those of the source",
        "A translation refers to the clauses to which its source refers, in the house's words or in its own."),
    entry("T106", Warning, "other passages are bold than in the source",
        "A translation marks as many passages with `**` as its source: the lead words, and what else is bold there. Which words they are is the translator's choice."),

    // Language versions beside their source: words.
    entry("T201", Warning, "a translation is its source",
        "The words are those of the source. Names and numbers may be: say `same-as-source: true` for the unit."),
    entry("T202", Warning, "a translation ends with another mark than its source",
        "A title, heading or note ends with another kind of mark, or with none. Marks that a language writes otherwise are the same: the Greek raised point is a semicolon. The ends of clauses are those of PUN-01 to PUN-03 and T203."),
    entry("T203", Error, "a clause ends otherwise than in the source",
        "The house leaves open how clauses of this part end, so each ends as its source does. Where the house says it, PUN-01 to PUN-03 hold."),
    entry("T204", Warning, "a translation begins with another case than its source",
        "A point begins with a capital and its source with a small letter, or a title, heading or note begins with a small letter. A word that has its capital elsewhere inside a sentence is a name, and may begin a point."),
    entry("T205", Warning, "the numbers differ from those of the source",
        "Every number in figures stands in the translation as often as in the source. How a language parts thousands and decimals does not matter, nor do signs, units and the endings of ordinals. Waive it where a language writes the number as a word."),
    entry("T206", Warning, "the dates differ from those of the source",
        "A day with its month stands in one of the two texts alone. Months are known by their names in both languages."),
    entry("T207", Warning, "a no-break space of the source is lost",
        "The source keeps a number on one line with its word; in the translation a line may break there. Translators' programs often make ordinary spaces of such. Spaces at marks are those of PUN-04; where the house has PUN-07, that rule holds instead."),
    entry("T208", Info, "straight quotation marks or apostrophes",
        "The house does not say what it writes in this language, and typewriter marks are seldom meant. Where it says so, PUN-05 holds."),
    entry("T209", Warning, "a space stands at a note mark or inside a link",
        "A note mark stands right after its word, as in the source; the words of a link begin and end with a letter or mark. Other spaces are those of PUN-05."),
    entry("T210", Warning, "a word stands twice",
        "The same word stands twice running. Words that may do so in a language are the `doubled-words` of its terms."),
    entry("T211", Warning, "a translation is much shorter or longer than its source",
        "It has less than half or more than twice the words, in a text of more than eight. Something may be missing, or said twice."),
    entry("T212", Warning, "an acronym of the source is missing",
        "An acronym is kept as it is, or the glossary says what stands for it."),
    entry("T213", Warning, "an address differs from that of the source",
        "A link leads to another page, or a printed address is another. Waive it where the page has an address of its own in the language."),
    entry("T214", Warning, "a word is written in letters of another script",
        "All its letters look like those of the language and are others: searching, sorting and reading aloud fail. Letters of two scripts inside one word are those of UNI-02."),
    entry("T215", Error, "an invisible mark of direction stands in a translation",
        "Left-to-right and right-to-left marks are left over from other programs. The output sets the direction of foreign words itself."),
    entry("T216", Warning, "a bracket or quotation mark has no other",
        "It is opened and not closed, or closed and not opened, and the source's are in order."),

    // Language versions beside their source: terms.
    entry("T301", Warning, "a term is not translated as the glossary has it",
        "The source has a term of the glossary, and the translation none of what is preferred for it. The house's glossary is its file `glossary.yaml`; `glossary:` in `engross.yaml` names that of the project, which goes before it."),
    entry("T302", Error, "a term is translated by forbidden words",
        "The glossary names what is not written for this term."),
    entry("T303", Warning, "the same words are translated in two ways",
        "Two units have the same source and different translations. Formulae should be the same all through a text."),
    entry("T304", Warning, "different words are translated alike",
        "Two units have the same translation and different sources. Something that the source tells apart is probably lost."),
    entry("T305", Warning, "lead words are not rendered as the glossary has it",
        "The table `leads:` of the glossary names what stands for the lead words of the source. Other words beside them, such as adverbs, do not matter."),

    // Characters.
    entry("UNI-01", Error, "a character does not belong in a text",
        "A private-use character, a soft hyphen, a zero-width space, a byte-order mark inside the text, or letters not in composed form (NFC). They look right and break searching and sorting."),
    entry("UNI-02", Warning, "a word mixes scripts",
        "A Latin letter stands inside a Cyrillic or Greek word, or the other way round: it looks right and is another letter."),
    entry("UNI-03", Error, "a direction mark is not closed, or forces letters round",
        "An invisible character that turns the direction of writing is not closed again in the same text, and would turn what follows. One that forces letters round (U+202D, U+202E) shows other words than those that are written."),

    // What translators return.
    entry("M101", Error, "a returned unit is unknown",
        "The file has a unit that was never in this text, so nothing says where its words belong. Is it the file of another text?"),
    entry("M102", Warning, "the clause of a returned unit is gone",
        "The clause was removed from the source since the export. Its translation is shown in the report and not kept."),
    entry("M103", Error, "the source of a returned unit was changed",
        "A translator changes the translation alone. The source of this unit differs from the one that was sent, so it is not known what was translated. Export the text anew."),
    entry("M104", Error, "the marks of a returned unit differ",
        "Note marks, references, links and lead words of the source must all stand in the translation, in any order. The message lists those that are missing or too many. Mend the unit in the translator's tool and import again."),
    entry("M105", Error, "a returned unit was changed here too",
        "The language version has other words for the unit than when it was exported, and the file brings a third wording. Both are shown; `--ours` or `--theirs` decides."),
    entry("M106", Error, "a returned unit cannot be read",
        "The unit has a mark that no export writes, or lacks what every unit has. It is left as it is; the other units of the file are read."),
    entry("M107", Warning, "what was sent is not known",
        "An export notes beside its file what it sent. Without that note the import cannot tell what the translator changed, so everything that differs from the version comes in as a draft."),
    entry("M201", Error, "a translators' file does not parse",
        "The file is damaged, or is none of the formats that translators' tools write: XLIFF, PO, TMX, TBX or a glossary of lines with tabs. Let the tool save it again."),
    entry("M202", Error, "a translators' file could act",
        "The file has a document type, an entity of its own, a processing instruction or an inclusion of another file. No tool needs these, and a stranger could read other files or exhaust the machine with them."),
    entry("M203", Error, "a translators' file has another version",
        "engross reads XLIFF 1.2, 2.0 and 2.1, PO, TMX and TBX version 2, and those of its own profiles that it knows. Save the file in the version in which it was exported."),
    entry("M204", Error, "a unit of a translators' file stands twice",
        "Two translations of one unit: nothing says which is meant. Delete one."),
    entry("M205", Error, "a translators' file belongs elsewhere",
        "The file names another text or other languages, or holds several texts. Import the file that was exported for this text and language."),
    entry("M206", Error, "a translators' file is too large",
        "A file may have 32 MiB and 50,000 units, and its elements may stand 64 deep. No export comes near that."),

    // Rendering and comparison.
    entry("FONT-01", Error, "no font has a character",
        "None of the fonts built in, of the house's and of the project's has the character. Name a font file that has it under `fonts:` in `engross.yaml`. Where a whole script is missing, as Chinese, the other formats are made all the same."),
    entry("REND-01", Error, "a backend failed",
        "The backend could not make the file. What it said stands in the message; the other formats are made all the same."),
    entry("REND-02", Warning, "a backend cannot show something",
        "The format has no way to show this part of the text. The message says what is missing in the file."),
    entry("REND-03", Error, "a template of the house has a mistake",
        "The house's own template or look does not run. The message gives the template's line."),
    entry("REND-04", Error, "an option of a backend is wrong",
        "`engross plugin inspect` lists a backend's options and their values."),
    entry("PLUG-01", Error, "a plugin was refused",
        "It does not speak this version's protocol, has the id of another, or broke its contract."),
    entry("PAR-01", Error, "a label in a file differs from the core's",
        "The file was read back and shows another label, or none."),
    entry("PAR-02", Error, "a text in a file differs from the core's",
        "The file was read back and a clause, heading or title line reads differently, is missing or stands elsewhere."),
    entry("PAR-03", Error, "a note in a file differs from the core's",
        "The file was read back and a note's mark or text differs, or is missing."),
    entry("PAR-04", Info, "a format cannot be read back",
        "engross knows how to read labels back out of its own formats only."),
    entry("PAR-05", Error, "a file cannot be read back",
        "The file that a backend made is damaged, or is built in a way that its reader does not know."),
    entry("OUT-01", Error, "an output cannot be written",
        "The folder cannot be made, is read-only, or the disk is full. Files written before are untouched."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for entry in CODES {
            assert!(seen.insert(entry.code), "{} stands twice", entry.code);
            let letters = entry.code.chars().take_while(char::is_ascii_uppercase).count();
            let digits = entry.code[letters..].trim_start_matches('-');
            assert!((1..=5).contains(&letters), "{}", entry.code);
            assert!((2..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "{}", entry.code);
            assert!(entry.text.ends_with(['.', '?']), "{}", entry.code);
        }
    }
}
