"""What the generated documentation says in words; `build_docs.py` puts it together with what the code says."""

from __future__ import annotations

PROCEDURE = """{generated}
# The procedure

Five steps (五步): `propose` 提出, `review` 审核, `approve` 审批, `publish` 实施, `archive` 归档; and what may happen between them. The
table stands in `pdctl/core/procedure.py`. It is the whole law: a step that finds no row here is refused, by the command
before anything is written and later by everybody who checks the history. `pdctl procedure` prints the same table.

Clauses are those of the implementation plan: 五(二) is part five, section (二).

{table}
"Provided that" names the condition that most people meet; each of them, and the others, is a rule of its own in
[rules.md](rules.md).

## States

No state is stored anywhere. It is computed from the records of an item, in their order, by `pdctl/core/replay.py`.

{states}
`superseded` is the only state that another item brings about: it begins when an item that names this one under
`supersedes` is first published.

## Who gives which opinion

{seats}
The four reviews of part five, (二) have a seat each. The two risk assessments and countersigning have none; each goes to
the reviewer whose question it continues.

## What an assessment must speak to

{details}
With `--detail KEY=VALUE`, once for each.

## Diagram

What leads on from each of `proposed`, `reviewing` and `reviewed` is drawn once, from the frame around them. Steps that leave
the state as it was (`drop`, `takedown`) are not drawn. After `answer open` an item is back where it
stood before it was referred; a mere reference, which has no text yet, goes to `returned`.

```mermaid
{diagram}
```

## The catalogue itself

A catalogue (公开目录) goes through a procedure of its own, by records in `catalogs/ORG/catalog-record/` and the same kind of
table. The working copy and each release go their ways side by side: `file` and `receive` lead a release from `unfiled` over
`filed` to `received` or `sent-back`, the other steps lead the working copy. More on it in [catalogue.md](catalogue.md).

{catalog}"""

RULES = """{generated}
# Rules

Each rule is an id, the clause of the implementation plan that it comes from, one sentence, and one pure check. Ids are
stable for ever; one id may cover several rules of one kind. All findings of a commit are collected, not only the first.
The rules of steps stand in `pdctl/core/judge/`, and this is number 1 of them; those of content, which judge no commit, in `pdctl/core/content/`. `pdctl explain ID` says the same at a terminal.

{sections}"""

COMMANDS = """{generated}
# Commands

The help of every command, as `PDCTL_LANG=en pdctl … --help` prints it. In Chinese: `PDCTL_LANG=zh`.

{commands}"""

GLOSSARY = """{generated}
# Words

Keys are what files, options and JSON hold; labels are what screen and paper show. Options take either:
`--aspect secrecy` and `--aspect 保密审查` mean the same. Each vocabulary is closed.

| Word | Label | Meaning |
| --- | --- | --- |
| organization | 党组织 | A party organization of one of four kinds, with its seats and its catalogue. |
| catalogue, entry | 公开目录, 公开事项 | What an organization owes its members and the public; one entry for each matter. |
| release | 目录版本 | A numbered state of the catalogue. Items are judged by the release they were proposed under. |
| item | 党务公开方案 | One disclosure: its plan and text (`content/`), and what was decided on them (`record/`). |
| record | 程序记录 | One step of one item: who, in which seat, on which text, when. |
| content digest | 内容校验码 | A checksum over plan, text and attachments. A record names the one it decides on. |
| commit | 存证记录 | A signed, dated entry in the history. Each step is one. |
| stale | 内容已改意见失效 | An opinion on an earlier text: it no longer counts. |
| introduction | 核验基准 | What somebody who checks must know from outside the repository. |
| draft, under review | 草稿, 送审稿 | The marks on a notice that is not approved yet. |
| archive number | 档号 | Fonds, year, retention, organization, running number. |

{sections}"""

