"""Claims, awards, payments and the control of money in a child's file."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import access, records, writing
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Due
from saathi.protection.justice.compensation.actions import claims, measures
from saathi.protection.justice.compensation.actions.measures import RemedyRefused
from saathi.protection.justice.compensation.models import (
    ClaimDecision,
    CompensationPayment,
    LegalMeasure,
    MoneyControl,
)
from saathi.protection.returns.protection_screening.access_rules import LACKS_LETTER_ABROAD
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk.cast import NAME, entries
from tests.factories import protection
from tests.factories import remedies as made
from tests.protection.justice.compensation.conftest import confirm
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

TABLE, CONTROL = "compensation_legalmeasure", "compensation_moneycontrol"
RECORDS = (LegalMeasure, ClaimDecision, CompensationPayment, MoneyControl)


@contextmanager
def refused(match: str) -> Iterator[None]:
    """The database refuses a statement of the web role."""
    with pytest.raises((DatabaseError, psycopg.Error), match=match), transaction.atomic():
        yield


def send(person: object, path: str, **typed: object) -> str:
    """The words of the page after a form."""
    client = signed_in(person)  # type: ignore[arg-type]
    page = client.get(path)
    assert page.status_code == 200, path
    answer = client.post(path, filled.form(page.content.decode(), **typed))
    return words((client.get(answer["Location"]) if answer.status_code == 302 else answer).content)


def page_of(court: CourtCast, measure: LegalMeasure, name: str = "") -> str:
    return f"{court.around.url}laws/measures/{measure.pk}/{name}"


def dues(court: CourtCast) -> set[tuple[str, dt.date]]:
    codes = ["claim_deadline", "remedy_step", "money_review"]
    with acting(court.around.worker):
        return set(Due.objects.filter(duty__in=codes, done_on=None).values_list("duty", "due_on"))


def test_strangers_and_house_parents_find_no_remedies(court: CourtCast) -> None:
    with acting(court.around.worker):
        measure = made.measure(court.around.case, court.around.worker)
        made.decision(measure, court.around.worker)
        made.payment(measure, court.around.worker, 10)
        made.control(measure, court.around.worker)
    pages = [f"{court.around.url}laws/", *(page_of(court, measure, name) for name in (
        "", "edit/", "decisions/new/", "payments/new/", "control/new/", "letter/"))]  # fmt: skip
    for person in (court.around.stranger, court.around.outsider, court.around.house_mother):
        client = signed_in(person)
        assert {client.get(path).status_code for path in pages} == {404}
        with acting(person):
            for model in RECORDS:
                assert not model.objects.exists()
                assert not access.visible(person, model).exists()


@pytest.mark.requirement("JUS-005")
def test_a_claim_is_awarded_paid_in_parts_and_received_with_control_of_the_money(
    court: CourtCast,
) -> None:
    worker, today = court.lawyer, court.lawyer.office.today()
    page = send(
        worker, f"{court.around.url}laws/measures/new/", country="IND", kind="compensation",
        law="Victim compensation scheme", state="claimed", proceeding=str(court.proceeding.pk),
        **day("as_of", today), **day("next_on", today + dt.timedelta(days=20)),
    )  # fmt: skip
    assert "Compensation, India" in page
    assert "Criminal proceedings, India" in page
    with acting(court.around.worker):
        measure = LegalMeasure.objects.get()
    assert dues(court) == {("remedy_step", today + dt.timedelta(days=20))}
    granted = {"level": "first", "outcome": "granted", "authority": "Court", "appeal": "none"}
    page = send(worker, page_of(court, measure, "decisions/new/"), **granted,
                **day("decided_on", today))  # fmt: skip
    assert "Enter the amount awarded." in page
    page = send(
        worker, page_of(court, measure, "decisions/new/"), **granted, payer="state",
        awarded="50000", currency="INR", **day("decided_on", today),
    )  # fmt: skip
    assert "Outstanding 50,000 INR" in page
    assert "Awarded, and not fully paid for 0 days" in page
    paid = {"currency": "INR", "recipient": "locked", "receipt": "seen", "account": "Bank 417"}
    for amount in ("20000", "30000"):
        page = send(worker, page_of(court, measure, "payments/new/"), paid=amount, **paid,
                    **day("paid_on", today))  # fmt: skip
    assert "Paid so far 50,000 INR" in page
    assert "Not recorded: who controls the money until the child is 18" in page
    with acting(court.around.worker):
        assert LegalMeasure.objects.get().state == "part_paid"
    review_on = today + dt.timedelta(days=90)
    page = send(
        worker, page_of(court, measure, "control/new/"), controller="court", safeguards=["locked"],
        risks=["none"], child_view="agrees", child_words="For my school.", **day("since", today),
        **day("review_on", review_on),
    )  # fmt: skip
    assert "For my school." in page
    assert "Who controls the money waits for a second person" in page
    assert "Received by the child" not in page
    confirm(court)
    page = words(signed_in(worker).get(page_of(court, measure)).content)
    assert "Received by the child" in page
    assert dues(court) == {("money_review", review_on)}
    with acting(court.around.worker):
        assert LegalMeasure.objects.get().state == "received"
        for record in (ClaimDecision.objects.get(), *CompensationPayment.objects.all()):
            assert b"Bank" not in bytes(record.sealed)
    assert len(entries(kind="wrote", file_id=court.around.case.file_id)) >= 3


@pytest.mark.requirement("JUS-005")
def test_an_award_is_not_a_payment_on_the_page_in_the_action_and_in_the_database(
    court: CourtCast,
) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
    page = send(worker, page_of(court, measure, "edit/"), state="received")
    assert "An award is not a payment." in page
    with acting(worker):
        records.open_texts(measure)
        with pytest.raises(RemedyRefused):
            measures.change_measure(
                measure=measure, columns={"state": "received", "next_on": None}, version=2, actor=worker
            )  # fmt: skip
        for state in ("received", "part_paid"):
            with refused("an award is not a payment"):
                update_proved(connection.connection, worker, TABLE, {"state": f"'{state}'"})
        assert LegalMeasure.objects.get().state == "awarded"


@pytest.mark.requirement("JUS-005")
def test_an_award_comes_from_a_decision_on_the_page_in_the_action_and_in_the_database(
    court: CourtCast,
) -> None:
    worker = court.around.worker
    with acting(worker):
        with pytest.raises(RemedyRefused, match="state"):
            made.measure(court.around.case, worker, state="awarded")
        measure = made.measure(court.around.case, worker)
    page = send(worker, page_of(court, measure, "edit/"), state="awarded")
    assert "An award comes from a decision." in page
    awarded = {"state": "'awarded'"}
    with acting(worker), refused("an award without its decision"):
        update_proved(connection.connection, worker, TABLE, awarded)
    with acting(worker), refused("an award without its decision"):
        writing.add(made.unsaved(court.around.case, state="awarded"), actor=worker)
    with acting(worker):
        made.decision(measure, worker, outcome="refused", payer="", awarded=None, currency="",
                      appeal="open", appeal_by=made.DAY + dt.timedelta(days=900), reason="Late")  # fmt: skip
        with refused("an award without its decision"):
            update_proved(connection.connection, worker, TABLE, awarded)
        made.decision(measure, worker, decided_on=made.DAY + dt.timedelta(days=1))
        assert LegalMeasure.objects.get().state == "awarded"
    # An award from before the decision was required stays, and can be edited.
    with role("maintenance"):
        ClaimDecision.objects.all().delete()
    page = send(worker, page_of(court, measure, "edit/"), note="Letter of the court")
    assert "Letter of the court" in page


def test_a_corrected_payment_opens_the_measure_again(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
        made.control(measure, worker)
    confirm(court)
    with acting(worker):
        payment = made.payment(measure, worker, 50_000)
        assert LegalMeasure.objects.get().state == "received"
    page = send(worker, f"{court.around.url}laws/payments/{payment.pk}/", paid="5000")
    assert "Outstanding 45,000 NPR" in page
    with acting(worker):
        reopened = LegalMeasure.objects.get()
    assert reopened.state == "part_paid"
    assert reopened.next_on is not None


@pytest.mark.requirement("JUS-012")
def test_remedies_and_their_outcomes_are_recorded_also_what_is_refused(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        stay = made.measure(court.around.case, worker, kind="stay", country="IND")
        made.decision(stay, worker, outcome="refused", payer="", awarded=None, currency="",
                      appeal="open", appeal_by=made.DAY + dt.timedelta(days=900), reason="No papers")  # fmt: skip
        assert LegalMeasure.objects.get().state == "claimed"  # the appeal is open
        decision = ClaimDecision.objects.get()
    page = send(worker, f"{court.around.url}laws/decisions/{decision.pk}/", appeal="none",
                appeal_by_0="", appeal_by_1="", appeal_by_2="")  # fmt: skip
    assert "Refused" in page
    with acting(worker):
        assert LegalMeasure.objects.get().state == "refused"
    page = words(signed_in(worker).get(f"{court.around.url}laws/").content)
    assert "Residence or protection Refused" in page


def test_an_earlier_decision_does_not_change_the_status_of_a_later_one(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
        made.decision(measure, worker, outcome="refused", payer="", awarded=None, currency="",
                      decided_on=made.DAY - dt.timedelta(days=30), reason="Late")  # fmt: skip
        assert LegalMeasure.objects.get().state == "awarded"


def test_last_day_to_claim_is_a_duty_until_the_claim_is_filed(court: CourtCast) -> None:
    worker, today = court.around.worker, court.around.worker.office.today()
    ahead = today + dt.timedelta(days=9)
    with acting(worker):
        measure = made.measure(
            court.around.case, worker, state="not_claimed", claim_by=ahead, as_of=today, next_on=ahead
        )  # fmt: skip
    assert ("claim_deadline", ahead) in dues(court)
    page = words(signed_in(worker).get(page_of(court, measure)).content)
    assert "Last day to claim:" in page
    send(worker, page_of(court, measure, "edit/"), state="claimed")
    assert dues(court) == {("remedy_step", ahead)}


@pytest.mark.requirement("JUS-005")
def test_money_that_the_accused_may_take_is_shown_as_danger(court: CourtCast) -> None:
    worker, today = court.around.worker, court.around.worker.office.today()
    with acting(worker):
        measure = made.measure(court.around.case, worker)
    typed = {"controller": "parent", "safeguards": ["none"], "risks": ["accused"],
             "child_view": "disagrees"} | day("since", today)  # fmt: skip
    typed |= day("review_on", today + dt.timedelta(days=30))
    path = page_of(court, measure, "control/new/")
    assert "Enter what is done so that no one takes the money" in send(worker, path, **typed)
    page = send(worker, path, note="The lawyer asks for a locked deposit.", **typed)
    assert "Someone may take the money from the child" in page
    assert "Does not agree" in page
    with acting(worker):  # the next control ends it
        made.control(measure, worker, since=today)
        states = list(
            MoneyControl.objects.order_by("recorded_at").values_list("ended_on", flat=True)
        )
    assert states == [today, None]


def test_database_refuses_control_without_review_and_payment_of_nothing(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
        made.payment(measure, worker, 10)
        made.control(measure, worker)
        for table, columns, name in (
            (CONTROL, {"review_on": "NULL::date"}, "compensation_control_reviewed"),
            ("compensation_compensationpayment", {"paid": "0"}, "compensation_paid_something"),
            ("compensation_claimdecision", {"outcome": "'refused'"}, "compensation_award_currency"),
        ):
            with refused(name):
                update_proved(connection.connection, worker, table, columns)


def test_claim_letter_names_no_child_and_is_logged(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
    letter = whole(signed_in(worker).get(page_of(court, measure, "letter/")).content)
    for text in (court.around.case.child.code, "Human Trafficking Act", "Legal aid office",
                 "locked until 18"):  # fmt: skip
        assert text in letter
    assert NAME not in letter
    printed = entries(kind="printed", objects_seen__contains=[measure.pk])
    assert [entry.by for entry in printed] == [worker.pk]


@pytest.mark.requirement("INT-002")
def test_no_claim_letter_goes_to_the_country_of_origin_past_the_gate(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        measure = made.measure(case, worker, country="IND")
        protection.sign(case, worker, screened_on=worker.office.today())
    path = page_of(court, measure, "letter/")
    page = whole(signed_in(worker).get(path).content)
    below = page.partition("Claim for a child")[2]  # above it is the way back to the file
    assert LACKS_LETTER_ABROAD["screening"] in below
    assert case.child.code not in below
    assert not entries(kind="printed", objects_seen__contains=[measure.pk])


@pytest.mark.requirement("JUS-005")
def test_list_of_remedies_keeps_a_debt_of_a_closed_file_without_names(court: CourtCast) -> None:
    worker, supervisor = court.around.worker, court.around.supervisor
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
    with role("maintenance"):
        Child.objects.filter(pk=court.around.case.child_id).update(
            birth_year_low=1990, birth_year_high=1990
        )
    url = reverse("legal_measures:list_remedies")
    for person in (worker, supervisor):
        page = words(signed_in(person).get(url, {"selection": "unpaid"}).content)
        assert court.around.case.child.code in page
        assert "Granted" in page
        assert NAME not in page
    page = words(signed_in(worker).get(url, {"selection": "all", "kind": "stay"}).content)
    assert court.around.case.child.code not in page
    for person in (court.around.stranger, court.around.outsider):
        assert court.around.case.child.code not in words(signed_in(person).get(url).content)


def test_laws_of_the_child_are_named_and_a_transfer_links_to_measures(court: CourtCast) -> None:
    worker = court.around.worker
    with role("maintenance"):
        Child.objects.filter(pk=court.around.case.child_id).update(
            nationalities=["IND"], home_country="IND"
        )
    with acting(worker):
        made.measure(court.around.case, worker)
    page = signed_in(worker).get(f"{court.around.url}laws/").content
    assert "Nationality, Country of usual residence" in words(page)
    assert "Human Trafficking Act" in words(page)
    assert reverse("policy:show_country", args=["IND"]) in page.decode()


def test_facts_of_a_measure_have_days_and_codes_and_no_amount_or_law(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
        made.payment(measure, worker, 50_000, paid_on=made.DAY + dt.timedelta(days=12))
        made.control(measure, worker, controller="parent", risks=["family"], note="Court asked.")
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facts_measure")
        names = [column.name for column in cursor.description]
        (row,) = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    assert (row["country"], row["kind"], row["days_to_payment"]) == ("NPL", "compensation", 12)
    assert (row["is_awarded"], row["is_paid"], row["is_safeguarded"], row["is_at_risk"]) == (
        True, True, True, True,
    )  # fmt: skip
    assert row["as_of"].day == 1
    assert not {"law", "amount", "account", "awarded_amount", "paid", "holder"} & set(names)


def test_two_payments_of_one_moment_both_count(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        measure = made.measure(court.around.case, worker)
        made.decision(measure, worker)
        made.control(measure, worker)
    confirm(court)
    with acting(worker):
        for _each in range(2):
            made.payment(measure, worker, 25_000)
        assert LegalMeasure.objects.get().state == "received"
        with pytest.raises(RemedyRefused):
            claims.add_payment(
                payment=CompensationPayment(
                    file_id=measure.file_id, measure=measure, paid_on=made.DAY, paid=1,
                    currency="NPR", recipient="other", receipt="none",
                ),
                actor=worker,
            )  # fmt: skip


def test_remedies_of_a_proceeding_are_on_its_page(court: CourtCast) -> None:
    page = words(signed_in(court.around.worker).get(court.page()).content)
    assert "Compensation and remedies" not in page
    with acting(court.around.worker):
        mine = made.measure(
            court.around.case, court.around.worker, proceeding=court.proceeding, country="IND"
        )
        made.measure(court.around.case, court.around.worker)  # of no proceeding
    page = words(signed_in(court.around.worker).get(court.page()).content)
    assert page.count("Human Trafficking Act") == 1
    shown = signed_in(court.around.worker).get(court.page()).content.decode()
    assert f"laws/measures/{mine.pk}/" in shown
    assert any(mine.pk in entry.objects_seen for entry in entries(by=court.around.worker.pk))
