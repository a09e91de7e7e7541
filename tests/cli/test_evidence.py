"""Evidence and attachments on their way in: cleaned, named after their record, refused where they cannot be cleaned."""

from __future__ import annotations

from tests.cli.refusals import refused
from tests.store.test_photos import BASELINE, GPS, segment, with_segment
from tests.story import Story


def posting(item: str, photo: str) -> tuple[str, ...]:
    where = ("--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    return ("publish", item, *where, "--evidence", photo)


def test_a_photo_loses_its_place(story: Story) -> None:
    item = story.approved()
    photo = story.file("公开栏 照片.jpg", with_segment(BASELINE, segment(0xE1, b"Exif\0\0" + GPS)))
    story.run(*posting(item, photo), by="chen")
    folder = story.folder / "catalogs/dzb/items/2026" / item / "record/evidence"
    (kept,) = folder.iterdir()
    seq = len(story.show(item)["records"])
    assert kept.name == f"{seq:04d}-公开栏 照片.jpg"
    assert kept.read_bytes() == BASELINE


def test_a_damaged_photo_is_refused(story: Story) -> None:
    item = story.approved()
    photo = story.file("photo.jpg", with_segment(BASELINE, segment(0xE1, b"Exif\0\0" + GPS))[:40])
    refused(story, 2, *posting(item, photo), says=("photo.jpg", "JPEG"))


def test_a_kind_that_cannot_be_cleaned_is_refused(story: Story) -> None:
    item = story.approved()
    photo = story.file("photo.heic", b"\0\0\0\x18ftypheic" + bytes(40))
    refused(story, 2, *posting(item, photo), says=("photo.heic", "JPEG"))


def test_missing_evidence(story: Story) -> None:
    item = story.approved()
    refused(story, 2, *posting(item, "/nonexistent.jpg"), says=("/nonexistent.jpg",))
