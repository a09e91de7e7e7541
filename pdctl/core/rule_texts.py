"""What each rule catches, how to mend it, and how its message sounds; with the sentences of rules that no judge checks.

Ids are stable for ever. The sentences of the judge's rules stand with their checks and are not repeated here.
"""

from __future__ import annotations

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import ASPECT, STATE, STEP


@dataclass(frozen=True)
class Text:
    """One id: what is caught, the remedy, an example; `sentences` with their clauses where no judge has them."""

    id: str
    catches: Msg
    mend: Msg
    example: Msg
    sentences: tuple[tuple[str, Msg], ...] = ()


_STEPS: tuple[Text, ...] = (
    Text(
        "E-SEAT",
        msg("A step, a paper, a setting or a seat that was signed by somebody who had no right to it before that commit."),
        msg("Let a person in the seat do it, or let an admin assign the seat first: pdctl seat assign ORG SEAT PERSON."),
        msg("{person} holds no seat for the step {step}", person="chen", step=Word(STEP, "approve")),
    ),
    Text(
        "E-SOD",
        msg("A proposer who reviews or approves, a reviewer who approves, somebody who seats himself: also with a second key, another seat or on paper."),
        msg("Let another person in the seat decide; pdctl org check ORG shows whether there is one."),
        msg("{person} proposed or revised this item and cannot decide on it", person="chen"),
    ),
    Text(
        "E-STEP",
        msg("A step out of its order: approval without every review, publication before approval, a decision on a closed item."),
        msg("Take the step that is due: pdctl show ITEM names it and who may take it."),
        msg("the review {aspect} is missing", aspect=Word(ASPECT, "secrecy")),
    ),
    Text(
        "E-STALE",
        msg("An opinion that was given on earlier content, or an item that names another catalogue release than its own."),
        msg("The reviewer looks at what changed and renews his opinion: pdctl review ITEM --aspect ASPECT --reconfirm."),
        msg("the review {aspect} counts only for earlier content", aspect=Word(ASPECT, "legal")),
    ),
    Text(
        "E-DIGEST",
        msg("A record whose digest is not that of the content in the same commit."),
        msg("Take the step anew with pdctl, which computes the digest."),
        msg("the digest in the record is not that of the content"),
    ),
    Text(
        "E-FROZEN",
        msg("Content that was changed after the approval, attachments and file modes included."),
        msg("Correct it by a new item: pdctl propose ORG … --supersedes ITEM."),
        msg("the content is frozen in the state {state}", state=Word(STATE, "approved")),
    ),
    Text(
        "E-SEQ",
        msg("A gap or a double number among the records of an item, or a file name that is not that of its record."),
        msg("Let pdctl number the records; after somebody else was first, run pdctl sync."),
        msg("the record does not have the next number"),
    ),
    Text(
        "E-APPEND",
        msg("A record or its evidence that was changed, removed, renamed or moved to another item."),
        msg("Leave records as they are; what was wrong is put right by a further step."),
        msg("a record or its evidence is changed or removed"),
    ),
    Text(
        "E-PAPER",
        msg("A paper without its scan, one that was signed for another version, or evidence that differs from what the record names."),
        msg("Print the form of the present version, have it signed, and register its scan: --on-behalf-of PERSON --signed-on DATE --evidence FILE."),
        msg("the paper was signed before this version was written: it is of another version"),
    ),
    Text(
        "E-QUORUM",
        msg("A collective decision without enough members present or in favour, with persons who are no members or who are counted twice."),
        msg("Record the meeting as it was; if it had no quorum, the body meets again."),
        msg("too few members are present"),
    ),
    Text(
        "E-CALENDAR",
        msg("A notice whose period runs into a year without a calendar, or a calendar file whose days contradict the year, the weekdays or what was announced."),
        msg("Add the year as soon as it is announced: pdctl calendar add YEAR; until then give --accept-provisional REASON."),
        msg("the period of the notice runs into a year whose days off are not known: {years}", years="2027"),
        sentences=(("五(四)", msg("A calendar file is that of its year; make-up days lie on weekends and no day stands twice.")),),
    ),
    Text(
        "W-CALENDAR",
        msg("The calendar of the present year is missing, or from November on that of the next one; or a file does not name the notice it comes from."),
        msg("An admin enters the announced days: pdctl calendar add YEAR."),
        msg("the calendar of {year} is missing", year=2027),
        sentences=(("五(四)", msg("The present year has a calendar, and from November on the next one.")),),
    ),
    Text(
        "E-LEDGER",
        msg("A record of the ledger that lacks what its kind needs, names what does not exist, or does not fit the frequency and stages of its entry."),
        msg("Record it again as the message says; what was entered by mistake is taken back with pdctl ledger revoke."),
        msg("the stages are out of order"),
    ),
    Text(
        "E-DATE",
        msg("A day that does not exist, or one that lies in the future of its record."),
        msg("Record the real day, on that day or later."),
        msg("the date {date} lies in the future", date="2027-01-01"),
    ),
    Text(
        "E-PLAN",
        msg("A plan that does not agree with its text, its attachments or its entry, and a posting that does not agree with the approved plan."),
        msg("Revise the plan before the approval; afterwards publish as planned, or drop a channel with a reason."),
        msg("the plan has no channel {channel}", channel="website"),
    ),
    Text(
        "E-SCOPE-LEAK",
        msg("A channel that anybody can read, a board outside included, for an item of a narrower scope."),
        msg("Choose a channel inside the party or the unit, or have the scope decided anew."),
        msg("{channel} can be read by society, but the scope is {scope}", channel="website", scope="party"),
    ),
    Text(
        "E-INSIDE-FIRST",
        msg("A posting for society before the members could know of it."),
        msg("Publish through an inside channel first, or give --direct-reason TEXT."),
        msg("society would learn of it before the members"),
    ),
    Text(
        "E-NUMBER",
        msg("A publication or archive number that was given twice or out of order."),
        msg("Let pdctl give the numbers; after somebody else was first, run pdctl sync."),
        msg("this is not the next publication number"),
    ),
)  # fmt: skip

