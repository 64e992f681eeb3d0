"""`docs/rooms.md` names code that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8").split("## Where are the rules")[1]
NAMES = sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", TABLE)))


def _exists(name: str) -> bool:
    path = ROOT / "saathi" / name.replace(".", "/")
    if path.with_suffix(".py").exists() or (path / "__init__.py").exists():
        return True
    module = path.parent.with_suffix(".py")
    if not module.exists():
        return False
    found = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return any(getattr(node, "name", "") == path.name for node in found)


def test_there_are_names() -> None:
    assert len(NAMES) > 12


@pytest.mark.parametrize("name", NAMES)
def test_named_code_exists(name: str) -> None:
    assert _exists(name)
