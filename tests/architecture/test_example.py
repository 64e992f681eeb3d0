"""The record of docs/example, which CONTRIBUTING.md explains, works when it is put in its place.

A copy of the code gets the folders of the example and the lines that CONTRIBUTING.md names. Its
migration is made there, and the tests of the house and the example's own run in it, in a database of
the server of these tests.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases
from tests.schema import schema_hash
from tests.server import HOME

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "example"
APP = "saathi.protection.casework.letters"
FOLDER = EXAMPLE / APP.replace(".", "/")
MAX_LINES = 150  # without migration and tests
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Each block of code follows the path of the file that it quotes.
QUOTED = re.compile(
    r"^ *<!-- (docs/example/\S+) -->\n\n?( *)```\w+\n(.*?)^ *```$", re.DOTALL | re.MULTILINE
)
# What is added in other files: after the app that it imports, before the layer that it imports, among the texts
# that an export gives with the section of their record, and in the table of rules.
IMPORTED = '    "saathi.protection.casework.cases",\n'
TEXTS_BELOW, TEXTS_ROW = "missing.missingchild: ", "letters.letter: name place\n"
RULES_ABOVE = "| who reads a complaint |"
RULES_ROW = (
    "| whether a letter can be recorded as given to the child "
    "| `protection.casework.letters.rules.reasons_against_giving` |\n"
)
IMPORTED_LAYER, LAYER = '  "casework.cases",\n', '  "casework.letters",\n'
ADDED_LINES = {
    "saathi/config/settings.py": (IMPORTED, f'{IMPORTED}    "{APP}",\n'),
    "pyproject.toml": (IMPORTED_LAYER, f"{LAYER}{IMPORTED_LAYER}"),
    "tests/protection/exchange/own_texts.py": (TEXTS_BELOW, f"{TEXTS_ROW}{TEXTS_BELOW}"),
    "docs/rooms.md": (RULES_ABOVE, f"{RULES_ROW}{RULES_ABOVE}"),
}
CHECKED = [
    "tests/architecture/test_domains.py",
    "tests/architecture/test_house.py",
    "tests/architecture/test_names.py",
    "tests/architecture/test_pages_are_seen.py",
    "tests/architecture/test_rooms.py",
    "tests/architecture/test_used_rules.py",
    *(
        f"tests/architecture/test_access_matrix.py::{test}[letters]"
        for test in (
            "test_an_outsider_neither_reads_nor_sends_anything_about_a_child",
            "test_who_finds_a_page_about_a_child",
            "test_every_page_about_a_child_leaves_a_look_in_the_log",
            "test_outside_ones_own_cases_every_page_asks_what_for",
        )
    ),
    "tests/protection/casework/letters",
    *(
        f"tests/protection/exchange/test_texts_of_exports.py::{test}[letters.letter]"
        for test in (
            "test_each_exported_text_has_a_section",
            "test_each_record_type_can_be_written_with_every_list_filled",
        )
    ),
]


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of Python in the copy of the code, with the server of these tests."""
    environment = os.environ | {
        "SAATHI_PROCESS": "tools",
        "SAATHI_TEST_HOME": str(HOME),
        "SAATHI_TEST_BASE": f"template_{schema_hash()}",
        "PYTEST_XDIST_WORKER": "example",  # the name of its database; it leaves the server running
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with the example in its place."""
    copy = tmp_path_factory.mktemp("example")
    for name in ("saathi", "tests"):
        shutil.copytree(ROOT / name, copy / name)
    (copy / "docs").mkdir()
    for name in ("pyproject.toml", "sgconfig.yml", "docs/rooms.md", "docs/glossary.md"):
        shutil.copy(ROOT / name, copy / name)
    shutil.copytree(ROOT / "tools", copy / "tools")
    for name in ("saathi", "tests"):
        shutil.copytree(EXAMPLE / name, copy / name, dirs_exist_ok=True)
    for name, (line, lines) in ADDED_LINES.items():
        text = (copy / name).read_text(encoding="utf-8")
        assert text.count(line) == 1, name
        (copy / name).write_text(text.replace(line, lines), encoding="utf-8")
    return copy


def test_the_example_is_one_folder_of_150_lines() -> None:
    folders = {path.parent for path in (EXAMPLE / "saathi").rglob("*.py")}
    assert folders == {FOLDER}
    files = [path for path in FOLDER.rglob("*") if path.suffix in {".py", ".sql", ".html"}]
    assert sum(len(path.read_text().splitlines()) for path in files) <= MAX_LINES


def test_the_guide_quotes_the_files_of_the_example() -> None:
    quoted = QUOTED.findall(GUIDE)
    for name, indent, code in quoted:
        lines = [line.removeprefix(indent) for line in code.splitlines(keepends=True)]
        assert "".join(lines) in (ROOT / name).read_text(encoding="utf-8"), name
    names = {Path(name).name for name, _indent, _code in quoted}
    missing = {path.name for path in FOLDER.rglob("*.*") if path.suffix in {".py", ".sql"}} - names
    assert missing == {"__init__.py"}
    assert "access_rows.py" in names
    assert GUIDE.count("```") == 2 * len(quoted)


def test_the_guide_names_the_lines_in_other_files() -> None:
    assert [name for name in ADDED_LINES if f"`{name}`" not in GUIDE] == []


@pytest.mark.slow
def test_the_example_passes_the_tests_of_the_house_and_its_own(copy: Path) -> None:
    databases.template()
    manage = ("saathi.config.manage", "makemigrations", "letters")
    assert run(copy, *manage, "--check", "--dry-run").returncode == 1
    made = run(copy, *manage)
    assert made.returncode == 0, made.stderr
    try:
        tested = run(copy, "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *CHECKED)
    finally:
        databases.drop("test_example")
    assert tested.returncode == 0, tested.stdout[-6000:] + tested.stderr


@pytest.mark.deploy
def test_the_example_passes_types_layers_and_house_rules(copy: Path) -> None:
    """What `make check` asks of a record beyond format and lint, which it asks of docs/example itself."""
    programs = Path(sys.executable).parent
    for command in (
        ("mypy", APP.replace(".", "/")),
        ("lint-imports", "--no-cache"),
        ("ast-grep", "scan", "--error", "--report-style", "short"),
    ):
        environment = os.environ | {"SAATHI_PROCESS": "tools"}
        checked = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=500,
        )  # fmt: skip
        assert checked.returncode == 0, checked.stdout + checked.stderr
