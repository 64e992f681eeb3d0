"""Every type of record says how it was collected and who its content is from."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saathi.agencies import access, domains
from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped
from saathi.agencies.record_origins import NOT_RECORDED, describe_record_origins, record_kinds
from saathi.agencies.row_security import scoped_models, sql_files
from saathi.agencies.sections import ALL_SECTIONS
from saathi.desk.child_file.record_sources import PAGE_SIZE, RowKey, list_records_with_sources
from tests.access import LEADER, MOTHER, WORKER, AccessWorld
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.requirement("DAT-006")


def readable(world: AccessWorld, who: str) -> dict[type[Scoped], int]:
    """How many records of each type in the file this person may read."""
    staff = world.staff[who]
    with acting(staff):
        counts = {
            model: access.visible(staff, model).filter(file=world.case.file_id).count()
            for model in scoped_models()
        }
    return {model: count for model, count in counts.items() if count}


def test_every_record_type_is_declared_once_by_its_own_domain() -> None:
    stated = [
        (app, kind) for app, domain in domains.domains_by_app().items() for kind in domain.records
    ]
    assert {kind.model for _app, kind in stated} == set(scoped_models())
    assert len(stated) == len(scoped_models())
    assert all(kind.model.__module__.startswith(f"{app}.") for app, kind in stated)


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model._meta.label)
def test_a_record_type_has_a_name_and_words_for_each_source(model: type[Scoped]) -> None:
    kind = record_kinds()[model]
    assert str(kind.label)
    names = {one: str(kind.label) for one, kind in record_kinds().items()}
    same = {entry for entry, name in names.items() if name == names[model]}
    assert len({item._meta.app_label for item in same}) == 1, same
    if kind.source:
        choices = model._meta.get_field(kind.source).flatchoices  # type: ignore[union-attr]
        assert all(str(label) for _code, label in choices)
        assert choices


def statements_that_add(model: type[Scoped]) -> list[str]:
    """The functions of the database, as text, that add records of this type."""
    adds = re.compile(rf"INSERT INTO public\.{model._meta.db_table}\b")
    texts = [text for path in sql_files() for text in path.read_text().split("$$;")]
    return [text for text in texts if adds.search(text)]


# `agencies.writing.add_by_function` keeps the way of these.
KEPT_BY_WRITING = {"committees_committeeobservation"}


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model._meta.label)
def test_records_that_the_database_adds_are_not_taken_for_entered_on_screen(
    model: type[Scoped],
) -> None:
    """Their type has one way, or the function keeps the way: no row means "entered on screen"."""
    table, kind = model._meta.db_table, record_kinds()[model]
    adding = [] if kind.method or table in KEPT_BY_WRITING else statements_that_add(model)
    for text in adding:
        assert "INSERT INTO public.agencies_recordcollection" in text
        assert f"'{table}', {{section.{model.section.name}}}" in text


def test_the_database_adds_records_of_some_types() -> None:
    """The test above looks at something: the pattern finds what is known to be there."""
    adding = {model._meta.db_table for model in scoped_models() if statements_that_add(model)}
    assert {
        "cases_seat",
        "cases_due",
        "incidents_incident",
        "committees_committeeobservation",
    } <= adding
    assert adding >= KEPT_BY_WRITING
    by_functions = {m._meta.db_table for m in scoped_models() if m.written_by_functions}
    assert by_functions <= adding


@pytest.mark.django_db
@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model._meta.label)
def test_the_page_of_a_file_asks_for_records_of_every_type(
    model: type[Scoped], world: AccessWorld
) -> None:
    """A reader of all sections is asked about each table; a type left out here is on no page."""
    staff = world.worker
    rights = FileRights(staff, world.case.file_id, ALL_SECTIONS, ALL_SECTIONS, frozenset(), None)
    with acting(staff):
        asked = _statement(rights)
    assert f'"{model._meta.db_table}"' in asked


def _statement(rights: FileRights) -> str:
    with CaptureQueriesContext(connection) as captured:
        list_records_with_sources(rights)
    return captured[-1]["sql"]


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("who", [WORKER, LEADER, MOTHER])
def test_the_page_of_a_file_tells_way_and_source_of_each_record_in_it(
    who: str, world: AccessWorld
) -> None:
    expected, staff = readable(world, who), world.staff[who]
    with acting(staff):
        rights = access.rights(staff, world.case.file_id)
        rows = []
        key = None
        while page := list_records_with_sources(rights, key):
            rows += page[:PAGE_SIZE]
            if len(page) <= PAGE_SIZE:
                break
            key = RowKey(page[PAGE_SIZE - 1].recorded_at, page[PAGE_SIZE - 1].pk)
        told = describe_record_origins(world.case.file_id, rows)
    listed = {model: [row.model for row in rows].count(model) for model in expected}
    assert listed == expected
    assert len(rows) == sum(expected.values())
    assert all(str(result.method) and str(result.source) and str(result.kind) for result in told)
    assert any(str(entry.source) != str(NOT_RECORDED) for entry in told)
    shown = read(signed_in(staff).get(f"/child/{world.case.file_id}/sources/"))[0]
    assert all(str(item.kind) in shown for item in told[:PAGE_SIZE])
