"""The threat model and the list of ASVS name tests that there are, and places that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    "docs/threat-model.md", "docs/asvs.md", "docs/operations/data-classification.md", "docs/operations/cryptography.md",
    "docs/operations/logs.md",
]
FILES = {
    path.name for folder in ("Tests", "Sources", "scripts") for path in (ROOT / folder).rglob("*") if path.is_file()
} | {path.name for path in ROOT.iterdir()}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_exists(document):
    named = set(re.findall(r"`(\w+\.(?:swift|py|json))`", (ROOT / document).read_text()))
    assert named
    assert named - FILES == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document):
    file = ROOT / document
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text()):
        assert link.startswith("https://") or (file.parent / link).exists(), link


def test_every_table_has_a_level_of_protection_and_no_other_has():
    schema = "".join(path.read_text() for path in (ROOT / "Sources/Persistence/Schema").glob("*.swift"))
    tables = set(re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", schema))
    text = (ROOT / "docs/operations/data-classification.md").read_text()
    places = text.split("## Where each lies")[1].split("## ")[0]
    rows = [row.split("|")[2] for row in places.splitlines() if row.startswith("| ")]
    listed = re.findall(r"`(\w+)`", "".join(rows))
    assert len(tables) > 50 and sorted(listed) == sorted(tables)


def test_every_requirement_is_listed_once_and_the_sums_are_right():
    text = (ROOT / "docs/asvs.md").read_text()
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| \**(met|not applicable|open)\** \| .+ \|$", text, re.MULTILINE)
    assert len({number for number, _ in rows}) == len(rows) == 253, "ASVS 5.0.0 has 253 requirements of levels 1 and 2"
    for state in ("met", "not applicable", "open"):
        assert f"| {state} | {sum(each == state for _, each in rows)} |" in text