_PEOPLE: tuple[Text, ...] = (
    Text(
        "E-POLICY",
        msg("People, seats, settings or the catalogue that were removed, emptied or weakened, so that defaults would hold."),
        msg("Retire persons and keys, change settings in place; never remove them."),
        msg("no admin of the root organization would be left who can sign"),
    ),
    Text(
        "E-KEY-DUP",
        msg("One key for two persons, even years apart."),
        msg("The person makes a key of his own: pdctl key new."),
        msg("the same key stands for {first} and {second}", first="chen", second="wu"),
    ),
    Text(
        "E-KEY-UNKNOWN",
        msg("A commit whose key nobody had in the files of its parent, also one that adds that key itself."),
        msg("An admin adds the key first; it works from the next commit on."),
        msg("the key belongs to nobody in the files of the parent"),
        (("七(一)", msg("The signing key stands in people.yaml of the parent.")),),
    ),
    Text(
        "E-KEY-RETIRED",
        msg("A commit by a retired key or person, also on a branch that was begun before and landed after."),
        msg("Sign with the present key; let an admin add a new one if there is none."),
        msg("the key of {person} is retired", person="chen"),
        (("七(一)", msg("A key or a person that was retired signs nothing any more.")),),
    ),
)  # fmt: skip

_HISTORY: tuple[Text, ...] = (
    Text(
        "E-BOOT",
        msg("A history that begins otherwise than the introduction says: rebuilt from a look-alike, a second root, swapped parents."),
        msg("Get the introduction from a person or the paper sheet, and compare; if it is right, this is another repository."),
        msg("the history begins with another commit than the introduction says"),
    ),
    Text(
        "E-FORK",
        msg("A branch that left the line which was verified last, or a tag that stands before it."),
        msg("Ask who keeps the repository what happened, before anything else."),
        msg("the branch has left the line that was verified last"),
        (("五(五)", msg("The history goes on from what was seen before; it does not run beside it.")),),
    ),
    Text(
        "E-ROLLBACK",
        msg("A branch that is shorter than when it was verified last."),
        msg("Ask who keeps the repository what happened; a fresh clone from another copy may hold the rest."),
        msg("the branch is shorter than when it was verified last"),
        (("五(五)", msg("The history is not shorter than what was seen before.")),),
    ),
    Text(
        "E-MERGE",
        msg("A merge that changes what neither side changed, drops what one side did, joins more than two lines, or brings in what no longer stands."),
        msg("Do not merge: pdctl sync replays your own steps on the newest state."),
        msg("both sides touch the same matter"),
        (("五", msg("A merge joins two lines that concern different matters, and changes nothing of its own.")),),
    ),
    Text(
        "E-SHAPE",
        msg("A commit that does two things, touches two items, or touches a path that belongs to nothing."),
        msg("Make one commit for each thing; pdctl does."),
        msg("one commit touches two items"),
        (("五", msg("One commit has one shape and concerns one matter.")),),
    ),
    Text(
        "E-OBJ",
        msg("An object whose bytes are not those of its id, and commits or folders written otherwise than git writes them."),
        msg("Clone again from a good copy; if it stays, ask who keeps the repository."),
        msg("the object {oid} does not hold what its name says", oid="0123456789ab"),
        (("五(五)", msg("An object holds what its id says, and is written as git writes it.")),),
    ),
)  # fmt: skip

