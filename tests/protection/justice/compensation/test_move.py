"""Measures that were recorded with transfers are in compensation, with their texts and old values."""

from importlib import import_module

from django.db import connection

from saathi.agencies import records
from saathi.protection.justice.compensation.models import LegalMeasure
from tests.factories import remedies as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.roles import acting, role

MOVE = import_module("saathi.protection.justice.compensation.migrations.0001_initial")


def run(statement: str) -> None:
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_table_moves_back_and_forth_with_its_rows(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
    (rename,) = MOVE.Migration.operations[0].database_operations
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(rename.reverse_sql)
    with role("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('compensation_legalmeasure')::text")
        assert cursor.fetchone() == (None,)
    run(rename.sql)
    with acting(worker):
        found = LegalMeasure.objects.get(pk=measure.pk)
        records.open_texts(found)
    assert (found.law, found.state) == ("Human Trafficking Act", "claimed")
    assert LegalMeasure.SEALED_FIELD_ID == "transfers.measure"  # bound into what was sealed before
