"""No definition changes without a dated entry; the entry is on the page and in the file of numbers."""

import dataclasses
import datetime as dt

import pytest

from saathi.evidence.indicators import catalogue, definition_changes, dimensions
from saathi.evidence.indicators import definition_history as history
from saathi.evidence.indicators.conditions import is_true
from saathi.evidence.indicators.definition import DefinitionBreak, Indicator
from saathi.evidence.indicators.definition_history import RecordedDefinition
from saathi.evidence.warehouse import steps
from tests.evidence.indicators.test_screens import address, number, page, put
from tests.factories import agencies
from tests.signing import signed_in

pytestmark = pytest.mark.requirement("DAT-005")
PREVENTED, ROLES = "exploitation_prevented", "country_roles"
DAY = dt.date(2030, 5, 1)
WHAT = "“Not yet, but the child is at risk” is now a separate answer and counts as not known."


def problems(
    indicators: tuple[Indicator, ...] = catalogue.all_indicators(),
    made_by: tuple[steps.WarehouseStep, ...] = steps.list_steps(),
    recorded: tuple[RecordedDefinition, ...] = history.recorded_definitions(),
) -> list[str]:
    current = definition_changes.current_fingerprints(indicators, made_by)
    return definition_changes.list_problems(current, recorded, indicators)


def with_roles(**changed: object) -> tuple[Indicator, ...]:
    """The catalogue with another definition of the roles of countries."""
    return tuple(
        dataclasses.replace(indicator, **changed) if indicator.name == ROLES else indicator  # type: ignore[arg-type]
        for indicator in catalogue.all_indicators()
    )


def with_entry(entry: RecordedDefinition) -> tuple[RecordedDefinition, ...]:
    return (*history.recorded_definitions(), entry)


def fingerprint(kind: str, name: str, indicators: tuple[Indicator, ...]) -> str:
    return definition_changes.current_fingerprints(indicators, steps.list_steps())[kind, name]


def test_every_shipped_definition_and_step_is_as_recorded() -> None:
    """Fails when a definition changed: add it to `breaks`, then `python tools/indicators.py --record`."""
    assert problems() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"among": is_true("is_counted") & is_true("is_late")},
        {"counts": is_true("is_counted"), "numerator": "of these, counted"},
        {"by": (dimensions.SEX,)},
        {"by": (dataclasses.replace(dimensions.ROLE, labels={"origin": "Origin"}),)},
        {"rows": dataclasses.replace(catalogue.all_indicators()[0].rows, when="other")},
    ],
)
def test_a_changed_definition_without_an_entry_is_refused(changed: dict[str, object]) -> None:
    (problem,) = problems(with_roles(**changed))
    assert problem.startswith(f"The indicator {ROLES} changed since 20")
    assert problem.endswith("without a dated entry.")


def test_better_words_are_no_change() -> None:
    assert problems(with_roles(title="Roles that countries have", zero="None.")) == []


def test_a_new_definition_needs_its_first_entry() -> None:
    added = dataclasses.replace(catalogue.all_indicators()[0], name="another")
    (problem,) = problems((*catalogue.all_indicators(), added))
    assert problem == "The indicator another has no entry in the record of definitions."


def test_an_entry_counts_only_with_its_day_among_the_changes_that_pages_show() -> None:
    changed = {"among": is_true("is_counted") & is_true("is_late")}
    silent = with_roles(**changed)
    entry = RecordedDefinition("indicator", ROLES, DAY, fingerprint("indicator", ROLES, silent))
    (problem,) = problems(silent, recorded=with_entry(entry))
    assert problem.endswith(f"is not among the dated changes (`breaks`) of {ROLES}.")
    told = with_roles(**changed, breaks=(DefinitionBreak(DAY, "Late records only."),))
    assert problems(told, recorded=with_entry(entry)) == []


def test_an_entry_says_why_a_change_leaves_the_figures_as_they_are() -> None:
    changed = with_roles(among=is_true("is_counted_renamed"))
    entry = RecordedDefinition("indicator", ROLES, DAY, fingerprint("indicator", ROLES, changed))
    renamed = dataclasses.replace(entry, affects="none: a column has another name")
    assert problems(changed, recorded=with_entry(renamed)) == []
    unexplained = dataclasses.replace(entry, affects="none: ")
    (problem,) = problems(changed, recorded=with_entry(unexplained))
    assert problem.endswith("does not say why it affects no figure.")


def test_a_changed_statement_says_which_indicators_it_changes_or_why_none() -> None:
    other = tuple(
        dataclasses.replace(step, sql=f"{step.sql} LIMIT 5") if step.name == "roles" else step
        for step in steps.list_steps()
    )
    (problem,) = problems(made_by=other)
    assert problem.startswith("The step roles changed since 20")
    current = definition_changes.current_fingerprints(catalogue.all_indicators(), other)
    entry = RecordedDefinition("step", "roles", DAY, current["step", "roles"])
    for affects, refused in (
        ("", "does not say which indicators it affects."),
        ("none: ", "does not say why it affects no figure."),
        (ROLES, f"is not among the dated changes (`breaks`) of {ROLES}."),
        ("no_indicator", "is not among the dated changes (`breaks`) of no_indicator."),
    ):
        said = dataclasses.replace(entry, affects=affects)
        (problem,) = problems(made_by=other, recorded=with_entry(said))
        assert problem.endswith(refused)
    harmless = dataclasses.replace(entry, affects="none: fewer than five rows exist")
    assert problems(made_by=other, recorded=with_entry(harmless)) == []


def test_comments_and_line_breaks_of_a_statement_are_no_change() -> None:
    set_anew = tuple(
        dataclasses.replace(step, sql="-- Another comment.\n" + step.sql.replace("\n", "\n  "))
        for step in steps.list_steps()
    )
    assert problems(made_by=set_anew) == []


def test_an_entry_dated_before_the_one_that_it_follows_is_refused() -> None:
    early = dt.date(2020, 1, 1)
    same = fingerprint("indicator", ROLES, catalogue.all_indicators())
    told = with_roles(breaks=(DefinitionBreak(early, "Backdated."),))
    entry = RecordedDefinition("indicator", ROLES, early, same)
    (problem,) = problems(told, recorded=with_entry(entry))
    assert problem.endswith("is dated before the entry that it follows.")


@pytest.mark.django_db
def test_the_page_of_an_indicator_shows_its_dated_changes_or_since_when_there_was_none() -> None:
    changed, _tables = page(address(PREVENTED))
    assert f"Changes to the definition From 29 November 2026: {WHAT}" in changed
    assert "Numbers before and after this date are not comparable." in changed
    unchanged, _tables = page(address(ROLES))
    said = "Changes to the definition none since 29 November 2026; earlier changes are not recorded"
    assert said in unchanged


@pytest.mark.django_db
def test_the_series_is_marked_where_it_breaks_in_the_table_and_in_its_file() -> None:
    put(number(PREVENTED, 2025, 40, 10), number(PREVENTED, 2026, 40, 20))
    words, _tables = page(address(PREVENTED))
    assert words.count(WHAT) == 2  # above the numbers, and in the definition
    client = signed_in(agencies.staff("rapporteur"))
    file = client.get(f"{address(PREVENTED)}numbers.csv").content.decode()
    assert f"# Break: from 2026-11-29: {WHAT}" in file
