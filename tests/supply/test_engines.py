"""The packages of engines/: what each contains, and that it contains all that it imports."""

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import locks

ROOT = locks.ROOT


def packaged_files(engine: str) -> set[Path]:
    """The source files that the package contains, as they lie in the repository."""
    told = locks.engine_project(engine)["tool"]["hatch"]["build"]["targets"]["wheel"]
    found: set[Path] = set()
    for source, target in told["force-include"].items():
        path = (ROOT / "engines" / engine / source).resolve()
        assert path.relative_to(ROOT) == Path(target), "a module has the same name in both wheels"
        found |= set(path.rglob("*.py")) if path.is_dir() else {path}
    return found


def imported_modules(path: Path) -> Iterator[str]:
    """Every module that the file imports, also within functions and for type checking."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            assert node.module is not None
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if source_of(name) else node.module


def source_of(module: str) -> Path | None:
    """The file of a module of Saathi; none for a module that does not exist."""
    place = ROOT.joinpath(*module.split("."))
    for file in (place.with_suffix(".py"), place / "__init__.py"):
        if module.partition(".")[0] == "saathi" and file.is_file():
            return file
    return None


@pytest.mark.parametrize("engine", locks.ENGINES)
def test_package_of_engine_contains_all_that_it_imports(engine: str) -> None:
    files = packaged_files(engine)
    assert ROOT / f"saathi/engines/{engine}/__init__.py" in files
    outside: set[str] = set()
    for file in files:
        for module in imported_modules(file):
            source = source_of(module)
            if source is None:
                outside.add(module.partition(".")[0])
            else:
                assert source in files, f"{file.relative_to(ROOT)} imports {module}"
    project = locks.engine_project(engine)["project"]
    asked = {locks.Requirement(item).name.replace("-", "_") for item in project["dependencies"]}
    assert outside - set(sys.stdlib_module_names) == asked


def test_packages_of_engines_share_no_file() -> None:
    files = [file for engine in locks.ENGINES for file in packaged_files(engine)]
    assert len(files) == len(set(files))
    assert ROOT / "saathi/__init__.py" not in files


@pytest.mark.parametrize("engine", locks.ENGINES)
def test_package_of_engine_has_the_licence_and_version_of_saathi(engine: str) -> None:
    told = locks.engine_project(engine)
    folder = ROOT / "engines" / engine
    assert told["project"]["license"] == locks.project()["project"]["license"]
    assert told["project"]["requires-python"] == locks.project()["project"]["requires-python"]
    assert (folder / "LICENSE").resolve() == ROOT / "LICENSE"
    assert (
        folder / told["tool"]["hatch"]["version"]["path"]
    ).resolve() == ROOT / "saathi/__init__.py"
    assert told["project"]["name"] in (folder / "README.md").read_text(encoding="utf-8")


def test_markers_of_engine_tests_are_known_where_an_engine_is_alone() -> None:
    """The environment of `test_engines_alone.py` refuses a marker that `engines/pytest.ini` lacks."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "engines" / "pytest.ini", encoding="utf-8")
    known = {
        line.partition(":")[0].partition("(")[0]
        for line in settings["pytest"]["markers"].split("\n")
    }
    code = "".join(path.read_text() for path in (ROOT / "tests" / "engines").rglob("*.py"))
    used = set(re.findall(r"pytest\.mark\.(\w+)", code)) - {"parametrize", "usefixtures"}
    assert {"slow", "repeated"} <= used
    assert used <= known
