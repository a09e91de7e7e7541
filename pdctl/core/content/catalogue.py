"""Rules of a catalogue: every clause answered, every entry possible and nothing twice (parts three to six of the source)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from pdctl.core.content.cases import Findings, Rule, Subject
from pdctl.core.content.clauses import CLAUSES, LEAST_LEVEL, id_head, kind_of
from pdctl.core.findings import Finding
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import CHANNEL, FREQUENCY, KIND, LEVEL, OWN_LEVELS, RETENTION, SCOPE, is_society_channel

CATALOGUES = ("catalog", "release", "starter")
_BY_PERIOD = ("period", "period-end")


def entries(subject: Subject) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The entries that can be looked at, with their place."""
    found = subject.value.get("entries", ()) if isinstance(subject.value, dict) else ()
    return ((n, entry) for n, entry in enumerate(found) if entry)


def kind(subject: Subject) -> tuple[str | None, bool]:
    """The kind of organization whose catalogue this is, and whether its organization says so.

    A file alone, which may be a part, only claims to be of a kind, or lets it be guessed from its clauses.
    """
    org, claimed = subject.value.get("org"), subject.value.get("kind")
    if subject.around is not None and isinstance(org, str) and org in subject.around.organizations:
        return subject.around.organizations[org].kind, True
    if isinstance(claimed, str) and claimed in KIND:
        return claimed, False
    kinds = [found for _, entry in entries(subject) if (found := kind_of(entry["clause"]))]
    return (max(sorted(set(kinds)), key=kinds.count) if kinds else None), False


def check_place(subject: Subject) -> Findings:
    """A catalogue names the organization of its folder, a release its own number."""
    pairs = (("org", subject.org), ("release", subject.name if subject.schema == "release" else ""))
    for key, wanted in pairs:
        found = subject.value.get(key)
        if wanted and isinstance(found, str) and found != wanted:
            yield Finding(
                msg("this is not what the place of the file says"), expected=wanted, found=found,
                fix=msg("write {right}", right=wanted), pointer=(key,),
            )  # fmt: skip


def check_twice(subject: Subject) -> Findings:
    """No entry has the id or the title of another."""
    seen: dict[str, str] = {}
    for number, entry in entries(subject):
        for key, name in (("id", entry["id"]), ("title", _plain(entry["title"]))):
            first = seen.setdefault(f"{key} {name}", entry["id"])
            if first is not entry["id"]:
                yield Finding(
                    msg("the {key} of entry {entry} stands here again", key=key, entry=first),
                    expected=msg("each once"), found=entry[key],
                    fix=msg("remove one of the two, or tell them apart"), pointer=("entries", number, key),
                )  # fmt: skip


def _plain(title: str) -> str:
    """A title without what makes no difference: blanks, quotes, width of signs."""
    return "".join(c for c in unicodedata.normalize("NFKC", title) if c.isalnum()).casefold()


def check_known_clauses(subject: Subject) -> Findings:
    """Every clause of the organization's kind is answered by an entry."""
    yield from _unanswered(subject, known=True)


def check_guessed_clauses(subject: Subject) -> Findings:
    """The same for a catalogue outside a repository, which may be only a part."""
    yield from _unanswered(subject, known=False)


def _unanswered(subject: Subject, known: bool) -> Findings:
    found, sure = kind(subject)
    if found is None or sure is not known or not subject.whole:
        return
    answered = {entry["clause"] for _, entry in entries(subject)}
    missing = [clause for clause in CLAUSES[found] if clause not in answered]
    if missing:
        yield Finding(
            msg("no entry answers the clauses {clauses}", clauses=listing(*missing)),
            expected=msg("an entry for each of {first} to {last}", first=CLAUSES[found][0], last=CLAUSES[found][-1]),
            found=msg("{count} of {all}", count=len(CLAUSES[found]) - len(missing), all=len(CLAUSES[found])),
            fix=msg("add entries; the starter catalogue of the kind {kind} has one for each", kind=Word(KIND, found)),
            pointer=("entries",),
        )