_SIGNATURES: tuple[Text, ...] = (
    Text(
        "E-SIG-NONE",
        msg("A commit without a signature: one made by hand, or by the merge, squash or rebase button of a forge."),
        msg("Take the step with pdctl; on a forge, accept only fast-forward, or run pdctl sync."),
        msg("the commit is not signed"),
        (("五(五)", msg("A commit is signed.")),),
    ),
    Text(
        "E-SIG-BAD",
        msg("A signature over other bytes than those of its commit, be it by one bit."),
        msg("Take the step anew with pdctl."),
        msg("the signature does not belong to this commit"),
        (("五(五)", msg("The signature belongs to this very commit.")),),
    ),
    Text(
        "E-SIG-NS",
        msg("A signature that was made for something else, such as a file, and carried over."),
        msg("Take the step anew with pdctl."),
        msg("the signature was made for {namespace}, not for git", namespace="b'file'"),
        (("五(五)", msg("The signature was made for git, not for another purpose.")),),
    ),
    Text(
        "E-SIG-ALGO",
        msg("A weak or unknown key or hash, and certificates."),
        msg("Make a key with pdctl key new and have an admin add it."),
        msg("rsa keys need {bits} bits or more", bits=3072),
        (("五(五)", msg("Signatures are by ed25519, ecdsa, rsa of 3072 bits or more with SHA-2, or a FIDO key.")),),
    ),
    Text(
        "E-SIG-FORM",
        msg("Several signatures, malformed ones, and headers that no commit of pdctl has."),
        msg("Take the step anew with pdctl."),
        msg("the commit has several signatures or an unknown header"),
        (("五(五)", msg("A commit has one signature, well formed, with nothing left over.")),),
    ),
)  # fmt: skip

