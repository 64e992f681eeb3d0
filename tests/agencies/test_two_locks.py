"""Random worlds: Python, PostgreSQL and the requirement agree on who reads which row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings

from saathi.agencies import access
from saathi.agencies.models import File, Grant, Scoped, Staff
from saathi.agencies.read_conditions import IsShownBy, models_with_read_condition
from saathi.agencies.row_security import scoped_models
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.participation.models import Reader, Statement
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from tests.agencies import read_oracles, section_oracle
from tests.agencies.read_worlds import (
    FILES,
    PEOPLE,
    World,
    WorldPlan,
    full_plan,
    plan_of_ended_rights,
    plans,
)
from tests.factories import agencies
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NARROWED = list(models_with_read_condition())


def asks_in_database(condition: object) -> bool:
    """Whether a function of the database answers the condition, or a part of it."""
    parts = [getattr(condition, side, None) for side in ("left", "right")]
    return isinstance(condition, IsShownBy) or any(asks_in_database(part) for part in parts if part)


# A function of the database answers, also in the query: there is one lock, which the oracle is compared with.
ASKED_IN_DATABASE = {
    model._meta.db_table for model in NARROWED if asks_in_database(model.read_condition)
}
READ_BY_SECTION = [model for model in scoped_models() if model not in NARROWED]
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
LAST_FILE_HIDDEN = [(FILES - 1, who) for who in range(PEOPLE)]  # the second file of a pair


def read_by_python(person: Staff, models: Sequence[type[Scoped]]) -> set[tuple[str, UUID]]:
    with role("maintenance"):
        return {
            (model._meta.db_table, pk)
            for model in models
            if model._meta.db_table not in ASKED_IN_DATABASE
            for pk in access.visible(person, model).values_list("pk", flat=True)
        }


def read_by_database(person: Staff, models: Sequence[type[Scoped]]) -> set[tuple[str, UUID]]:
    tables = [model._meta.db_table for model in models]
    each = (f"SELECT '{table}', id FROM {table}" for table in tables)
    with acting(person), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return set(cursor.fetchall())


def compare(plan: WorldPlan, models: Sequence[type[Scoped]]) -> World:
    """Makes the world, and holds both locks against the oracles for each person."""
    world = World(plan, models)
    for person in world.people:
        due = {
            (model._meta.db_table, row.pk)
            for model in models
            for row in world.of(model)
            if section_oracle.may_read(world, person, row)
        }
        who = (person.role_kind, person.is_active)
        in_query = {(table, pk) for table, pk in due if table not in ASKED_IN_DATABASE}
        assert read_by_python(person, models) ^ in_query == set(), who
        assert read_by_database(person, models) ^ due == set(), who
    return world


def test_every_narrowed_model_has_an_oracle() -> None:
    assert set(read_oracles.ALL_ORACLES) == set(NARROWED)


@pytest.mark.requirement("GDN-009")
def test_both_locks_show_what_the_requirement_says() -> None:
    answers: defaultdict[type[Scoped], set[bool]] = defaultdict(set)

    @settings(max_examples=12, suppress_health_check=CHECKS)
    @given(plan=plans())
    @example(plan=full_plan(1))
    @example(plan=full_plan(2))
    @example(plan=full_plan(3))
    @example(plan=full_plan(4))
    @example(plan=full_plan(5))
    @example(plan=full_plan(6, LAST_FILE_HIDDEN))
    @example(plan=plan_of_ended_rights(7))
    def in_each_world(plan: WorldPlan) -> None:
        with transaction.atomic():
            world = compare(plan, [*NARROWED, Reader])
            for model, oracle in read_oracles.ALL_ORACLES.items():
                for row in world.of(model):
                    for person in world.people:
                        if section_oracle.reads_section(world, person, row.file_id, model.section):
                            answers[model].add(oracle(world, person, row))
            transaction.set_rollback(True)

    in_each_world()
    # An oracle that never refuses, or never allows, would compare nothing.
    assert {model for model in NARROWED if answers[model] != {True, False}} == set()


@settings(max_examples=5, suppress_health_check=CHECKS)
@given(plan=plans())
@example(plan=full_plan(1))
def test_all_other_records_are_read_by_who_reads_their_section(plan: WorldPlan) -> None:
    with transaction.atomic():
        world = compare(plan, READ_BY_SECTION)
        assert [model for model in READ_BY_SECTION if not world.of(model)] == []
        transaction.set_rollback(True)


def test_a_right_to_one_section_opens_no_other() -> None:
    worker = agencies.staff()
    file_owner = agencies.staff()
    with role("maintenance"):
        file = File.objects.create(
            kind="child",
            agency=file_owner.agency,
            office=file_owner.office,
            recorded_by=file_owner.id,
        )
        common = {"file": file, "recorded_by": file_owner.id}
        child = Child.objects.create(code="one-section", sealed=b"x", **common)
        day = dt.date(2026, 1, 1)
        Case.objects.create(
            child=child, office=file.office, worker=file_owner, opened_on=day, **common
        )
        Statement.objects.create(child=child, state="said", said_on=day, audience="team", **common)
        Grant.objects.create(
            file=file,
            principal=worker.id,
            kind="team",
            reads=int(Section.CASE),
            starts_at=clock.now() - dt.timedelta(minutes=1),
            given_by=file_owner.id,
        )
    with acting(worker):
        assert Case.objects.count() == 1
        assert Child.objects.count() == 0
        assert Statement.objects.count() == 0
