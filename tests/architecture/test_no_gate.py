"""Help never asks whether a child was trafficked, nor by whom that was decided."""

import ast
from pathlib import Path

import pytest

SAATHI = Path(__file__).resolve().parents[2] / "saathi"

# What helps a child: taking a report, a case, a plan, hearing her. Reading and showing the
# classification stays possible where it is shown (desk) and counted (facts).
HELP = sorted(
    path
    for folder in ("protection/intake", "protection/cases", "protection/care_plans",
                   "protection/services", "participation", "people")
    for name in ("rules.py", "actions.py", "forms.py", "models.py", "actions/*.py", "forms/*.py",
                 "models/*.py")
    for path in (SAATHI / folder).glob(name)
)  # fmt: skip


@pytest.mark.requirement("IDN-003")
@pytest.mark.requirement("RTS-003")
@pytest.mark.requirement("AUT-003")
@pytest.mark.parametrize("path", HELP, ids=[str(path.relative_to(SAATHI)) for path in HELP])
def test_no_rule_or_action_of_help_reads_the_classification(path: Path) -> None:
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    }
    modules = {
        node.module or ""
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert not {"classify", "Classification", "EpisodeFacts"} & imported
    assert not [module for module in modules if module.startswith("saathi.protection.trafficking")]


def test_the_rules_of_help_are_among_those_looked_at() -> None:
    looked_at = {str(path.relative_to(SAATHI)) for path in HELP}
    assert {
        "protection/cases/rules.py",
        "protection/care_plans/rules.py",
        "protection/intake/rules.py",
        "protection/services/actions/referring.py",
        "protection/services/models/directory.py",
    } <= looked_at
