"""Exact counts of an estimate: only its authors can read them, in plain SQL too."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Staff
from saathi.evidence.prevalence.models import OverlapCounts, PrevalenceEstimate
from tests.evidence.prevalence.test_screens import make_estimate, read_estimate_page, step_url
from tests.factories import agencies
from tests.reading import send
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
EXACT = {"in_a": "143", "in_b": "241", "in_ab": "62"}
COUNTS = [143, 241, 62]


def make_approved_estimate(actor: Staff, second: Staff, **typed: Any) -> PrevalenceEstimate:
    row = make_estimate(actor, **(EXACT | typed))
    assert send(signed_in(second), step_url(row, "approve")).status_code == 302
    return row


def query_as_staff(staff: Staff, sql: str) -> list[tuple[Any, ...]]:
    """The result of a statement in a request of this person."""
    with acting(staff), connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def is_refused(staff: Staff, sql: str, values: list[Any]) -> bool:
    """Whether the database refuses a statement in a request of this person."""
    with acting(staff), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(sql, values)
        except DatabaseError:
            return True
        return cursor.rowcount == 0


def test_of_an_approved_estimate_others_read_no_exact_count_in_sql(
    preparer: Staff, second: Staff
) -> None:
    make_approved_estimate(preparer, second)
    other_readers = [
        agencies.staff("rapporteur"),
        agencies.staff("oversight"),
        agencies.staff("case_worker", preparer.office),
    ]
    everything = (
        "SELECT (to_jsonb(e) - '{id,agency_id,made_by,decided_by,made_at,decided_at}'::text[])::text "
        "FROM prevalence_prevalenceestimate e"
    )
    for other_reader in other_readers:
        [(row_text,)] = query_as_staff(other_reader, everything)
        assert '"seen": 445' in row_text  # of 446
        for exact in ("143", "241", "62", "446", "303"):
            assert exact not in row_text, (exact, row_text)
        assert query_as_staff(other_reader, "SELECT * FROM prevalence_overlapcounts") == []
    for maker in (preparer, second):
        assert query_as_staff(maker, "SELECT counts FROM prevalence_overlapcounts") == [(COUNTS,)]


def test_others_see_the_same_numbers_on_the_page_as_its_makers(
    preparer: Staff, second: Staff
) -> None:
    row = make_approved_estimate(preparer, second)
    numbers = ("About 990 persons, including those on no list; between 840 and 1210.",
               "about 445 persons", "about 205 persons", "about 305 persons", "about 60 persons",
               "Chapman", "95 % according to the model only")  # fmt: skip
    for staff in (preparer, second, agencies.staff("rapporteur"), agencies.staff("case_worker")):
        page = read_estimate_page(staff, row)
        for number in numbers:
            assert number in page, (staff, number, page)


def test_exact_counts_are_complete_and_unchangeable(preparer: Staff, second: Staff) -> None:
    row = make_estimate(preparer, **EXACT)
    add = "INSERT INTO prevalence_overlapcounts VALUES (%s, %s)"
    with role("maintenance"):
        OverlapCounts.objects.all().delete()
    for staff, counts in (
        (second, COUNTS),  # the actor decides and is not the author
        (agencies.staff("rapporteur"), COUNTS),
        (preparer, [1, 2, 3, 4, 5, 6, 7]),  # of three lists, where there are two
    ):
        assert is_refused(staff, add, [row.pk, counts]), (staff, counts)
    assert not is_refused(preparer, add, [row.pk, COUNTS])
    assert is_refused(preparer, "UPDATE prevalence_overlapcounts SET counts = %s", [[1, 2, 3]])
    assert is_refused(preparer, "UPDATE prevalence_prevalenceestimate SET shown = %s", ["{}"])
    assert is_refused(preparer, "DELETE FROM prevalence_overlapcounts", [])
