"""Every rule by its id, from one registry: what it says, from which clause, what it catches, how to mend it."""

from __future__ import annotations

from pdctl.core.content import ALL as CONTENT
from pdctl.core.frozen import dataclass
from pdctl.core.judge import RULES
from pdctl.core.judge.cases import Case
from pdctl.core.rule_texts import TEXTS
from pdctl.core.text import Msg


@dataclass(frozen=True)
class Explained:
    """A rule as people ask for it: each sentence with the clause that asks for it, the judge's, those of content, `other` ones."""

    id: str
    judged: tuple[tuple[str, Msg], ...]
    content: tuple[tuple[str, Msg], ...]
    other: tuple[tuple[str, Msg], ...]
    catches: Msg
    mend: Msg
    example: Msg

    @property
    def sentences(self) -> tuple[tuple[str, Msg], ...]:
        """All sentences."""
        return tuple(dict.fromkeys((*self.judged, *self.content, *self.other)))


def _judged(rule: str) -> tuple[tuple[str, Msg], ...]:
    """The sentences of the judge under an id."""
    found = (r for rules in RULES.values() for r in rules)
    return tuple((r.clause, r.sentence) for r in found if r.id == rule)


def _of_content(rule: str) -> tuple[tuple[str, Msg], ...]:
    """The sentences of the rules of content under an id."""
    return tuple((r.clause, r.sentence) for r in CONTENT if r.id == rule)


# Rule ids with all that is known of them, in the order in which a commit meets them.
ALL: dict[str, Explained] = {
    text.id: Explained(
        text.id, _judged(text.id), _of_content(text.id), text.sentences, text.catches, text.mend, text.example
    )
    for text in TEXTS
}


def of(kind: type[Case]) -> tuple[tuple[str, str, Msg], ...]:
    """The rules that judge a kind of case: id, clause and sentence."""
    return tuple((rule.id, rule.clause, rule.sentence) for rule in RULES.get(kind, ()))
