"""Every form that leads to a report asks whether the report is about a colleague, and its action sends it past them."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django import forms

from saathi.agencies.form_submission import RecordForm
from saathi.protection.identification.intake.queue.colleague_questions import (
    ColleagueQuestionsForm,
    NoAccusationForm,
    ReportAdditionForm,
)

ROOT = Path(__file__).parents[2] / "saathi"
# Actions that add a report; those that call one of them are found.
ADDS = "add_report"
SENDS = "bypass_named_staff"
# Adds a text to a saved report; of the intake only, other records have an action of this name.
ADDS_TEXT = "add_note"
INTAKE = "saathi.protection.identification.intake"
# Typed fields that are no texts: a reference, a time, and the search for the colleague to choose.
NO_TEXTS = {"earlier", "went_time", "q", "named"}
# They record invented reports: no person types them.
SIMULATED = ("simulation", "simulated_", "synthetic")
# Forms that register a concern in another record than a report.
OTHER_FORMS = ("saathi.protection.identification.missing.forms.reporting.DisappearanceForm",)

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Caller = tuple[str, tuple[Function, ...]]  # the module, and its functions around the call


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        module = ".".join(("saathi", *path.relative_to(ROOT).with_suffix("").parts))
        is_simulated = any(part.startswith(SIMULATED) for part in module.split("."))
        if "migrations" not in module and not is_simulated:
            yield module, ast.parse(path.read_text())


def calls(
    node: ast.AST, around: tuple[Function, ...] = ()
) -> Iterator[tuple[str, tuple[Function, ...]]]:
    """The name of each function that is called, with the functions around the call."""
    if isinstance(node, ast.Call):
        called = node.func
        yield getattr(called, "attr", getattr(called, "id", "")), around
    inside = (*around, node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else around
    for child in ast.iter_child_nodes(node):
        yield from calls(child, inside)


TREES = dict(sources())
CALLS = [(name, (module, around)) for module, tree in TREES.items() for name, around in calls(tree)]


def callers(name: str) -> list[Caller]:
    return [caller for called, caller in CALLS if called == name and caller[1]]


def form_class(module: str, functions: tuple[Function, ...]) -> type[Any] | None:
    """The class of the innermost argument `form` around a call."""
    for function in reversed(functions):
        for argument in function.args.args:
            if argument.arg == "form" and isinstance(argument.annotation, ast.Name):
                return cast(
                    "type[Any]", getattr(importlib.import_module(module), argument.annotation.id)
                )
    return None


def actions_that_add() -> dict[str, Caller]:
    """By their names: the functions that lead to `add_report` without a form of their own."""
    found: dict[str, Caller] = {}
    waiting = [ADDS]
    while waiting:
        for module, around in callers(waiting.pop()):
            name = around[0].name
            if name not in found and form_class(module, around) is None:
                found[name] = module, around
                waiting.append(name)
    return found


def forms_that_add() -> dict[str, type[Any]]:
    """The forms whose handling calls such an action, by the function that does."""
    return {
        f"{module}.{around[0].name}": form
        for name in (ADDS, *actions_that_add())
        for module, around in callers(name)
        if (form := form_class(module, around)) is not None
    }


def test_every_action_that_adds_a_report_is_reached_by_a_form_or_by_another_action() -> None:
    actions, forms = actions_that_add(), forms_that_add()
    assert set(actions) >= {"record_report", "add_child_to_operation", "create_report_from_contact"}
    assert len(forms) >= 5
    unreached = {
        name: module
        for name, (module, _around) in actions.items()
        if not callers(name) and name != ADDS
    }
    assert not unreached, "no form and no action calls these"


def test_every_form_that_leads_to_a_report_asks_about_colleagues() -> None:
    silent = [
        where
        for where, form in forms_that_add().items()
        if not issubclass(form, ColleagueQuestionsForm) or "named" not in form.base_fields
    ]
    assert not silent, "these save a report without the question whether it is about a colleague"


def test_every_action_that_adds_a_report_sends_it_past_those_named() -> None:
    silent = [
        f"{module}.{around[0].name}"
        for module, around in callers(ADDS)
        if SENDS not in {name for name, _around in calls(around[0])}
    ]
    assert not silent, "these add a report and leave it with the colleagues whom it names"


def test_forms_of_other_records_of_a_concern_refuse_an_accusation() -> None:
    for path in OTHER_FORMS:
        module, _dot, name = path.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), name), NoAccusationForm), path


def actions_that_add_texts() -> set[str]:
    """The actions that add a text to a saved report, also by a function of theirs."""
    found: set[str] = set()
    waiting = [ADDS_TEXT]
    while waiting:
        for module, around in callers(waiting.pop()):
            name = around[0].name
            if module.startswith(INTAKE) and name not in found and not form_class(module, around):
                found.add(name)
                waiting.append(name)
    return found


def forms_that_add_texts() -> dict[str, type[Any]]:
    """The forms whose handling calls such an action, by the function that does."""
    return {
        f"{module}.{around[0].name}": form
        for name in actions_that_add_texts()
        for module, around in callers(name)
        if module.startswith(INTAKE) and (form := form_class(module, around)) is not None
    }


def test_every_form_of_a_text_that_is_added_to_a_report_asks_about_colleagues() -> None:
    added = forms_that_add_texts()
    assert {form.__name__ for form in added.values()} >= {
        "AddInformationForm", "ReportVisitForm", "ReportOutcomeForm", "CaseRequestForm", "ReassignForm",
    }  # fmt: skip
    silent = [where for where, form in added.items() if not issubclass(form, ReportAdditionForm)]
    assert not silent, "these add a text to a report without the question about colleagues"


def test_every_text_of_these_forms_is_asked_about() -> None:
    silent = {
        f"{form.__name__}.{name}"
        for form in forms_that_add_texts().values()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and name
        not in {*NO_TEXTS, *RecordForm.base_fields, *form.asked_texts, *form.lists_of_people}
    }
    assert not silent, "these texts of a report are not asked about"


def test_every_view_of_an_added_text_sends_the_report_past_those_named() -> None:
    for module, around in [caller for name in actions_that_add_texts() for caller in callers(name)]:
        if module.startswith(INTAKE) and form_class(module, around) is not None:
            read = {node.attr for node in ast.walk(around[0]) if isinstance(node, ast.Attribute)}
            assert "named_ids" in read, f"{module}.{around[0].name}"
