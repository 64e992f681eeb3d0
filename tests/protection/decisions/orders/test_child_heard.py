"""Each order says whether the child was heard; the list shows those that do not (CHP-001)."""

import datetime as dt

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import AuthorityKind
from saathi.vault.models import OldSealedValue
from tests.factories import agencies, orders
from tests.protection.decisions.orders.test_screens import address, order
from tests.reading import post, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CHP-001")]
QUESTION = "Was the child heard before the order was made?"
WHY = "The judge decided on the file of the police."
NOT_ANSWERED = "Child heard: not answered"


def the_order(worker: Staff) -> Order:
    with acting(worker):
        return Order.objects.get()


@pytest.mark.parametrize("authority", AuthorityKind)
def test_no_order_is_recorded_without_an_answer_and_none_is_chosen_beforehand(
    case: Case, worker: Staff, authority: str
) -> None:
    client, url = signed_in(worker), address("record_order", case)
    page = client.get(url).content.decode()
    assert QUESTION in page
    for answer in ("yes", "no", "not_known"):
        assert f'name="child_heard" value="{answer}"' in page
    asked = page[page.index('name="child_heard"') : page.index('name="why_not_heard"')]
    assert "checked" not in asked
    sent = {
        name: value for name, value in order(authority=authority).items() if name != "child_heard"
    }
    refused = client.post(url, sent)
    assert refused.status_code == 200
    assert "This field is required" in words(refused.content)
    assert client.post(url, order(authority=authority, child_heard="")).status_code == 200
    with acting(worker):
        assert not Order.objects.exists()


def test_no_without_a_reason_is_refused_and_so_is_a_reason_beside_yes(
    case: Case, worker: Staff
) -> None:
    client, url = signed_in(worker), address("record_order", case)
    for silent in ({"child_heard": "no"}, {"child_heard": "no", "why_not_heard": "  "}):
        page = words(client.post(url, order(**silent)).content)
        assert "Enter the reason why the child was not heard." in page
    for answer in ("yes", "not_known"):
        page = words(client.post(url, order(child_heard=answer, why_not_heard=WHY)).content)
        assert "Remove the reason, or choose that the child was not heard." in page
        assert WHY in page
    with acting(worker):
        assert not Order.objects.exists()


def test_a_stranger_answers_for_no_order(case: Case, worker: Staff) -> None:
    post(worker, address("record_order", case), order())
    url = address("change_order", case, the_order(worker).pk)
    for person in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        refused = signed_in(person).post(url, order(child_heard="no", why_not_heard=WHY, version=1))
        assert refused.status_code == 404
    assert the_order(worker).child_heard == "yes"


def test_the_answer_and_its_reason_are_shown_sealed_counted_and_kept_when_changed(
    case: Case, worker: Staff
) -> None:
    page = post(worker, address("record_order", case), order(child_heard="no", why_not_heard=WHY))
    assert f"Child heard No {WHY}" in page
    assert NOT_ANSWERED not in page
    recorded = the_order(worker)
    assert b"police" not in bytes(recorded.sealed)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, heard FROM facts_order WHERE child = %s", [case.file_id])
        assert cursor.fetchall() == [("placement", "no")]
    url = address("change_order", case, recorded.pk)
    page = post(worker, url, order(child_heard="yes", version=recorded.version))
    assert "Child heard Yes" in page
    assert WHY not in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=recorded.pk).count() == 1


def test_the_list_shows_orders_that_do_not_answer_until_each_does(
    case: Case, worker: Staff
) -> None:
    """Orders from before the question, and imported ones: "not answered" is never "no"."""
    with acting(worker):
        for day in (1, 2):
            orders.record_order(case.child, worker, dt.date(2026, 3, day))
    client, url = signed_in(worker), address("show_orders", case)
    page = words(client.get(url).content)
    assert "2 orders do not say whether the child was heard." in page
    assert page.count(NOT_ANSWERED) == 2
    with acting(worker):
        older, newer = Order.objects.order_by("made_on")
    for left, unanswered in ((1, older), (0, newer)):
        change = address("change_order", case, unanswered.pk)
        assert "checked" not in client.get(change).content.decode().split("why_not_heard")[0][-900:]
        page = post(worker, change, order(authority="court", child_heard="not_known", version=1))
        assert page.count(NOT_ANSWERED) == left
        assert page.count("Child heard Not known") == 2 - left
    assert "whether the child was heard." not in page
