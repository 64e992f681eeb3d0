"""No export tells who reported in confidence, whichever model holds a report or a copy of one."""

import pytest
from django.apps import apps

from saathi.agencies.models import Scoped
from saathi.agencies.sections import ALL_SECTIONS
from saathi.protection.casework.concerns.models import CaseReport
from saathi.protection.exchange import export_contents
from saathi.protection.exchange.export_contents import IS_CONFIDENTIAL
from saathi.protection.identification.intake.models import Report

REPORTER = "reporter_"


def columns(model: type[Scoped]) -> set[str]:
    """The columns that say who reported."""
    named = {field.name for field in model._meta.concrete_fields}
    return {name for name in named if name.startswith(REPORTER)} - {IS_CONFIDENTIAL}


MODELS = [
    model
    for model in apps.get_models()
    if issubclass(model, Scoped) and IS_CONFIDENTIAL in {f.name for f in model._meta.fields}
]


def test_models_of_reports_are_found() -> None:
    assert {Report, CaseReport} <= set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize(("answer", "is_kept_back"), [(True, True), (None, True), (False, False)])
def test_who_reported_is_exported_only_if_the_person_may_be_named(
    model: type[Scoped], answer: bool | None, *, is_kept_back: bool
) -> None:
    record = model(**{IS_CONFIDENTIAL: answer})
    assert columns(model)
    kept_back = export_contents.fields_left_out_of_export(record)
    assert kept_back == (columns(model) if is_kept_back else set())


@pytest.mark.parametrize(
    "model",
    [model for model in export_contents.list_record_types(ALL_SECTIONS) if columns(model)],
    ids=lambda model: model._meta.label_lower,
)
def test_who_reported_is_kept_back_where_nothing_says_that_the_person_may_be_named(
    model: type[Scoped],
) -> None:
    assert export_contents.fields_left_out_of_export(model()) == columns(model)
