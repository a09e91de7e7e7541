"""Every command: where its function stands, its help, and whether it writes. Modules are imported only when used."""

from __future__ import annotations

from pdctl.core.frozen import dataclass


def N_(text: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Spec:
    """A command: `target` is module:function; `group` holds the commands below it."""

    help: str
    target: str = ""
    writes: bool = False
    commits: bool = True
    group: dict[str, Spec] | None = None


COMMANDS: dict[str, Spec] = {
    "do": Spec(N_("The next thing that waits for me, asked in plain words."), "work:do", writes=True),
    "propose": Spec(N_("Propose a disclosure (提出)."), "steps:propose", writes=True),
    "body": Spec(N_("Print a text to begin with: admission, appointment, election, appraisal, dues."), "body:body"),
    "answer": Spec(N_("Record what the secrecy authority decided on a doubtful matter."), "steps:answer", writes=True),
    "revise": Spec(N_("Make a new version of an item."), "steps:revise", writes=True),
    "review": Spec(N_("Give an opinion on one aspect or several (审核)."), "steps:review", writes=True),
    "approve": Spec(N_("Decide on an item (审批)."), "steps:approve", writes=True),
    "publish": Spec(N_("Record that a planned channel was used (实施)."), "steps:publish", writes=True),
    "drop": Spec(N_("Give up a planned channel, for a reason."), "steps:drop", writes=True),
    "takedown": Spec(N_("Record that a posting was taken down."), "steps:takedown", writes=True),
    "archive": Spec(N_("File an item (归档)."), "steps:archive", writes=True),
    "withdraw": Spec(N_("Take an item back."), "steps:withdraw", writes=True),
    "status": Spec(N_("Every open item: state, what is missing, who is next."), "reading:status"),
    "todo": Spec(N_("What waits for me."), "reading:todo"),
    "show": Spec(N_("One item: content, records, state, next steps."), "reading:show"),
    "log": Spec(N_("The history of an item in plain words."), "reading:log"),
    "notice": Spec(N_("Make the notice of an item."), "notice:notice"),
    "form": Spec(
        N_("The approval form (审批表): print it, register it signed, list what was registered."),
        "form:form",
        writes=True,
    ),
    "bulletin": Spec(N_("All items of a period on one sheet for the board."), "bulletin:bulletin"),
    "check-notice": Spec(N_("Say whether a notice is word for word what was approved."), "check_notice:check_notice"),
    "mechanisms": Spec(
        N_("The ten mechanisms: which departments lead and support, and who that is here."), "reading:mechanisms"
    ),
    "procedure": Spec(N_("Print the procedure table."), "reading:procedure"),
    "validate": Spec(N_("Check files against their schemas and the rules of content."), "validate:validate"),
    "fmt": Spec(
        N_("Bring YAML files into the canonical form; comments stay."), "validate:fmt", writes=True, commits=False
    ),
    "verify": Spec(N_("Prove the whole history against the rules of authority."), "verify:verify"),
    "scan": Spec(N_("Look for personal data and secrecy marks in files or in an item."), "scan:scan"),
    "mask": Spec(N_("Write a copy of a file with personal data hidden."), "mask:mask", writes=True, commits=False),
    "explain": Spec(N_("A rule, an item or a commit at length, offline."), "explain:explain"),
    "trust": Spec(N_("Remember an introduction (核验基准) for this user."), "verify:trust"),
    "sync": Spec(N_("Fetch, judge what came, replay own steps, push."), "together:sync"),
    "join": Spec(N_("Clone a repository, verify it, and see who you are there."), "together:join"),
    "quarantine": Spec(N_("Set aside a landed commit that fails."), "trouble:quarantine", writes=True),
    "reseed": Spec(
        N_("Begin a new history without some items, and name the sealed old one."), "trouble:reseed", writes=True
    ),
    "hook": Spec(
        N_("The hook of a git server."),
        group={
            "install": Spec(N_("Put the pre-receive hook into a bare repository."), "server:install"),
            "pre-receive": Spec(N_("What the hook runs: verify a push before the branch moves."), "server:pre_receive"),
        },
    ),
    "ci": Spec(
        N_("Pipelines of a forge."),
        group={"init": Spec(N_("Write the pipeline file of a forge."), "pipelines:init", writes=True)},
    ),
    "init": Spec(N_("Make a new disclosure repository."), "setup:init", writes=True),
    "demo": Spec(N_("A whole worked example, with throw-away keys."), "setup:demo"),
    "doctor": Spec(N_("Check the surroundings: git, keys, locale, locks, each with its remedy."), "setup:doctor"),
    "key": Spec(
        N_("Signing keys."),
        group={"new": Spec(N_("Make a signing key, and say what to hand to the admin."), "setup:key_new")},
    ),
    "person": Spec(
        N_("Persons and their keys."),
        group={
            "add": Spec(N_("Add a person, or a key of a known one."), "people:add", writes=True),
            "compromise": Spec(
                N_("Declare a person's key compromised since a commit."), "trouble:compromise", writes=True
            ),
            "retire": Spec(N_("Retire a person, or one key."), "people:retire", writes=True),
            "list": Spec(N_("List the persons."), "people:list_all"),
        },
    ),
    "org": Spec(
        N_("Organizations."),
        group={
            "add": Spec(
                N_("Add an organization with the starter catalogue of its kind."), "organizations:add", writes=True
            ),
            "set": Spec(N_("Set contact, superior, fonds number and so on."), "organizations:change", writes=True),
            "rename": Spec(N_("Give an organization a new name (更名)."), "organizations:rename", writes=True),
            "close": Spec(
                N_("Close an organization; its successors finish what is open (撤销、合并、分设)."),
                "organizations:close",
                writes=True,
            ),
            "show": Spec(N_("Show an organization."), "organizations:show"),
            "tree": Spec(N_("Show all organizations as a tree."), "organizations:tree"),
            "check": Spec(N_("Check: are there persons for every step and level?"), "organizations:check"),
        },
    ),
    "seat": Spec(
        N_("Seats: what a person may do for an organization."),
        group={
            "assign": Spec(N_("Give a person a seat."), "organizations:assign", writes=True),
            "revoke": Spec(N_("Take a seat from a person."), "organizations:revoke", writes=True),
        },
    ),
    "due": Spec(N_("What is due, overdue, done and done late, each date explained."), "due:due"),
    "gaps": Spec(N_("Entries without a live item this period, and which clauses are alive."), "due:gaps"),
    "dashboard": Spec(N_("The overview of a year as static pages, for inside use."), "dashboard:dashboard"),
    "event": Spec(N_("Record what triggers a disclosure (触发事件)."), "ledger:event", writes=True),
    "urge": Spec(N_("Ask for a disclosure that is due and was not proposed (催办)."), "ledger:urge", writes=True),
    "feedback": Spec(N_("Record what people said on a disclosure, or answer it."), "ledger:feedback", writes=True),
    "recheck": Spec(
        N_("Record that a long-term disclosure was looked at again (复核)."), "ledger:recheck", writes=True
    ),
    "question": Spec(
        N_("Questions on how the plan is to be read (方案解释)."),
        group={
            "add": Spec(N_("Ask a question."), "ledger:question_add", writes=True),
            "answer": Spec(N_("Answer a question."), "ledger:question_answer", writes=True),
            "list": Spec(N_("List questions and answers."), "ledger:question_list"),
        },
    ),
    "ledger": Spec(
        N_("Other records: participation, inspections, public opinion, one-off matters."),
        group={
            "add": Spec(N_("Add a record of any kind."), "ledger:add", writes=True),
            "revoke": Spec(N_("Take back a record that was entered by mistake."), "ledger:revoke", writes=True),
            "list": Spec(N_("List the ledger of an organization."), "ledger:list_all"),
        },
    ),
    "calendar": Spec(
        N_("The calendar of working days."),
        group={
            "show": Spec(N_("Show a year, or all years that are known."), "calendar:show"),
            "check": Spec(N_("Check: are years missing, do days contradict what was announced?"), "calendar:check"),
            "add": Spec(N_("Enter the days off of a year."), "calendar:add", writes=True),
        },
    ),
    "catalog": Spec(
        N_("Catalogues."),
        group={
            "show": Spec(N_("Show the catalogue of an organization."), "catalogue:show"),
            "export": Spec(
                N_("Write a catalogue as the table that offices keep, with all of each entry."), "catalogue:export"
            ),
            "adjust": Spec(
                N_("Add, change, suspend, resume or cancel an entry of the working copy (调整)."),
                "catalogue_steps:adjust",
                writes=True,
            ),
            "approve": Spec(N_("Decide on the adjusted working copy (审批)."), "catalogue_steps:approve", writes=True),
            "release": Spec(
                N_("Make the approved working copy the next release (发布版本)."),
                "catalogue_steps:release",
                writes=True,
            ),
            "file": Spec(N_("File the current release with the superior (备案)."), "catalogue_steps:file", writes=True),
            "receive": Spec(
                N_("Accept or return a release that was filed (备案回执)."), "catalogue_steps:receive", writes=True
            ),
            "publish": Spec(
                N_("Propose a release for disclosure, its table as the text (公开)."),
                "catalogue_steps:publish",
                writes=True,
            ),
            "log": Spec(N_("The history of a catalogue in plain words."), "catalogue_steps:log"),
            "diff": Spec(N_("What differs between two states of a catalogue, in words."), "catalogue_steps:diff"),
            "suggest": Spec(N_("What keeps coming outside the catalogue."), "catalogue_steps:suggest"),
            "import": Spec(
                N_("Take a table that an office keeps as the working copy of a catalogue."),
                "catalogue:import_",
                writes=True,
            ),
        },
    ),
    "completion": Spec(N_("Print the completion script of a shell."), "setup:completion"),
}
