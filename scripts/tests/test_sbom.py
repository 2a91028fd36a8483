"""The list of components names what the build takes, each once, in the form of CycloneDX."""

import importlib.machinery
import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
loader = importlib.machinery.SourceFileLoader("sbom", str(ROOT / "scripts/sbom"))
sbom = importlib.util.module_from_spec(importlib.util.spec_from_loader("sbom", loader))
loader.exec_module(sbom)

MIT = "The MIT License\n\nPermission is hereby granted, free of charge,\n to any person obtaining a copy of this software"
APACHE = "\n      Apache License\n    Version 2.0, January 2004\n"


@pytest.fixture
def tree(tmp_path):
    """The repository's own lists, and two Swift packages that were resolved."""
    for file in ("scripts/grid.d/packages.sh", *sbom.REQUIREMENTS):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    pins = [("https://github.com/apple/swift-nio.git", "2.101.2", "swift-nio", APACHE),
            ("https://github.com/groue/GRDB.swift", "7.10.0", "GRDB.swift", MIT)]
    (tmp_path / "Package.resolved").write_text(json.dumps({"pins": [
        {"identity": folder.lower(), "location": location, "state": {"revision": "a" * 40, "version": version}}
        for location, version, folder, _ in pins
    ]}))
    for _, _, folder, text in pins:
        checkout = tmp_path / ".build" / "checkouts" / folder
        checkout.mkdir(parents=True)
        (checkout / "LICENSE.txt").write_text(text)
    return tmp_path


def test_names_swift_packages_with_version_and_licence(tree):
    components = {one["name"]: one for one in sbom.make(tree)["components"]}
    nio, grdb = components["swift-nio"], components["GRDB.swift"]
    assert (nio["purl"], nio["version"]) == ("pkg:swift/github.com/apple/swift-nio@2.101.2", "2.101.2")
    assert nio["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert grdb["licenses"] == [{"license": {"id": "MIT"}}] and grdb["scope"] == "required"


def test_names_every_debian_and_python_package_of_the_lists(tree):
    bom = sbom.make(tree, version_of=lambda name: "1.2-3" if name == "libpq-dev" else None)
    components = {one["bom-ref"]: one for one in bom["components"]}
    assert components["pkg:deb/debian/libpq-dev@1.2-3"]["scope"] == "required"
    assert "version" not in components["pkg:deb/debian/wrk"]
    assert components["pkg:deb/debian/wrk"]["scope"] == "excluded"
    for file in sbom.REQUIREMENTS:
        for name, version in re.findall(r"^([\w.-]+)==([\w.+]+)", (ROOT / file).read_text(), re.M):
            assert components[f"pkg:pypi/{name.lower()}@{version}"]["scope"] == "excluded"


def test_is_cyclonedx_and_the_same_for_the_same(tree):
    bom = sbom.make(tree, version_of=lambda name: None)
    assert (bom["bomFormat"], bom["specVersion"], bom["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bom["serialNumber"])
    references = [one["bom-ref"] for one in bom["components"]]
    assert len(references) == len(set(references)) and references == sorted(references)
    for one in bom["components"]:
        assert one["type"] == "library" and one["scope"] in ("required", "optional", "excluded")
    assert set(bom["dependencies"][0]["dependsOn"]) <= set(references)
    assert sbom.make(tree, version_of=lambda name: None) == bom
    assert sbom.make(tree, version_of=lambda name: "1")["serialNumber"] != bom["serialNumber"]


def test_an_unknown_licence_an_unpinned_package_and_a_new_list_are_errors(tree):
    licence = tree / ".build/checkouts/swift-nio/LICENSE.txt"
    licence.write_text("All rights reserved.")
    with pytest.raises(sbom.SBOMError, match="swift-nio"):
        sbom.make(tree)
    licence.write_text(APACHE)
    requirements = tree / sbom.REQUIREMENTS[0]
    requirements.write_text("pytest>=9\n")
    with pytest.raises(sbom.SBOMError, match="pytest>=9"):
        sbom.make(tree)
    shutil.copy(ROOT / sbom.REQUIREMENTS[0], requirements)
    with (tree / "scripts/grid.d/packages.sh").open("a") as script:
        script.write("OTHER_PACKAGES='x'\n")
    with pytest.raises(sbom.SBOMError, match="OTHER_PACKAGES"):
        sbom.make(tree)
    (tree / "Package.resolved").unlink()
    with pytest.raises(sbom.SBOMError, match="swift package resolve"):
        sbom.make(tree)
