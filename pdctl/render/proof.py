"""Trying a repository's own template: does it parse, does it use only what there is, does it make a page."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import DictLoader, TemplateError, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pdctl.render.body import parse_body
from pdctl.render.own import Own, render_apart
from pdctl.render.source import Contact, Imprint, NoticeSource, Period
from pdctl.render.templates import Format, TemplateFault, environment
from pdctl.render.typst import NoGlyph
from pdctl.render.view import notice_view

_FORMATS: dict[str, Format] = {"html": "html", "css": "html", "txt": "txt", "md": "md", "typ": "typ"}
_BODY = """经研究，现公示如下。

一、名单

| 序号 | 姓名 |
|---|---|
| 1 | 张*三 |

- **要点**
"""


def faults_in(name: str, own: Own, shipped: Path) -> list[TemplateFault]:
    """What is wrong with one of the own templates."""
    if name.endswith(".docx"):
        return _tried(name, "docx", {name: own[name]}, shipped)
    kind = name.removesuffix(".j2").rpartition(".")[2]
    fmt = _FORMATS.get(kind)
    if fmt is None:
        return [TemplateFault(name, 0, f"there is no format {kind}")]
    sandbox = environment(fmt, (shipped,))
    if name.endswith(".j2"):
        try:
            unknown = _variables(sandbox, own[name]) - _known(fmt, name, shipped)
        except TemplateSyntaxError as error:
            return [TemplateFault(name, error.lineno, error.message or "malformed")]
        if unknown:
            return [TemplateFault(name, 0, f"unknown: {', '.join(sorted(unknown))}")]
    return _tried(name, "pdf" if fmt == "typ" else fmt, own, shipped)


def _variables(sandbox: ImmutableSandboxedEnvironment, text: str) -> set[str]:
    return set(meta.find_undeclared_variables(sandbox.parse(text)))


def _known(fmt: Format, name: str, shipped: Path) -> set[str]:
    """What a template of a name may use: the view of a notice, and whatever the shipped one of that name uses."""
    known = {"view", *notice_view(sample())}
    sandbox = environment(fmt, (shipped,))
    if sandbox.loader is not None and not isinstance(sandbox.loader, DictLoader):
        try:
            known |= _variables(sandbox, sandbox.loader.get_source(sandbox, name)[0])
        except TemplateError:
            return known
    return known


def _tried(name: str, fmt: str, own: Own, shipped: Path) -> list[TemplateFault]:
    if not name.startswith(("notice.", "typst/", "blocks.")):
        return []
    try:
        render_apart(notice_view(sample()), fmt, shipped, own, sample().signed_on)
    except TemplateFault as fault:
        return [fault]
    except NoGlyph as fault:
        return [TemplateFault(name, 0, f"no font here has {fault}")]
    return []


@cache
def sample() -> NoticeSource:
    """A made-up notice with something in every part."""
    return NoticeSource(
        item_id="yangli-20260102-abcd",
        title="关于样例的公示",
        org_name="样例党支部",
        issuer="样例党支部",
        family="notice",
        scope="party",
        state="reviewing",
        approved=False,
        blocks=parse_body(_BODY),
        signed_on=date(2026, 1, 2),
        digest="sha256:" + "0" * 64,
        number="2026-001",
        period=Period(date(2026, 1, 5), date(2026, 1, 9), "共5个工作日"),
        contact=Contact("023-0000 0000", "样例路1号"),
        attachments=("样例附件",),
        main_recipients=("各党小组",),
        imprint=Imprint("样发〔2026〕1号", ("样例机关",)),
    )
