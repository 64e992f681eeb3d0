"""How long a determination counts, and what follows it: new facts, appeal, deferral."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import writing
from saathi.protection.casework.cases.models import Due
from saathi.protection.decisions.best_interests import queries, rules
from saathi.protection.decisions.best_interests.actions import after
from saathi.protection.decisions.best_interests.models import (
    Determination,
    Reconsideration,
)
from saathi.protection.decisions.orders.models import Order
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.factories import best_interests as factory
from tests.factories.orders import record_order
from tests.reading import day, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def stored(found: Determination) -> Determination:
    with role("maintenance"):
        return Determination.objects.get(pk=found.pk)


def open_duties(around: ChildFileCast) -> list[str]:
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, done_on=None)
        return sorted(
            dues.exclude(duty__in=("assessment", "plan", "visit", "review")).values_list(
                "duty", flat=True
            )
        )


def in_force(around: ChildFileCast, day: dt.date) -> tuple[bool, bool]:
    """Whether a return counts: by the rule, and by the function of the database."""
    returns = [solution.value for solution in rules.RETURN_SOLUTIONS]
    with acting(around.worker), connection.cursor() as cursor:
        found = queries.find_in_force(around.worker, around.file_id, returns, today=day)
        statement = "SELECT best_interests_in_force(%s, %s, %s)"
        cursor.execute(statement, [around.file_id, returns, day])
        return found is not None, cursor.fetchone()[0]


@pytest.mark.requirement("BID-008", "BID-010")
def test_determination_counts_until_a_new_fact(around: ChildFileCast) -> None:
    today = around.worker.office.today()
    assert in_force(around, today) == (False, False)
    found = factory.decide(
        factory.ready(around.case, around.worker, around.supervisor), around.supervisor
    )
    assert in_force(around, today) == (True, True)
    assert in_force(around, today + dt.timedelta(days=370)) == (False, False)
    client = signed_in(around.worker)
    path = f"{around.url}best-interests/determinations/{found.pk}/again/"
    sent = filled.form(client.get(path).content.decode(), cause="child", fact="My uncle is back.")
    assert client.post(path, sent).status_code == 302
    assert in_force(around, today) == (False, False)
    with acting(around.supervisor):
        again = Reconsideration.objects.get()
    path, review = f"{around.url}best-interests/again/{again.pk}/", today + dt.timedelta(days=30)
    answer = {"outcome": "stands", "reasons": "He lives elsewhere."} | day("review_on", review)
    client = signed_in(around.supervisor)
    page = client.get(path).content.decode()
    assert "My uncle is back." in page
    refused = client.post(path, filled.form(page, **answer))
    assert "The person who recorded the decision does not confirm it." in words(refused.content)
    by_decider = {"outcome": "stands", "decided_by": around.supervisor.pk, "decided_on": today}
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="one's own decision"),
        transaction.atomic(),
    ):
        writing.change(again, actor=around.supervisor, **by_decider)
    client = signed_in(agencies.staff("supervisor", around.worker.office))
    sent = filled.form(client.get(path).content.decode(), **answer)
    assert client.post(path, sent).status_code == 302
    assert in_force(around, today) == (True, True)
    assert stored(found).review_on == review


def test_later_determination_for_another_solution_takes_the_place_of_an_earlier_one(
    around: ChildFileCast,
) -> None:
    people, today = (around.case, around.worker, around.supervisor), around.worker.office.today()
    factory.decide(factory.ready(*people), around.supervisor)
    assert in_force(around, today) == (True, True)
    factory.decide(factory.ready(*people), around.supervisor, solution="foster")
    assert in_force(around, today) == (False, False)


def test_reopened_determination_is_followed_by_a_new_one(around: ChildFileCast) -> None:
    today = around.worker.office.today()
    factory.decide(factory.ready(around.case, around.worker, around.supervisor), around.supervisor)
    found = factory.decide(
        factory.ready(around.case, around.worker, around.supervisor), around.supervisor
    )
    with acting(around.worker):
        again = factory.fill(
            Reconsideration(
                file_id=found.file_id,
                determination=found,
                cause="new_fact",
                raised_on=found.opened_on,
            ),
            fact="The mother left.",
        )
        after.add_reconsideration(again=again, actor=around.worker)
    with acting(around.supervisor):
        again.reasons = "The mother cannot take the child."
        after.answer_reconsideration(
            again=again,
            columns={"outcome": "reopened", "review_on": None},
            version=1,
            actor=around.supervisor,
        )
    assert stored(found).state == "reopened"
    assert in_force(around, today) == (False, False)  # the earlier one does not come back
    assert "best_interests" in open_duties(around)
    assert factory.determination(around.case, around.worker).earlier == found.pk
    assert "best_interests" not in open_duties(around)


def test_contested_order_is_due_on_the_day_of_appeal(around: ChildFileCast) -> None:
    found = factory.determination(around.case, around.worker)
    with acting(around.worker):
        order = record_order(around.case.child, around.worker, around.case.opened_on)
        appeal = around.worker.office.today() + dt.timedelta(days=9)
        writing.change(order, actor=around.worker, appeal_until=appeal, changed_by=around.worker.pk)
    client = signed_in(around.worker)
    path = f"{around.url}best-interests/determinations/{found.pk}/order/"
    sent = filled.form(client.get(path).content.decode(), order=order.pk, order_effect="contests")
    assert client.post(path, sent).status_code == 302
    with role("maintenance"):
        assert Due.objects.get(duty="appeal", done_on=None).due_on == appeal
        assert Order.objects.filter(pk=order.pk).exists()
    page = read(around.worker, f"/best-interests/determinations/{found.pk}/")
    assert "This determination contests an order" in page


def test_deferred_until_what_is_missing_is_there(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    client = signed_in(around.supervisor)
    path = f"{around.url}best-interests/determinations/{found.pk}/defer/"
    page = client.get(path).content.decode()
    until = around.worker.office.today() + dt.timedelta(days=40)
    sent = filled.form(page, missing="Home visit", **day("deferred_until", until))
    assert "within the next 30 days" in words(client.post(path, sent).content)
    until -= dt.timedelta(days=15)
    sent = filled.form(page, missing="Home visit", **day("deferred_until", until))
    assert client.post(path, sent).status_code == 302
    assert open_duties(around) == ["best_interests", "bi_review"]
    assert "Deferred" in read(around.supervisor, "/best-interests/?state=deferred")