MEANINGS: dict[str, dict[str, str]] = {
    "kind": {
        "": "The four kinds of organization that part three of the plan distinguishes; each has its starter catalogue."
    },
    "form": {"": "What an organization is called by its form; it decides nothing."},
    "scope": {
        "": "To whom. Each is an audience of its own, not a rung of a ladder.",
        "society": "Everybody.",
        "party": "Members of the party.",
        "unit": "Those who work in the unit.",
        "targeted": "Named persons or groups (`audience`).",
    },
    "frequency": {
        "long-term": "Stays, and is renewed when it changes.",
        "periodic": "Comes back each `period`.",
        "staged": "Follows the `stages` of the matter.",
        "immediate": "When it happens.",
    },
    "channel": {
        "": "`bulletin-board`, `e-screen` and `platform` stand inside or outside a building and say which: `bulletin-board:inside`.",
        "meeting": "Inside.",
        "document": "Inside.",
        "briefing": "Inside.",
        "intranet": "Inside.",
    },
    "step": {
        "propose": "A plan and a text are handed in.",
        "revise": "A new version of them; earlier opinions no longer count.",
        "answer": "The reply of the secrecy authority is recorded.",
        "review": "An opinion on one aspect.",
        "approve": "A decision at one level.",
        "publish": "A planned channel was used.",
        "drop": "A planned channel will not be used.",
        "takedown": "A posting was removed.",
        "archive": "The item is filed and gets its archive number.",
        "withdraw": "The item is taken back.",
    },
    "aspect": {"": "The first four are required of every item; an entry may ask for the others too."},
    "decision": {
        "pass": "Consent.",
        "return": "Changes are wanted.",
        "reject": "It will not be disclosed.",
        "refer": "Only in the secrecy review: the secrecy authority is to decide.",
    },
    "level": {
        "": "An entry lists the levels that must pass, in order.",
        "head": "The leader in charge of the field.",
        "principal": "The leader of the organization.",
        "collective": "The leading body, in a meeting with quorum and majority.",
        "superior": "The organization above.",
    },
    "seat": {
        "": "What a person may do for one organization. Nobody gives a seat to himself.",
        "proposer": "Proposes, revises, withdraws.",
        "head": "Approves at the level of the same name.",
        "principal": "Approves at the level of the same name; signs for the leading body.",
        "member": "Counts for quorum and majority.",
        "publisher": "Records postings, gives channels up, takes postings down.",
        "archivist": "Files items.",
        "keeper": "Keeps the catalogue.",
        "registrar": "Enters what was decided on paper, with its scan.",
        "coordinator": "Watches over what is due; receives what is filed.",
        "supervisor": "Inspects (later version).",
        "admin": "Gives seats; at the root also keeps people and settings.",
    },
    "family": {"": "The kind of document a notice is."},
    "importance": {"important": "Goes at least to the principal."},
    "matter": {"": "Personnel and discipline matters need more members present for a collective decision."},
    "secrecy": {
        "clear": "Clear of secrets: plan and text enter.",
        "doubt": "Only a reference enters, without title and text.",
    },
    "answer": {
        "open": "May be disclosed as it is.",
        "masked": "May be disclosed after changes.",
        "closed": "May not be disclosed.",
    },
    "due-from": {"": "From when the time until a disclosure counts."},
    "duration-until": {"": "Where a posting has no number of days."},
    "quorum": {"": "How much of the `member` seats."},
    "count-from": {"": "Whether the day of posting counts as the first one."},
    "catalog-step": {"": "Steps of the catalogue itself."},
    "catalog-state": {"": "Where the working copy of a catalogue stands."},
    "filing-state": {"": "Where a release stands with the superior that it was filed with."},
    "ledger-kind": {"": "Other records of an organization, one file each."},
    "via": {"": "How a feedback came."},
    "cover": {
        "gap": "No live item this period.",
        "idle": "Nothing has triggered it yet, or its first period has not ended.",
        "live": "Something is public for this period.",
    },
    "obligation": {"": "What `pdctl due` computes from the catalogue, the items and the ledger."},
    "due-state": {
        "overdue": "Not done by its day; said on inside pages only.",
        "exempt": "It was decided not to disclose it: rejected, or closed by the secrecy authority.",
    },
    "urge-state": {"answered": "An item of the entry was proposed on that day or later."},
    "reviews-by": {"superior": "A small organization may borrow the reviewers of its superior."},
}

# How the path classes of `core/paths.py` look, and who signs which shape.
PATHS = {
    "people": "people.yaml",
    "organization": "catalogs/ORG/organization.yaml",
    "catalog": "catalogs/ORG/catalog.yaml",
    "release": "catalogs/ORG/releases/NNNN.yaml",
    "catalog-record": "catalogs/ORG/catalog-record/NNNN-STEP.yaml",
    "catalog-evidence": "catalogs/ORG/catalog-record/evidence/…",
    "content": "catalogs/ORG/items/YEAR/ITEM/content/…",
    "evidence": "catalogs/ORG/items/YEAR/ITEM/record/evidence/…",
    "record": "catalogs/ORG/items/YEAR/ITEM/record/NNNN-STEP.yaml",
    "ledger": "catalogs/ORG/ledger/YEAR/KIND/….yaml",
    "quarantine": "quarantine/COMMIT.yaml",
    "settings": "disclosure.yaml, calendar/, templates/, schemas/ and everything else outside catalogs/",
}
SIGNERS = {
    "people": "admin of the root; a person's own keys also by himself",
    "settings": "admin of the root",
    "catalog": "keeper",
    "organization": "admin of that organization or of one above it; a new organization comes with its catalogue and release 0001",
    "catalog-step": "as the [procedure of catalogues](procedure.md#the-catalogue-itself) says: one new record, with the working copy (`adjust`) or the release (`release`)",
    "step": "as the [procedure](procedure.md) says: one new record of one item; `propose` and `revise` bring content too",
    "ledger": "by kind, as [deadlines.md](deadlines.md) says",
    "quarantine": "admin of the root: sets a landed commit aside that fails, and restores what it changed",
}

