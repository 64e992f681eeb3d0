"""The audit log names screens as the URL configuration does: a renamed page is renamed there too."""

import ast
import re
from pathlib import Path

from saathi.audit import rules
from tests.architecture.screens import addresses, app_by_namespace

SAATHI = Path(__file__).resolve().parents[2] / "saathi"


def texts(path: Path) -> set[str]:
    """The literal texts of a module."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str
    }


def test_every_name_of_a_screen_in_the_code_is_the_name_of_an_address() -> None:
    named, spaces = {address.name for address in addresses()}, app_by_namespace()
    of_screens = {
        text: str(path.relative_to(SAATHI))
        for path in SAATHI.rglob("*.py")
        for text in texts(path)
        if re.fullmatch("[a-z_]+:[a-z_]+", text) and text.split(":")[0] in spaces
    }
    assert "desk:show_access_log" in of_screens
    assert {text: path for text, path in of_screens.items() if text not in named} == {}


def test_every_name_of_an_address_fits_the_audit_log() -> None:
    """A refusal is recorded with the name of its page, which must be a code there."""
    assert [address.name for address in addresses() if not rules.CODE.fullmatch(address.name)] == []
