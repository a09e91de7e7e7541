"""The years of the calendar that pdctl knows by itself: what was announced until the package that it uses was made."""

from __future__ import annotations

from typing import Any

from pdctl.actions.texts import schema_for
from pdctl.store import codec
from pdctl.store.yaml_write import dump

# The numbers of the notices of the State Council's General Office, by the year that they arrange.
_NUMBERS = {
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def seed(year: int) -> dict[str, Any] | None:
    """The calendar file of a year as plain values, or None where its arrangement is not known here."""
    from chinese_calendar import constants  # type: ignore[import-untyped]

    holidays = sorted(d.isoformat() for d in constants.holidays if d.year == year)
    workdays = sorted(d.isoformat() for d in constants.workdays if d.year == year)
    if not holidays:
        return None
    source = {"title": notice_title(year), "number": _NUMBERS.get(year), "seeded_from": "chinesecalendar"}
    return {"format": codec.FORMAT, "year": year, "source": source, "holidays": holidays, "workdays": workdays}


def notice_title(year: int) -> str:
    """How the notice of a year is called."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def known_years() -> tuple[int, ...]:
    """The years that `seed` knows."""
    from chinese_calendar import constants

    return tuple(sorted({day.year for day in constants.holidays}))


def calendar_file(value: dict[str, Any]) -> dict[str, bytes]:
    """The calendar file of plain values."""
    path = f"calendar/{value['year']}.yaml"
    # A year without any is said to have none, lest somebody think that they were forgotten.
    none = "".join(f"{key}: []\n" for key in ("holidays", "workdays") if not value[key])
    return {path: dump(value, schema_for(path, "calendar")) + none.encode()}


def calendar_files() -> dict[str, bytes]:
    """The calendar files of every year that is officially known."""
    files: dict[str, bytes] = {}
    for year in known_years():
        value = seed(year)
        files |= calendar_file(value) if value else {}
    return files