def check_clause(subject: Subject) -> Findings:
    """A clause is one of the kind's own, and the id of an entry begins as its clause asks."""
    found, sure = kind(subject)
    for number, entry in entries(subject):
        clause, head = entry["clause"], id_head(entry["clause"])
        if (sure or "kind" in subject.value) and found and clause not in CLAUSES[found]:
            yield Finding(
                msg("the clause {clause} is not one of this kind of organization", clause=clause),
                expected=msg("{first} to {last}", first=CLAUSES[found][0], last=CLAUSES[found][-1]), found=clause,
                fix=msg("name a clause of the kind {kind}", kind=Word(KIND, found)),
                pointer=("entries", number, "clause"),
            )  # fmt: skip
        elif all(clause not in clauses for clauses in CLAUSES.values()):
            yield Finding(
                msg("the source has no clause {clause}", clause=clause), expected=msg("a clause of part three"),
                found=clause, fix=msg("name the clause that asks for this"), pointer=("entries", number, "clause"),
            )  # fmt: skip
        elif head and not entry["id"].startswith(head):
            yield Finding(
                msg("the id of the entry and its clause do not agree"), expected=f"{head}…", found=entry["id"],
                fix=msg("begin the id with {head}, or name the other clause", head=head),
                pointer=("entries", number, "id"),
            )  # fmt: skip


def check_leak(subject: Subject) -> Findings:
    """A matter that is not for society has no channel that society can read."""
    for number, entry in entries(subject):
        for place, channel in enumerate(entry["channels"]):
            if entry["scope"] != "society" and is_society_channel(channel["channel"], channel.get("place")):
                yield Finding(
                    msg("{channel} can be read by society, but the scope is {scope}", channel=Word(CHANNEL, channel["channel"]), scope=Word(SCOPE, entry["scope"])),
                    expected=msg("a channel inside the party or the unit"), found=Word(CHANNEL, channel["channel"]),
                    fix=msg("use a channel inside, such as meeting, document, or bulletin-board with place inside"),
                    pointer=("entries", number, "channels", place, "channel"),
                )  # fmt: skip


def check_reach(subject: Subject) -> Findings:
    """A matter for society has a channel that society can read."""
    for number, entry in entries(subject):
        channels = [is_society_channel(c["channel"], c.get("place")) for c in entry["channels"]]
        if entry["scope"] == "society" and not any(channels):
            yield Finding(
                msg("the scope is society, but nobody outside can read any of the channels"),
                expected=msg("a channel outside, first of all the website"),
                found=listing(*(Word(CHANNEL, c["channel"]) for c in entry["channels"])),
                fix=msg("add the channel website, or choose another scope"), pointer=("entries", number, "channels"),
            )  # fmt: skip


def check_frequency(subject: Subject) -> Findings:
    """What is due at once says within what time; only what is periodic is counted from a period."""
    for number, entry in entries(subject):
        frequency, due = entry["frequency"], entry["due"]
        if frequency == "immediate" and not {"hours", "days", "workdays"} & due.keys():
            yield Finding(
                msg("what is to be disclosed at once does not say within what time"),
                expected=msg("hours, days or workdays"), found=listing(*due),
                fix=msg("add hours, days or workdays to due"), pointer=("entries", number, "due"),
            )  # fmt: skip
        elif frequency != "periodic" and due["from"] in _BY_PERIOD:
            yield Finding(
                msg("the time is counted from a period, but the matter is not periodic"),
                expected=msg("another beginning, such as decided, event, changed or stage-done"), found=due["from"],
                fix=msg("choose another beginning, or make the frequency {periodic}", periodic=Word(FREQUENCY, "periodic")),
                pointer=("entries", number, "due", "from"),
            )  # fmt: skip


