"""Nothing depends on whether a child testifies: no service, case, duty or right reads the decision."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from saathi.protection.casework.cases.vocabulary import ClosingReason
from saathi.protection.justice.proceedings.actions import testimony
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.roles import acting, role

ROOT = Path(__file__).parents[4]
OWN = "saathi/protection/justice/proceedings"
# What may name the domain: the list of apps, and the labels of dimensions of statistics.
# Compensation and protection belong to a proceeding; none of these says what the child decided.
HARMLESS = {
    "Proceeding", "proceeding_title", "CourtLetter", "SimulatedProceeding", "MaximumPenalty"
}  # fmt: skip
KNOWN = ("saathi/config/settings.py", "saathi/evidence/indicators/justice_dimensions.py")


@pytest.mark.requirement("JUS-014")
def test_no_other_module_or_function_reads_the_childs_decision_on_testimony() -> None:
    readers = []
    for path in sorted((ROOT / "saathi").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(OWN) or name in KNOWN or "/migrations/" in name:
            continue
        text = path.read_text()
        named = ("ChildTestimonyDecision", "proceedings_testimony", "proceeding.decisions",
                 "proceeding__decisions")  # fmt: skip
        if _imports(text) - HARMLESS or any(name in text for name in named):
            readers.append(name)
    for path in sorted((ROOT / "saathi").rglob("*.sql")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(OWN) and "proceedings_testimony" in path.read_text():
            readers.append(name)
    assert readers == []


def _imports(text: str) -> set[str]:
    """The names that a module imports from the domain, by any form of import."""
    domain = "saathi.protection.justice.proceedings"
    if domain not in text and "justice import proceedings" not in text:
        return set()
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(domain):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "saathi.protection.justice":
            found |= {alias.name for alias in node.names if alias.name == "proceedings"}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith(domain)}
    return found


@pytest.mark.requirement("JUS-014")
def test_no_code_ends_or_refuses_help_because_of_testimony() -> None:
    from django.apps import apps

    wrong = []
    # What another body did is recorded, as a refusal that breaks the child's rights; and the subject
    # of a decision that is to answer the four principles.
    facts = {("Referral", "why_declined"), ("Decision", "kind")}
    for model in apps.get_models():
        if model.__module__.startswith("saathi.protection.justice.proceedings"):
            continue
        for field in model._meta.concrete_fields:
            for code, _label in field.flatchoices or ():
                if (model.__name__, field.name) in facts:
                    continue
                if "cooperat" in str(code) or "testi" in str(code):
                    wrong.append(f"{model.__name__}.{field.name}: {code}")
    assert wrong == []
    assert not [code for code in ClosingReason.values if "testi" in code or "cooperat" in code]


@pytest.mark.requirement("JUS-014")
def test_refusal_changes_no_duty_case_or_right(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    tables = ("cases_case", "cases_due", "agencies_grant", "cases_seat")

    def rows() -> list[object]:
        found: list[object] = []
        with role("maintenance"), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t.id)) FROM {table} t")
                found += cursor.fetchall()
        return found

    before = rows()
    with acting(worker):
        decision = made.decision(court.proceeding, case, worker, "wants")
        testimony.withdraw_decision(
            decision=decision,
            withdrawn_on=made.DAY + dt.timedelta(days=1),
            case=case,
            version=1,
            actor=worker,
        )
        made.decision(court.proceeding, case, worker, "does_not_want")
    assert rows() == before
