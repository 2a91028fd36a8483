"""scripts/check-module-arrows finds every arrow that points where it may not."""

import importlib.machinery
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "check-module-arrows"


def load_script():
    loader = importlib.machinery.SourceFileLoader("check_module_arrows", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


arrows = load_script()


def target(name, *dependencies, kind="regular"):
    return {"name": name, "type": kind, "dependencies": [{"byName": [d, None]} for d in dependencies]}


def check(root, files, targets=()):
    """Runs the script on a tree of `files` (path in Sources → text); returns (exit status, output)."""
    (root / "Sources").mkdir(exist_ok=True)
    for path, text in files.items():
        file = root / "Sources" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    manifest = root / "manifest.json"
    manifest.write_text(json.dumps({"targets": list(targets)}))
    run = subprocess.run(
        [sys.executable, SCRIPT, "--root", root, "--manifest", manifest], capture_output=True, text=True
    )
    return run.returncode, run.stdout + run.stderr


def test_a_tree_that_keeps_to_the_table_passes(tmp_path):
    status, output = check(
        tmp_path,
        {
            "GridModel/Zone.swift": "import Foundation\npublic struct Zone {}\n",
            "Telemetry/Block.swift": "import CTelemetryKernels\npublic import GridModel\n",
            "SQLiteDriver/Driver.swift": "import GRDB\npackage import Persistence\n",
        },
        [
            target("GridModel"),
            target("Telemetry", "GridModel", "CTelemetryKernels"),
            target("SQLiteDriver", "Persistence"),
            target("TelemetryTests", "Telemetry", "Persistence", kind="test"),
        ],
    )
    assert status == 0, output


@pytest.mark.parametrize(
    "line",
    [
        "import Persistence",
        "public import Persistence",
        "package import Persistence",
        "@testable import Persistence",
        "@preconcurrency public import Persistence",
        "@_spi(Testing) import Persistence",
        "import struct Persistence.Row",
        "import GridModel; import Persistence",
        "    import Persistence  // indented under #if",
    ],
)
def test_every_form_of_import_is_seen(tmp_path, line):
    status, output = check(tmp_path, {"Telemetry/Block.swift": f"import GridModel\n{line}\n"})
    assert status == 1
    assert "Sources/Telemetry/Block.swift:2: Telemetry may not import Persistence" in output


@pytest.mark.parametrize(
    "text",
    [
        "// import Persistence\n",
        "/* a comment\nimport Persistence\n*/\n",
        "/* nested /* comment */\nimport Persistence\n*/\n",
        'let help = """\nimport Persistence\n"""\n',
        'let raw = #"""\nimport Persistence """\nimport Persistence\n"""#\n',
        'let quote = "\\""; let other = "\nimport GridModel\n',
    ],
)
def test_what_only_looks_like_an_import_is_not_one(tmp_path, text):
    status, output = check(tmp_path, {"Telemetry/Block.swift": text})
    assert status == 0, output


def test_an_import_after_comments_and_strings_is_seen(tmp_path):
    text = 'let a = "/*"\nlet b = #"\\"# /* " */\nlet c = "\\\\"\nimport Persistence\n'
    status, output = check(tmp_path, {"Telemetry/Block.swift": text})
    assert status == 1
    assert "Block.swift:4:" in output


@pytest.mark.parametrize("module", ["NIOCore", "Hummingbird", "Logging", "Dispatch", "FoundationNetworking", "GRDB"])
def test_pure_modules_do_no_io(tmp_path, module):
    status, output = check(tmp_path, {"Learning/Tape.swift": f"import {module}\n"})
    assert status == 1
    assert f"may not import {module}" in output


def test_only_the_driver_names_the_database_library(tmp_path):
    status, output = check(tmp_path, {"GridAPI/Routes.swift": "import GRDB\n"})
    assert status == 1
    assert "GridAPI may not import GRDB: only SQLiteDriver may" in output


def test_nothing_but_the_executable_names_a_driver(tmp_path):
    status, output = check(
        tmp_path,
        {"Operations/Ingest.swift": "import SQLiteDriver\n", "UrbanGrid/Serve.swift": "import SQLiteDriver\n"},
    )
    assert status == 1
    assert "Operations may not import SQLiteDriver" in output
    assert "Serve.swift" not in output


def test_the_manifest_is_held_to_the_table_too(tmp_path):
    targets = [
        target("Telemetry", "Persistence"),
        {
            "name": "Learning",
            "type": "regular",
            "dependencies": [{"product": ["Logging", "swift-log", None, None]}],
        },
    ]
    status, output = check(tmp_path, {}, targets)
    assert status == 1
    assert "Package.swift: Telemetry may not depend on Persistence" in output
    assert "Package.swift: Learning is pure and may not depend on Logging" in output


def test_a_module_missing_from_the_table_is_an_error(tmp_path):
    status, output = check(tmp_path, {"Sorcery/Spell.swift": ""}, [target("Witchcraft")])
    assert status == 1
    assert "Sources/Sorcery: not in the table" in output
    assert "target Witchcraft is not in the table" in output


def test_a_table_with_an_arrow_upwards_is_refused():
    with pytest.raises(ValueError, match="which is not above it"):
        arrows.Rules.parse("A -> B\nB ->\n")
