"""The pages for operators say what the code does."""

import re
from pathlib import Path

from tools import access_table

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
READ = re.compile(r"""env\.(?:text|flag|number|words|path|mail)\(\s*["'](SAATHI_[A-Z_]+)["']""")


def test_each_setting_that_the_code_reads_is_in_the_table() -> None:
    read = {"SAATHI_DATABASE_URL"}
    for file in (ROOT / "saathi" / "config").rglob("*.py"):
        read |= set(READ.findall(file.read_text(encoding="utf-8")))
    assert len(read) > 15
    listed = set(re.findall(r"^\| `(SAATHI_[A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert read - listed == set()


def test_each_setting_in_the_table_is_read_somewhere() -> None:
    code = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "saathi" / "config").rglob("*.py")
    )
    listed = set(re.findall(r"^\| `(SAATHI_[A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert {name for name in listed if not name.startswith("SAATHI_DATABASE_URL")} <= set(
        re.findall(r"SAATHI_[A-Z_]+", code)
    )


def test_each_command_is_named() -> None:
    from saathi.config.commands import COMMANDS

    unnamed = set(COMMANDS) - {"demo", "simulate", "work", "seal", "count-register", "audit"}
    assert {name for name in unnamed if f"saathi {name}" not in PAGE} == set()


def test_the_table_of_roles_and_policies_is_current() -> None:
    assert access_table.PAGE.read_text(encoding="utf-8") == access_table.page(), (
        "run tools/access_table.py"
    )
