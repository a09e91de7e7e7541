"""What comes next for an item, in words: the step, who may take it, and the command for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pdctl.core.duty import Duty
from pdctl.core.model import Person, Plan
from pdctl.core.procedure import ASPECT_DETAILS
from pdctl.core.replay import Course
from pdctl.core.text import Listing, Msg, Word, listing, msg
from pdctl.core.words import ASPECT, CHANNEL, LEVEL, SEAT, STATE, STEP
from pdctl.report.talk import say

People = Mapping[str, Person]


def duty_json(duty: Duty) -> dict[str, Any]:
    """A next step as JSON."""
    return {
        "step": duty.step,
        "aspect": duty.aspect,
        "level": duty.level,
        "channel": duty.channel,
        "seats": list(duty.seats),
        "who": list(duty.who),
        "paper": list(duty.paper),
    }


def groups(duties: Iterable[Duty]) -> list[tuple[Duty, ...]]:
    """The next steps as one command takes them: reviews of the same persons together, all else one by one."""
    found: dict[Any, tuple[Duty, ...]] = {}
    for number, duty in enumerate(duties):
        key = (duty.step, duty.who, duty.seats if not duty.who else ()) if duty.step == "review" else number
        found[key] = (*found.get(key, ()), duty)
    return list(found.values())


def group_name(group: tuple[Duty, ...]) -> Msg | Word:
    """Next steps of one kind in words: the step, and what qualifies each."""
    step = Word(STEP, group[0].step)
    details = [detail for detail in map(_detail, group) if detail is not None]
    return msg("{step} {detail}", step=step, detail=listing(*details)) if details else step


def duty_name(duty: Duty) -> Msg | Word:
    """A next step in words."""
    return group_name((duty,))


def _detail(duty: Duty) -> Any:
    if duty.aspect:
        return Word(ASPECT, duty.aspect)
    if duty.level:
        return Word(LEVEL, duty.level)
    return channel_words(duty.channel) if duty.channel else None


def waiting_words(duties: Iterable[Duty]) -> Listing:
    """What an item waits for, for a list: each step once, with all that qualifies it."""
    steps: dict[str, tuple[Duty, ...]] = {}
    for duty in duties:
        steps[duty.step] = (*steps.get(duty.step, ()), duty)
    return listing(*(group_name(group) for group in steps.values()))


def channel_words(name: str) -> Any:
    """A channel's name as the reader reads it."""
    channel, _, place = name.partition(":")
    word = Word(CHANNEL, channel)
    places = {"inside": msg("{channel} (inside)", channel=word), "outside": msg("{channel} (outside)", channel=word)}
    return places.get(place, word)


def person_words(person: str, people: People) -> Msg | str:
    """A person as name and id."""
    return msg("{name} ({id})", name=people[person].name, id=person) if person in people else person


def who_words(duty: Duty, people: People) -> Listing | Msg:
    """Who may take a next step: persons by name and id, else the seats that nobody holds."""
    if duty.who:
        return listing(*(person_words(person, people) for person in duty.who))
    return msg("nobody yet: {seats}", seats=listing(*(Word(SEAT, seat) for seat in duty.seats)))


def commands(plan: Plan, duty: Duty) -> str:
    """The command that takes a next step, ready to be typed."""
    item = plan.id
    society = duty.channel is not None and next((c.society for c in plan.channels if c.name == duty.channel), False)
    place = "--where URL" if society else "--where PLACE"
    return {
        "answer": f"pdctl answer {item} --result open|masked|closed --authority TEXT --number N --on DATE",
        "revise": f"pdctl revise {item} --body FILE" + _still_unsaid(plan),
        "review": f"pdctl review {item} --aspect {duty.aspect} --pass",
        "approve": f"pdctl approve {item} --level {duty.level} --pass" + _grounds(duty),
        "publish": f"pdctl publish {item} --channel {duty.channel} --on DATE {place}",
        "drop": f"pdctl drop {item} --channel {duty.channel} --reason TEXT",
        "takedown": f"pdctl takedown {item} --channel {duty.channel} --on DATE",
        "archive": f"pdctl archive {item}",
    }[duty.step]


def _still_unsaid(plan: Plan) -> str:
    """What a reference of a doubtful matter left open."""
    if not plan.reference:
        return ""
    return " --title TEXT" if plan.entry else " --title TEXT --entry ENTRY"


def _grounds(duty: Duty) -> str:
    """What an approval at a level names besides the decision."""
    if duty.level == "collective":
        return " --meeting ID --meeting-date DATE --chair PERSON --present P,P --in-favour N"
    outside = duty.level == "superior" and duty.seats == ("registrar",)
    return " --reply-number N --reply-date DATE --evidence FILE" if outside else ""


def next_command(plan: Plan, duties: tuple[Duty, ...]) -> str:
    """The command for what comes next; several waiting reviews of the same persons are one command."""
    first = duties[0]
    if first.step != "review":
        return commands(plan, first)
    same = [duty.aspect for duty in duties if duty.who == first.who and duty.aspect]
    criteria = dict.fromkeys(key for aspect in same for key in ASPECT_DETAILS.get(aspect, ()))
    options = [*(f"--aspect {aspect}" for aspect in same), "--pass", *(f"--detail {key}=TEXT" for key in criteria)]
    return f"pdctl review {plan.id} " + " ".join(options)


def next_words(group: tuple[Duty, ...], people: People) -> Msg:
    """A next step with who may take it."""
    return msg("Next: {step} ({who})", step=group_name(group), who=who_words(group[0], people))


def tell_next(plan: Plan, course: Course, duties: tuple[Duty, ...], people: People) -> None:
    """After a step: the state, and each next step with who may take it and its command."""
    say(msg("State: {state}", state=Word(STATE, course.state)))
    for group in groups(duties):
        say(next_words(group, people))
        say(msg("  {command}", command=next_command(plan, group)))
    if course.state == "archived" and not duties:
        say(msg("Filed as {number}. Nothing waits any more.", number=course.archive_no))
