"""The pages of estimates: permissions, the second person, and the distinction from counts."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.evidence.prevalence.models import OverlapCounts, PrevalenceEstimate
from tests.factories import agencies
from tests.reading import send, words
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST, NEW = "/numbers/estimates/", "/numbers/estimates/new/"
HOLDS = {
    f"holds_{name}": "holds" for name in ("closed", "matched", "own_ways", "alike", "in_scope")
}
TWO = {
    "title": "Children in domestic work", "who": "Children under 18 in domestic work, in one city.",
    "country": "NPL", "first_year": "२०२५", "last_year": "2025", "list_a": "Helpline, by calls",
    "list_b": "Labour inspection, by visits", "matched": "By two persons, by name and street.",
    "in_a": "140", "in_b": "240", "in_ab": "60",
} | HOLDS  # fmt: skip
THREE = TWO | {
    "list_c": "A night shelter", "in_a": "247", "in_b": "49", "in_c": "60", "in_ab": "142",
    "in_ac": "112", "in_bc": "12", "in_abc": "4",
}  # fmt: skip


def make_estimate(actor: Staff, **typed: Any) -> PrevalenceEstimate:
    answer = send(signed_in(actor), NEW, **(TWO | typed))
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        return PrevalenceEstimate.objects.latest("made_at")


def page_of(row: PrevalenceEstimate) -> str:
    return reverse("prevalence:show_estimate", args=[row.pk])


def step_url(row: PrevalenceEstimate, action: str) -> str:
    return reverse("prevalence:confirm_estimate_step", args=[row.pk, action])


def read_estimate_page(staff: Staff, row: PrevalenceEstimate) -> str:
    answer = signed_in(staff).get(page_of(row))
    assert answer.status_code == 200
    return words(answer.content)


@pytest.mark.requirement("DAT-012", "DAT-013")
def test_unapproved_estimate_is_visible_to_its_authors_only(preparer: Staff, second: Staff) -> None:
    row = make_estimate(preparer)
    other_readers = [agencies.staff("case_worker", preparer.office), agencies.staff("rapporteur")]
    for other_reader in other_readers:
        client = signed_in(other_reader)
        assert client.get(page_of(row)).status_code == 404
        assert client.get(step_url(row, "approve")).status_code == 404
        assert b"Children in domestic work" not in client.get(LIST).content
        with acting(other_reader):
            assert not PrevalenceEstimate.objects.exists()  # row security agrees
    assert signed_in(other_readers[0]).get(NEW).status_code in {403, 404}
    assert signed_in(agencies.staff("administrator", preparer.office)).get(LIST).status_code in {
        403,
        404,
    }
    assert signed_in(preparer).get(step_url(row, "approve")).status_code == 302  # never one's own
    assert send(signed_in(second), step_url(row, "approve")).status_code == 302
    for other_reader in other_readers:
        assert "An estimate, not a count" in read_estimate_page(other_reader, row)
        assert signed_in(other_reader).get(step_url(row, "withdraw")).status_code in {302, 404}
    with role("maintenance"):
        estimate = PrevalenceEstimate.objects.get()
        assert (estimate.state, estimate.made_by, estimate.decided_by) == (
            "approved",
            preparer.id,
            second.id,
        )
        assert AuditEntry.objects.filter(kind="approved", objects_seen__contains=[row.pk]).exists()


@pytest.mark.requirement("DAT-012", "DAT-013")
def test_estimate_page_shows_interval_method_and_assumptions(
    preparer: Staff, second: Staff
) -> None:
    row = make_estimate(
        preparer, doubts="The inspection goes where the helpline sends it.", holds_alike="fails"
    )
    page = read_estimate_page(preparer, row)
    for text in ("An estimate, not a count",
                 "About 990 persons, including those on no list; between 830 and 1210.",
                 "Two independent lists (Chapman)",
                 "uncertainty about the assumptions is not included", "Not fulfilled",
                 "The inspection goes where the helpline sends it.", "about 440 persons",
                 "Helpline, by calls", "about 200 persons", "A–B", "about 60 persons",
                 "If some persons were less likely to be on a list than others, the true number is higher than the estimate"):  # fmt: skip
        assert text in page, text
    # Not beside counts: neither in the list of estimates, nor on the page of statistics.
    assert send(signed_in(second), step_url(row, "approve")).status_code == 302
    client = signed_in(preparer)
    for path in (LIST, "/numbers/detected/", "/numbers/"):
        content = words(client.get(path).content)
        assert "990" not in content
        assert "1210" not in content


@pytest.mark.requirement("DAT-012")
def test_three_lists_measure_how_they_depend_on_each_other_and_few_are_not_shown(
    preparer: Staff,
) -> None:
    page = read_estimate_page(
        preparer, make_estimate(preparer, **(THREE | {"holds_own_ways": "fails"}))
    )
    assert "About 640 persons" in page
    assert "dependent lists: A–B, A–C, B–C" in page
    assert "from 3 of 8 models" in page
    few = read_estimate_page(preparer, make_estimate(preparer, in_a="20", in_b="20", in_c="20", in_ab="10", in_ac="9", in_bc="2",
                            in_abc="1", list_c="A night shelter"))  # fmt: skip
    assert "B–C fewer than 5" in few


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"in_ab": "6"}, "Fewer than seven persons are on more than one list"),
        ({"in_ab": ""}, "Enter a number, or 0 if there are none"),
        ({"in_ac": "5"}, "Leave this blank:"),
        ({"list_d": "A fourth"}, "Enter list C before list D"),
        ({"in_a": "many"}, "Use digits only"),
        ({"last_year": "2024"}, "Enter a last year that is not before the first year"),
        ({"first_year": "2999"}, "Enter a year with four digits that is not in the future"),
        ({"matched": ""}, "This field is required"),
    ],
)
def test_estimate_form_shows_errors_and_keeps_the_input(
    preparer: Staff, typed: dict[str, str], message: str
) -> None:
    answer = send(signed_in(preparer), NEW, **(TWO | typed))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert message in page
    assert "Helpline, by calls" in page
    with role("maintenance"):
        assert not PrevalenceEstimate.objects.exists()


@pytest.mark.requirement("DAT-012")
@pytest.mark.parametrize(
    ("assumption", "message"),
    [
        ("own_ways", "Add a third list to measure dependence"),
        (
            "closed",
            "This method gives no estimate if persons join or leave the population between the lists",
        ),
        (
            "matched",
            "No estimate is possible if persons were not matched or do not belong to the population",
        ),
    ],
)
def test_estimate_with_a_failed_assumption_cannot_be_approved(
    preparer: Staff, second: Staff, assumption: str, message: str
) -> None:
    row = make_estimate(preparer, **{f"holds_{assumption}": "fails"})
    assert message in read_estimate_page(second, row)
    assert signed_in(second).get(step_url(row, "approve")).status_code == 302
    assert signed_in(second).post(step_url(row, "approve"), key()).status_code == 302
    with role("maintenance"):
        assert PrevalenceEstimate.objects.get().state == "asked"
    assert (
        send(signed_in(second), step_url(row, "refuse"), why="The lists depend.").status_code == 302
    )
    assert "The lists depend." in read_estimate_page(preparer, row)


def test_a_withdrawn_estimate_is_seen_by_its_makers_alone(preparer: Staff, second: Staff) -> None:
    row = make_estimate(preparer)
    assert send(signed_in(second), step_url(row, "approve")).status_code == 302
    worker = agencies.staff("case_worker", preparer.office)
    assert "Estimate" in read_estimate_page(worker, row)
    assert (
        send(signed_in(preparer), step_url(row, "withdraw"), why="A list was double.").status_code
        == 302
    )
    assert signed_in(worker).get(page_of(row)).status_code == 404
    assert "A list was double." in read_estimate_page(preparer, row)
    assert signed_in(preparer).get(step_url(row, "burn")).status_code == 404


def test_database_enforces_second_person_and_complete_overlaps(preparer: Staff) -> None:
    row = make_estimate(preparer)
    with acting(preparer):
        estimates = PrevalenceEstimate.objects.filter(pk=row.pk)
        try:
            with transaction.atomic():
                estimates.update(state="approved", decided_by=preparer.id, decided_at=row.made_at)
        except DatabaseError:
            pass
    with role("maintenance"):
        assert PrevalenceEstimate.objects.get().state == "asked"
    with role("maintenance"), pytest.raises(DatabaseError), transaction.atomic():
        OverlapCounts.objects.update(counts=[1, 2])


def test_estimate_pages_need_few_queries(preparer: Staff) -> None:
    row = make_estimate(preparer)
    client = signed_in(preparer)
    for path in (LIST, NEW, page_of(row)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        assert len(captured) <= 20, path


def test_an_estimate_is_found_by_its_words(preparer: Staff) -> None:
    make_estimate(preparer)
    make_estimate(
        preparer, title="Children at brick kilns", who="Children under 18, in one district."
    )
    client = signed_in(preparer)

    text = words(client.get(LIST, {"asked": "BRICK"}).content)

    assert "Children at brick kilns" in text
    assert "Children in domestic work" not in text
    assert "No estimates match your search." in words(
        client.get(LIST, {"asked": "weaving"}).content
    )
