"""Which attachments of an item go behind its notice as pages, and why the others do not."""

from __future__ import annotations

from pdctl.actions.items import Item
from pdctl.core.findings import Finding, Refusal
from pdctl.core.text import Msg, msg
from pdctl.render.appended import Appendix, appendix


def fitting(item: Item) -> tuple[Appendix, ...]:
    """The PDF attachments whose pages can go into a PDF/A. Raises `Refusal` where an attachment is missing."""
    return tuple(found for _, found in _looked_at(item) if isinstance(found, Appendix))


def left_apart(item: Item) -> tuple[Msg, ...]:
    """What should be said of the attachments that stay files of their own."""
    return tuple(
        msg(
            "the attachment {name} is listed but not appended: {why}", name=name.removeprefix("attachments/"), why=found
        )
        for name, found in _looked_at(item)
        if isinstance(found, Msg)
    )


def _looked_at(item: Item) -> list[tuple[str, Appendix | Msg]]:
    found: list[tuple[str, Appendix | Msg]] = []
    for number, attachment in enumerate(item.plan.attachments, 1):
        data = item.view.read(f"{item.folder}/content/{attachment.file}")
        if data is None:
            raise Refusal(
                Finding(
                    msg("the attachment {name} is missing", name=attachment.file), rule="E-RENDER",
                    file=f"{item.folder}/content/{attachment.file}", expected=msg("the file"), found=msg("none"),
                    fix=msg("pdctl revise {item} --attach FILE, or --detach NAME", item=item.id), item=item.id,
                )
            )  # fmt: skip
        title = attachment.title or attachment.file.removeprefix("attachments/")
        if data[:1024].lstrip().startswith(b"%PDF-"):
            found.append((attachment.file, appendix(title, number, data)))
        elif attachment.file.lower().endswith(".pdf"):
            found.append((attachment.file, msg("it is no PDF, whatever its name says")))
        else:
            found.append((attachment.file, msg("it is no PDF")))
    return found