_FILES: tuple[Text, ...] = (
    Text(
        "E-PATH",
        msg("Names that are reserved, escape their folder, collide on some system, or stand where nothing belongs."),
        msg("Rename the file, or let pdctl place it."),
        msg("two names differ only in capitals or in their normal form"),
        (("五(五)", msg("Names are legal on every system, in normal form (NFC), and differ by more than capitals.")),),
    ),
    Text(
        "E-MODE",
        msg("Links, submodules and executable files."),
        msg("Add the file itself, as a plain file."),
        msg("only plain files are allowed, not mode {mode}", mode="120000"),
        (("五(五)", msg("Files are plain files: no links, no submodules, no executable bit.")),),
    ),
    Text(
        "E-YAML",
        msg("Anchors, aliases, tags, merge keys, several documents, unquoted dates, and what is no YAML at all."),
        msg("Write plain keys and values, dates in quotes; pdctl names line and column."),
        msg("{place}: the date stands without quotes", place="publish_on"),
        (("五(五)", msg("YAML is plain: no anchors, aliases, tags, merge keys, several documents or unquoted dates.")),),
    ),
    Text(
        "E-YAML-DUP",
        msg("A key that stands twice, of which readers would see different ones."),
        msg("Keep one of the two."),
        msg("the key {key} stands twice", key="scope"),
        (("五(五)", msg("No key stands twice.")),),
    ),
    Text(
        "E-YAML-CHAR",
        msg("Control characters, line separators and bidirectional marks, which make a text look other than it is, and files that are not UTF-8."),
        msg("Delete the character, or save the file as UTF-8."),
        msg("the character {character} is not allowed", character="U+202E"),
        (("五(五)", msg("Files are UTF-8 without control or bidirectional characters.")),),
    ),
    Text(
        "E-LIMIT",
        msg("Files that are huge, nested without end, or grow when they are read."),
        msg("Shorten the file, or split it."),
        msg("the file is larger than {limit} bytes", limit=1 << 20),
        (("五(五)", msg("Files are not larger, deeper or richer in values than a person would write them: YAML 1 MB and 32 levels, texts 4 MB, attachments 50 MB.")),),
    ),
    Text(
        "E-SCHEMA",
        msg("Everything that the schemas forbid: unknown keys, missing ones, values outside a vocabulary."),
        msg("Write the value as the message says; docs/files.md shows each kind of file."),
        msg("{option} is too long", option="--title"),
        (("五(一)", msg("Every file is as its schema says; unknown keys are refused.")),),
    ),
    Text(
        "E-SHEET",
        msg("A table that cannot be imported: no workbook, protected, damaged, or without a head that is known."),
        msg("Save the table as .xlsx or CSV; where the heads have other names, give a mapping: --mapping FILE."),
        msg("no row of the table looks like its head"),
        (("三", msg("A table of a catalogue has a head whose columns are known, and rows that each name a matter.")),),
    ),
    Text(
        "E-TEXT",
        msg("A text that cannot be read, is empty, or holds characters that nobody sees."),
        msg("Save it as UTF-8 text or as a Word file (.docx)."),
        msg("the text is neither UTF-8 nor GB18030"),
        (("五(一)", msg("A text can be read (UTF-8, GB18030 or Word), is not empty, and holds no invisible characters.")),),
    ),
    Text(
        "E-SUM",
        msg("A table whose total is not the sum of its figures, or an account (dues, votes, an appraisal) that does not balance."),
        msg("Correct the figure that is wrong and propose or revise again; where all are meant so, add --totals-as-written."),
        msg("the total of the column {column} is not the sum of its figures", column="金额"),
        (("五(二)", msg("Totals are the sums of what they count, and accounts balance.")),),
    ),
    Text(
        "W-SUM",
        msg("A total or a balance that does not add up, in a text that is in the repository already."),
        msg("Revise the item while it is not approved, or supersede it; where the figures are meant so, say why in the text."),
        msg("the total of the column {column} is not the sum of its figures", column="金额"),
        (("五(二)", msg("Who decides is told of totals that do not add up.")),),
    ),
    Text(
        "W-FIGURE",
        msg("A figure in a column with a total that cannot be read as a number, so that the total cannot be checked."),
        msg("Write it as one number: 1234.50 or 1,234.50, with its unit in the head of the column."),
        msg("the figure in the column {column} cannot be read, so its total cannot be checked", column="金额"),
        (("五(二)", msg("Figures of a column with a total can be read as numbers.")),),
    ),
    Text(
        "E-DOCUMENT-NUMBER",
        msg("A registered number (文号) that another document of the same organization bears already."),
        msg("Take the number from the register of documents; or withdraw the other item first, or name it with --supersedes."),
        msg("another document has this number (文号): {item} {title}", item="dzb-20261123-a2b3", title="情况通报"),
        (("五(一)", msg("A registered number (文号) belongs to one document of an organization.")),),
    ),
    Text(
        "E-QR",
        msg("A QR code asked for on a notice that carries none, or refused on one that does: a draft, a red head, or against the policy."),
        msg("Leave the option out; the policy public_code of disclosure.yaml decides about notices to society."),
        msg("only a notice of what is approved carries the code"),
        (("五(四)", msg("A notice carries the QR code where its stage, its layout and the policy of the repository say so.")),),
    ),
    Text(
        "E-RENDER",
        msg("A text or a template from which no notice can be made."),
        msg("Simplify the text at the line that is named, or mend the template."),
        msg("the notice cannot be made: {problem}", problem="notice.html.j2:3: not found"),
        (("五(四)", msg("A text can be set as a notice with the templates at hand.")),),
    ),
)  # fmt: skip

