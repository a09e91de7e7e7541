"""The face of each role: what officials mean by it where it is there, else the faces that pip installs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pdctl.render.fonts import PACKAGED_SANS, PACKAGED_SERIF, ROLES, faces, resolved


@dataclass(frozen=True)
class Font:
    """As Typst describes one."""

    family: str
    weight: int = 400


PACKAGED = (Font(PACKAGED_SERIF), Font(PACKAGED_SANS))


def families(*more: Font) -> dict[str, str]:
    return {role: face.family for role, face in resolved((*more, *PACKAGED)).items()}  # type: ignore[arg-type]


def test_the_packaged_faces_are_enough() -> None:
    assert set(families().values()) == {PACKAGED_SERIF, PACKAGED_SANS}
    assert families()["hei"] == PACKAGED_SANS


@pytest.mark.parametrize(
    ("found", "role"),
    [("FangSong", "text"), ("FandolFang R", "text"), ("STKaiti", "kai"), ("SimHei", "hei"), ("SimSun", "song")],
)
def test_a_true_face_goes_first_and_the_packaged_last(found: str, role: str) -> None:
    face = resolved((Font(found), *PACKAGED))[role]  # type: ignore[arg-type]
    assert face.true
    assert face.families[0] == found
    assert face.families[-1] in (PACKAGED_SERIF, PACKAGED_SANS)


def test_a_title_in_a_stand_in_is_bold_where_there_is_one() -> None:
    assert resolved((Font("Noto Serif CJK SC"), Font("Noto Serif CJK SC", 700), *PACKAGED))["title"].bold  # type: ignore[arg-type]
    assert not resolved((Font("FZXiaoBiaoSong-B05S"), *PACKAGED))["title"].bold  # type: ignore[arg-type]
    assert not resolved(PACKAGED)["title"].bold  # type: ignore[arg-type]


def test_only_families_that_exist_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for packaged in ("packaged", ""):
        monkeypatch.setenv("PDCTL_FONTS", packaged)
        known = set(faces().fonts.families())
        assert set(faces().faces) == {role.key for role in ROLES}
        assert all(family in known for face in faces().faces.values() for family in face.families)