EXITS = {
    "OK": "done, or nothing wrong 完成",
    "REFUSED": "refused by a rule, or findings 被规则拒绝，或有问题",
    "USAGE": "wrong usage 命令用法不对",
    "CONFLICT": "somebody else was first; run it again 别人先提交了一步，重新执行",
    "NO_SEAT": "no usable key, or no such seat 没有可用的密钥，或没有相应岗位",
    "ENVIRONMENT": "environment: no repository, broken state, missing program 环境问题",
    "UNCHECKED": "could not check; never read it as “ok” 无法核对，不等于没有问题",
    "FAULT": "a fault in pdctl itself, with a report to send pdctl 自身的故障",
    "INTERRUPTED": "interrupted 被中断",
}

FILES = """{generated}
# Files of a disclosure repository

Everything is text that a person can read: YAML for what has fields, Markdown for what people wrote. A schema for each kind
ships with pdctl and lies in the repository's `schemas/` too, so that an editor helps (`# yaml-language-server:` on top of
each file); the shipped ones judge. Dates, numbers that are names, and instants stand in quotes. Unknown keys are refused.

```text
{tree}
```

{sections}"""

TREE = """\
disclosure.yaml                               settings: root organization, rules number, branch, policy
people.yaml                                   persons and their public keys
calendar/2026.yaml                            holidays and make-up working days
schemas/  templates/                          copies of the schemas, for editors; own templates, where there are any
catalogs/ORG/organization.yaml                an organization and the persons in its seats
catalogs/ORG/catalog.yaml                     its catalogue as it is being worked on; binds nobody
catalogs/ORG/releases/0001.yaml               its catalogue as released; items are judged by it
catalogs/ORG/catalog-record/0001-adjust.yaml  what was decided on the catalogue
catalogs/ORG/items/2026/ITEM/content/         what is decided on: item.yaml, body.md, attachments/
catalogs/ORG/items/2026/ITEM/record/          what was decided: 0001-propose.yaml, …, evidence/
catalogs/ORG/ledger/2026/KIND/                other records, one file each
.gitattributes                                text ends its lines with LF everywhere; attachments are left alone"""

# title, what is to be said, the example (a file of tests/examples/valid)
EXAMPLES = (
    ("disclosure.yaml", "What the repository decides for itself. `rules` is the number of the rules that judge every later commit; it is never lowered.", "disclosure/full.yaml"),
    ("people.yaml", "Persons and keys are retired, never removed. Who has no key signs on paper.", "people/with-and-without-keys.yaml"),
    ("calendar/YEAR.yaml", "From the official notice of each year. In a year without a file only weekends are known, and a date counted there is provisional.", "calendar/2026.yaml"),
    ("organization.yaml", "`seats` says who may do what. `reviews_by: superior` borrows the reviewers of the superior.", "organization/branch.yaml"),
    ("catalog.yaml", "The working copy. Each entry answers a clause of part three and says how its matter is disclosed.", "catalog/one-entry.yaml"),
    ("releases/NNNN.yaml", "The same entries, numbered and dated, never changed.", "release/first.yaml"),
    ("content/item.yaml", "The plan (公开方案): to whom, how, when and for how long.", "item/periodic.yaml"),
    ("content/item.yaml of a doubtful matter", "Only this, until the secrecy authority has answered. There is no body.", "item/doubt.yaml"),
    ("record/NNNN-review-ASPECT.yaml", "`subject` is the content digest (内容校验码) of what was reviewed; one changed byte, and the opinion no longer counts. It is the SHA-256 over one line for each file of `content/`, sorted by bytes: `100644`, a blank, the file's SHA-256, a blank, its path, a line feed.", "record/review.yaml"),
    ("record/NNNN-approve-LEVEL.yaml, on paper", "Entered by the registrar for the person who signed; the scan lies in `record/evidence/` and is named with its SHA-256.", "record/approve-on-paper.yaml"),
    ("record/NNNN-approve-collective.yaml", "Chair, members present and votes are named.", "record/approve-collective.yaml"),
    ("record/NNNN-publish-CHANNEL.yaml", "One for each channel. The first one gives the item the number that people use.", "record/publish.yaml"),
    ("record/NNNN-archive.yaml", "The archive number follows the highest one of its class.", "record/archive.yaml"),
    ("catalog-record/NNNN-STEP.yaml", "One step of the catalogue. `subject` is the digest of its entries (SHA-256 over them as JSON, keys sorted, no blanks): what was approved is what is released.", "catalog-record/adjust.yaml"),
    ("ledger/YEAR/KIND/….yaml", "Events, urges, feedback and so on.", "ledger/feedback.yaml"),
)  # fmt: skip