_CONTENT: tuple[Text, ...] = (
    Text(
        "E-FILE",
        msg("A file that is not there or cannot be read, a folder or pipe in its place, and one of which nothing tells what it is."),
        msg("Check its name and the rights to it; give it its usual name or a $schema comment."),
        msg("there is no such file"),
        (("五(五)", msg("A file that is named can be read, and is one of a disclosure repository.")),),
    ),
    Text(
        "E-REF",
        msg("A person, an organization, a release or an item that is named and does not exist."),
        msg("Write the name as it stands there, or add what is missing first; near names are suggested."),
        msg("there is no person {person}", person="chan"),
    ),
    Text(
        "E-CLAUSE",
        msg("A catalogue that leaves a clause of its kind unanswered, and an entry with a clause of another kind."),
        msg("Add an entry for each clause; pdctl ships a starter catalogue of each kind that has them all."),
        msg("no entry answers the clauses {clauses}", clauses="三(二)7"),
    ),
    Text(
        "W-CLAUSE",
        msg("A catalogue outside a repository that leaves a clause of its kind unanswered: it may be only a part of one."),
        msg("If it is a whole catalogue, add an entry for each clause."),
        msg("no entry answers the clauses {clauses}", clauses="三(二)7"),
    ),
    Text(
        "E-TWICE",
        msg("Two entries of a catalogue with one id or, but for blanks and signs, one title."),
        msg("Remove one of them, or say in the titles what tells them apart."),
        msg("the {key} of entry {entry} stands here again", key="title", entry="2.6.3"),
    ),
    Text(
        "W-TWICE",
        msg("Items of one organization with the same title, which nobody can tell apart in a list."),
        msg("Name the period or the person in the title, or let the later one supersede the earlier."),
        msg("another item of this organization has the same title: {file}", file="catalogs/dzb/items/…"),
        (("七(二)", msg("Items of an organization can be told apart by their titles.")),),
    ),
    Text(
        "E-FREQUENCY",
        msg("A matter that is to be disclosed at once without a time within which, and a time that is counted from a period where there is none."),
        msg("Add hours, days or workdays to due, or choose another beginning of the time."),
        msg("what is to be disclosed at once does not say within what time"),
    ),
    Text(
        "E-APPROVAL",
        msg("An entry whose level of approval is below what its clause or its importance asks for."),
        msg("Add the level that is named; important matters go to the principal or the body."),
        msg("the level of approval is below what the clause or the importance asks for"),
    ),
    Text(
        "W-RETENTION",
        msg("Ten years for what decides on persons or discipline, for decisions and catalogues."),
        msg("Choose permanent or y30."),
        msg("ten years are short for decisions, persons, discipline and catalogues"),
    ),
    Text(
        "W-CHANNEL",
        msg("A matter for society with inside channels only."),
        msg("Add the website or another channel outside, or choose another scope."),
        msg("the scope is society, but nobody outside can read any of the channels"),
    ),
    Text(
        "W-RESPONSIBLE",
        msg("An organization that names nobody who is responsible for disclosure."),
        msg("Name somebody: pdctl org set ORG --responsible-person PERSON."),
        msg("nobody is named as responsible for disclosure here"),
    ),
    Text(
        "W-SEAT",
        msg("A seat that is still held by somebody who retired; nothing he signs counts."),
        msg("Take the seat from him: pdctl seat revoke ORG SEAT PERSON."),
        msg("{person} is retired, but stands here as {seat}", person="chen", seat="proposer"),
    ),
    Text(
        "W-YAML",
        msg("A word without quotes, such as yes, that is text here and true or false to other programs."),
        msg("Put it in quotes; pdctl fmt does it."),
        msg("other programs read {text} as true or false", text="yes"),
        (("五(五)", msg("Words that other programs take for true or false stand in quotes.")),),
    ),
    Text(
        "E-TEXT-DATE",
        msg("A date that lost its separators, often on the way from a web page: 2018817."),
        msg("Write year, month and day: 2018年8月17日."),
        msg("a date without separators"),
    ),
    Text(
        "E-TEXT-DAY",
        msg("A day that no calendar has, as 2月30日, or that is another weekday than the one written behind it."),
        msg("Write the day that is meant."),
        msg("there is no such day"),
    ),
    Text(
        "E-TEXT-RANGE",
        msg("Two dates, years or times that lost the dash between them: 2026112320261130."),
        msg("Write 至 or a dash between them."),
        msg("two dates or times without anything between them"),
    ),
    Text(
        "E-TEXT-NUMBER",
        msg("The number of a document (文号) with other brackets than 〔〕, with a leading zero or with 第."),
        msg("Write it as in 〔2026〕12号."),
        msg("the year of a document's number stands in 〔〕"),
    ),
    Text(
        "E-TEXT-FIGURES",
        msg("One number in half-width and full-width figures, which no search finds."),
        msg("Write all its figures half-width."),
        msg("one number in half-width and full-width figures"),
    ),
    Text(
        "W-TEXT-FIGURES",
        msg("A text with half-width figures in one place and full-width ones in another."),
        msg("Write all figures half-width."),
        msg("a text with half-width and full-width figures"),
    ),
)  # fmt: skip