def check_approval(subject: Subject) -> Findings:
    """The level that approves is not below what the clause and the importance of the matter ask for."""
    for number, entry in entries(subject):
        important = entry["importance"] == "important" or entry.get("matter", "general") != "general"
        least = LEAST_LEVEL.get(entry["clause"], "principal" if important else "head")
        if not any(_reaches(level, least) for level in entry["approval"]):
            yield Finding(
                msg("the level of approval is below what the clause or the importance asks for"),
                expected=msg("{level} or higher", level=Word(LEVEL, least)),
                found=listing(*(Word(LEVEL, level) for level in entry["approval"])),
                fix=msg("add the level {level}", level=Word(LEVEL, least)),
                pointer=("entries", number, "approval", len(entry["approval"]) - 1),
            )  # fmt: skip
        if entry.get("superior_by") == "superior-discipline" and kind(subject)[0] not in ("discipline", None):
            yield Finding(
                msg("only a discipline body has a superior discipline body"), expected="superior",
                found="superior-discipline", fix=msg("remove the key"), pointer=("entries", number, "superior_by"),
            )  # fmt: skip


def _reaches(level: str, least: str) -> bool:
    return level == "superior" or OWN_LEVELS.index(level) >= OWN_LEVELS.index(least)


def check_retention(subject: Subject) -> Findings:
    """Decisions on persons and discipline, and catalogues, are kept for thirty years or for ever."""
    for number, entry in entries(subject):
        lasting = entry.get("matter", "general") != "general" or entry["family"] in ("decision", "catalogue")
        if lasting and entry["retention"] == "y10":
            yield Finding(
                msg("ten years are short for decisions, persons, discipline and catalogues"),
                expected=listing(Word(RETENTION, "permanent"), Word(RETENTION, "y30")), found=Word(RETENTION, "y10"),
                fix=msg("choose permanent or y30"), pointer=("entries", number, "retention"),
            )  # fmt: skip


def check_responsible(subject: Subject) -> Findings:
    """The organization that is responsible for an entry exists."""
    around = subject.around
    if around is None:
        return
    named = [("org",), *(("entries", number, "responsible") for number, _ in entries(subject))]
    for pointer in named:
        org = (
            subject.value.get("org") if pointer == ("org",) else subject.value["entries"][pointer[1]].get("responsible")
        )
        if isinstance(org, str) and org not in around.organizations and not around.broken(org):
            yield Finding(
                msg("there is no organization {org}", org=org), expected=listing(*around.organizations), found=org,
                fix=msg("name an organization that exists, or add it first"), pointer=pointer,
            )  # fmt: skip


CATALOGUE_RULES: tuple[Rule, ...] = (
    Rule("E-PATH", "七(二)", msg("A catalogue names the organization and release of its place."), CATALOGUES, check_place),
    Rule("E-TWICE", "七(二)", msg("No id and no title stands twice in a catalogue."), CATALOGUES, check_twice),
    Rule("E-CLAUSE", "七(二)", msg("A catalogue answers every clause of its kind of organization."), CATALOGUES, check_known_clauses),
    Rule("W-CLAUSE", "七(二)", msg("A catalogue outside a repository answers every clause of its kind as well."), CATALOGUES, check_guessed_clauses),
    Rule("E-CLAUSE", "三", msg("An entry names a clause of its kind, and its id begins with it."), CATALOGUES, check_clause),
    Rule("E-SCOPE-LEAK", "四(二)", msg("What is not for society has no channel that society can read."), CATALOGUES, check_leak),
    Rule("W-CHANNEL", "六(一)", msg("What is for society has a channel that society can read."), CATALOGUES, check_reach),
    Rule("E-FREQUENCY", "六(二)", msg("A frequency has what it needs: a period, stages, or a time within which."), CATALOGUES, check_frequency),
    Rule("E-APPROVAL", "五(三)", msg("Important matters are approved by the principal or the body at least."), CATALOGUES, check_approval),
    Rule("W-RETENTION", "五(五)", msg("What decides on persons or discipline is kept for thirty years or for ever."), CATALOGUES, check_retention),
    Rule("E-REF", "五(一)", msg("The organization responsible for an entry exists."), CATALOGUES, check_responsible),
)  # fmt: skip
