"""Help never depends on whether a child was trafficked, nor on who decided it."""

import ast
from pathlib import Path

import pytest

SAATHI = Path(__file__).resolve().parents[2] / "saathi"

# What helps a child: recording a report, a case, a plan, a statement. Reading and showing the
# classification stays possible where it is shown (desk) and counted (facts).
HELP = sorted(
    path
    for folder in ("protection/identification/intake", "protection/casework/cases", "protection/casework/care_plans",
                   "protection/casework/services", "participation", "people")
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
    assert not {"classify_trafficking", "Classification", "EpisodeFacts"} & imported
    closed = (
        "saathi.protection.identification.trafficking",
        "saathi.protection.identification.screening",
    )
    assert not [module for module in modules if module.startswith(closed)]


@pytest.mark.requirement("IDN-003")
def test_no_one_reads_a_screening_but_its_own_pages_and_the_prompt_to_do_one() -> None:
    """Help cannot depend on it: no other domain reads it. A clue to the family is no screening."""
    readers = {
        str(path.relative_to(SAATHI)): {alias.name for alias in node.names}
        for path in SAATHI.rglob("*.py")
        if "screening" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("saathi.protection.identification.screening")
    }
    assert readers == {"protection/returns/tracing/queries.py": {"FamilyClue"}}


def test_the_rules_of_help_are_among_those_looked_at() -> None:
    looked_at = {str(path.relative_to(SAATHI)) for path in HELP}
    assert {
        "protection/casework/cases/rules.py",
        "protection/casework/care_plans/rules.py",
        "protection/identification/intake/rules.py",
        "protection/casework/services/actions/referring.py",
        "protection/casework/services/models/directory.py",
    } <= looked_at