_SCAN: tuple[Text, ...] = (
    Text(
        "E-SECRET-MARK",
        msg("A mark of secrecy (绝密, 机密, 秘密, with a term or without) or of inner use (内部资料, 注意保存): alone on its line, in brackets, or behind 密级."),
        msg("Where the matter may be secret, pdctl propose ORG --secrecy doubt enters a reference without title and text. No option overrides this."),
        msg("a mark of secrecy stands here"),
        (("七(三)", msg("No text that bears a mark of secrecy or of inner use enters a repository.")),),
    ),
    Text(
        "E-SECRET-WORD",
        msg("A sentence that speaks of a paper of inner use or of a classified one."),
        msg("Leave it out, or acknowledge it with a reason: --acknowledge CODE=REASON."),
        msg("a paper of inner use is spoken of here"),
        (("七(三)", msg("What speaks of inner papers enters only with a reason that the secrecy reviewer sees.")),),
    ),
    Text(
        "E-PERSONAL-ID",
        msg("Numbers of ID cards (18 or 15 figures, mistyped ones too), passports and travel permits."),
        msg("Mask it: pdctl mask FILE. If it has to stay: --acknowledge CODE=REASON."),
        msg("an ID number stands here"),
        (("七(三)", msg("Numbers of identity papers are masked, or acknowledged with a reason.")),),
    ),
    Text(
        "E-PERSONAL-PHONE",
        msg("Mobile and fixed-line numbers other than the published contact of the organization, which counts by exact match."),
        msg("Mask it, or enter the published contact: pdctl org set ORG --phone P. If it has to stay: --acknowledge CODE=REASON."),
        msg("a telephone number stands here that is no published contact of the organization"),
        (("七(三)", msg("Telephone numbers are published contacts, or masked, or acknowledged with a reason.")),),
    ),
    Text(
        "E-PERSONAL-CARD",
        msg("Numbers of bank cards: 16 to 19 figures with the right check digit."),
        msg("Mask it: pdctl mask FILE. If it has to stay: --acknowledge CODE=REASON."),
        msg("the number of a bank card stands here"),
        (("七(三)", msg("Numbers of bank cards are masked, or acknowledged with a reason.")),),
    ),
    Text(
        "E-PERSONAL-ACCOUNT",
        msg("E-mail addresses other than the published one of the organization, and accounts of WeChat and QQ."),
        msg("Leave it out or mask it. If it has to stay: --acknowledge CODE=REASON."),
        msg("an e-mail address stands here that is no published contact of the organization"),
        (("七(三)", msg("Private addresses and accounts are masked, or acknowledged with a reason.")),),
    ),
    Text(
        "E-PERSONAL-PLATE",
        msg("Plates of cars, the longer ones of new-energy cars included."),
        msg("Leave it out or mask it. If it has to stay: --acknowledge CODE=REASON."),
        msg("the plate of a car stands here"),
        (("七(三)", msg("Plates of cars are masked, or acknowledged with a reason.")),),
    ),
    Text(
        "E-PERSONAL-ADDRESS",
        msg("Addresses that lead to a door: number of the house, building, unit, room."),
        msg("Keep it to street office or township, or mask it. If it has to stay: --acknowledge CODE=REASON."),
        msg("an address stands here that leads to a door"),
        (("七(三)", msg("Where somebody lives is told no closer than by street office or township.")),),
    ),
    Text(
        "W-PERSONAL-MINOR",
        msg("Hints that a text tells of a minor: an age below eighteen, a class of a school. It stops nothing."),
        msg("Leave out whatever makes a minor known: name, school, picture."),
        msg("this may tell of a minor"),
        (("七(三)", msg("What may tell of a minor is pointed out to the secrecy reviewer.")),),
    ),
    Text(
        "E-UNSCANNABLE",
        msg("Pictures, PDF files without text, old Office files, archives, locked and damaged files, and pictures inside documents: nobody can say that they are clean."),
        msg("Look at it yourself and acknowledge it with a reason, or hand in a file whose text can be read."),
        msg("this file, or a part of it, cannot be scanned"),
        (("七(三)", msg("A file that cannot be scanned enters only after somebody looked at it and says so.")),),
    ),
)  # fmt: skip

TEXTS: tuple[Text, ...] = (*_STEPS, *_PEOPLE, *_HISTORY, *_SIGNATURES, *_FILES, *_CONTENT, *_SCAN)
