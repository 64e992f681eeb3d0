"""Who approves best interests sees an order in force, and the options of which no factor says anything."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.protection.decisions.best_interests import assessment_rules
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.models import Order
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.protection.decisions.best_interests.test_community_care import listed
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

IN_FORCE = "Order in force: "
NO_FACTOR = "Options without an assessed factor"
FULL = {"extent": "full", "recommended": "family", "sources": "Aunt\nSchool"}


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def order(around: ChildFileCast, **columns: object) -> Order:
    """A placement order of a court, in force."""
    usual: dict[str, object] = {
        "authority": "court",
        "kind": "placement",
        "country": "NPL",
        "made_on": around.worker.office.today() - dt.timedelta(days=9),
        "child_heard": "yes",
    }
    record = Order(file_id=around.file_id, child=around.case.child, **(usual | columns))
    with acting(around.worker):
        return orders.record_order(order=record, actor=around.worker)


def page(person: Staff, url: str) -> str:
    answer = signed_in(person).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("BID-001")
def test_approver_of_an_assessment_sees_the_order_in_force(around: ChildFileCast) -> None:
    written = factory.full_assessment(around.case, around.worker, occasion="change", **FULL)
    path = f"{around.url}best-interests/assessments/{written.pk}/answer/"
    assert IN_FORCE not in page(around.supervisor, path)
    yesterday = around.worker.office.today() - dt.timedelta(days=1)
    order(around, ended_on=yesterday)
    order(around, expires_on=yesterday)
    order(around, appeal="set_aside")
    assert IN_FORCE not in page(around.supervisor, path)
    made = order(around)
    html = page(around.supervisor, path)
    assert f"{IN_FORCE}{made.get_kind_display()}" in words(html.encode())
    assert f"{around.url}orders/" in html
    assert NO_FACTOR not in html
    order(around, appeal="lodged")
    assert "under appeal" in page(around.supervisor, path)


@pytest.mark.requirement("BID-004")
def test_panel_sees_the_order_and_the_options_without_a_factor(around: ChildFileCast) -> None:
    order(around)
    found = factory.ready(around.case, around.worker, around.supervisor)
    path = f"{around.url}best-interests/determinations/{found.pk}/meeting/"
    text = words(page(around.supervisor, path).encode())
    assert IN_FORCE in text
    assert NO_FACTOR in text, "return and foster care were not assessed, only the family was"
    note = text[text.index(NO_FACTOR) :][:300]
    assert "Foster" in note


def test_options_of_a_determination_without_assessment_have_no_factor(
    around: ChildFileCast,
) -> None:
    found = listed(around, "family", "foster")
    path = f"{around.url}best-interests/determinations/{found.pk}/meeting/"
    assert NO_FACTOR in page(around.supervisor, path)


def test_a_factor_that_is_not_known_says_nothing_about_an_option() -> None:
    assert not assessment_rules.has_factor([], [], [])
    assert assessment_rules.has_factor([], [], ["safety"])
