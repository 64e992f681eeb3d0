"""The authorisation of a transfer: all that is missing at once, by a second person, in action and database."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.access import NotAllowed
from saathi.audit.models import AuditEntry
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.models import Order
from saathi.protection.returns.transfers import authorisation_rules, queries
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import deciding, preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferDocument,
    TransferJourney,
    TransferSafetyAssessment,
    TransferView,
)
from saathi.protection.returns.verifications.models import (
    CourtNeed,
    OriginVerification,
    TravelPermit,
)
from tests.factories import agencies, best_interests, protection, transfers
from tests.factories.transfers import TransferCast
from tests.roles import acting, role, slip_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def authorise(around: TransferCast, transfer: Transfer) -> Transfer:
    return transfers.authorised(around, transfer)


def refused_codes(around: TransferCast, transfer: Transfer) -> set[str]:
    with pytest.raises(TransferRefused) as refused:
        authorise(around, transfer)
    return {reason.code for reason in refused.value.reasons}


def refused_by_database(around: TransferCast, transfer: Transfer, match: str) -> None:
    """The row does not become authorised, whoever proves that the application wrote it."""
    columns = {
        "state": "authorised",
        "decided_by": around.supervisor.pk,
        "decided_on": around.today(),
    }
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=around.supervisor, **columns)


@pytest.mark.requirement("XBR-005")
def test_all_that_is_missing_is_said_at_once(around: TransferCast) -> None:
    transfer = transfers.submitted(around, transfers.accepted(around))
    assert refused_codes(around, transfer) == {
        "best_interests",
        "guardian",
        "origin",
        "safety_origin",
        "safety_movement",
        "safety_destination",
        "placement",
        "journey",
        "papers",
    }
    refused_by_database(around, transfer, "no best interests decision")
    assert transfers.stored(transfer).state == "submitted"


@pytest.mark.requirement("XBR-005")
def test_nothing_missing_is_authorised_by_a_second_person_and_logged(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker), pytest.raises(NotAllowed):
        deciding.authorise_transfer(
            transfer=transfer, version=transfer.version, actor=around.worker
        )
    slip_in(
        around.supervisor,
        "UPDATE transfers_transfer SET state = 'authorised', decided_by = access_staff()",
        "no valid proof",
    )
    found = authorise(around, transfer)
    assert (found.state, found.decided_by) == ("authorised", around.supervisor.pk)
    with role("auditor"):
        assert (
            AuditEntry.objects.filter(kind="approved", objects_seen__contains=[transfer.pk]).count()
            == 1
        )


def test_whoever_submitted_it_does_not_authorise_it(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    with acting(around.supervisor):
        found = deciding.submit_transfer(
            transfer=transfer, version=transfer.version, actor=around.supervisor
        )
    assert refused_codes(around, found) == {"own"}
    refused_by_database(around, found, "never_ones_own|second person")


def change(model: type[Any], transfer: Transfer, **columns: Any) -> None:
    """As if the facts were otherwise: maintenance changes what was recorded."""
    with role("maintenance"):
        model.objects.filter(transfer=transfer).update(**columns)


def old_view(around: TransferCast, transfer: Transfer) -> None:
    change(TransferView, transfer, asked_at=around.at(-15, 12))


def permit(around: TransferCast, state: str, valid_until: dt.date | None) -> None:
    with acting(around.worker):
        record = TravelPermit(
            child=around.child,
            kind="exit",
            asked_on=around.today(-9),
            state=state,
            received_on=None if state == "asked" else around.today(-1),
            valid_until=valid_until,
            **around.common,
        )
        record.asked_of = "Ministry"
        writing.add(record, actor=around.worker)


def court(around: TransferCast, need: str) -> None:
    with acting(around.worker):
        record = CourtNeed(
            child=around.child, need=need, source="court", said_on=around.today(-1), **around.common
        )
        record.court_case = "District court, 12"
        writing.add(record, actor=around.worker)


def sign_of_need(around: TransferCast, _transfer: Transfer) -> None:
    with acting(around.worker):
        protection.sign(around.case, around.worker, screened_on=around.today())


def unfinished(around: TransferCast, _transfer: Transfer) -> None:
    with acting(around.worker):
        protection.screened(
            around.case,
            around.worker,
            screened_on=around.today(),
            result="unfinished",
            continue_on=around.today(3),
        )


def of(model: type[Any], **columns: Any) -> Callable[[TransferCast, Transfer], None]:
    return lambda _around, transfer: change(model, transfer, **columns)


def of_transfer(**columns: Any) -> Callable[[TransferCast, Transfer], None]:
    def do(_around: TransferCast, transfer: Transfer) -> None:
        with role("maintenance"):
            Transfer.objects.filter(pk=transfer.pk).update(**columns)

    return do


def of_subject(subject: str, **columns: Any) -> Callable[[TransferCast, Transfer], None]:
    def do(around: TransferCast, transfer: Transfer) -> None:
        values = {
            name: around.today(value) if isinstance(value, int) else value
            for name, value in columns.items()
        }
        with role("maintenance"):
            TransferSafetyAssessment.objects.filter(transfer=transfer, subject=subject).update(
                **values
            )

    return do


def of_paper(which: str, **columns: Any) -> Callable[[TransferCast, Transfer], None]:
    def do(around: TransferCast, transfer: Transfer) -> None:
        values = {
            name: around.today(value) if isinstance(value, int) else value
            for name, value in columns.items()
        }
        with role("maintenance"):
            TransferDocument.objects.filter(transfer=transfer, paper=which).update(**values)

    return do


def no_determination(around: TransferCast, _transfer: Transfer) -> None:
    with role("maintenance"):
        Determination.objects.filter(file_id=around.case.file_id).update(state="ended")


def other_solution(around: TransferCast, _transfer: Transfer) -> None:
    with role("maintenance"):
        Determination.objects.filter(file_id=around.case.file_id).update(solution="foster")


def at_night(around: TransferCast, transfer: Transfer) -> None:
    times = {"crosses_at": around.at(2, 19), "arrives_at": around.at(2, 22)}
    change(TransferJourney, transfer, **times)


def verification(around: TransferCast, answer: str | None) -> None:
    """The country denied that the child is from there, or nothing is known from it."""
    with role("maintenance"):
        found = OriginVerification.objects.filter(file=around.case.file_id)
        found.update(answer=answer) if answer else found.delete()


# Each condition alone: what takes it away, the reason of the rule, the refusal of the database.
CONDITIONS: dict[str, tuple[Callable[[TransferCast, Transfer], None], str, str]] = {
    "no determination": (no_determination, "best_interests", "no best interests decision"),
    "another solution": (other_solution, "best_interests", "no best interests decision"),
    "not asked": (of(TransferView, wish="not_asked"), "child_view", "was not asked"),
    "does not want": (of(TransferView, wish="does_not"), "child_view", "says no"),
    "old view": (old_view, "child_view", "view of the child is old"),
    "doubts": (of(TransferView, wish="doubts"), "reply", "doubts of the child"),
    "origin not safe": (of_subject("origin", result="not_safe"), "safety_origin", "safety is not"),
    "journey not known": (of_subject("movement", result="not_known"), "safety_movement", "safety"),
    "old assessment": (of_subject("destination", assessed_on=-31), "safety_destination", "safety"),
    "sign of need": (sign_of_need, "screening", "protection is needed"),
    "screening not finished": (unfinished, "screening", "is not finished"),
    "origin not verified": (lambda around, _t: verification(around, None), "origin", "not verified"),
    "origin denied": (lambda around, _t: verification(around, "denied"), "origin", "denied"),
    "not accepted": (of(TransferAnswer, answer="no_answer", next_on=dt.date(2030, 1, 1)), "answer", "has not accepted"),
    "no agreement": (of_transfer(agreement=None), "agreement", "no agreement"),
    "no focal point": (of_transfer(their_focal_point=None), "focal_points", "no focal points"),
    "standards": (of(ReceivingPlacement, standing="does_not"), "placement", "standards"),
    "standards not known": (of(ReceivingPlacement, standing="not_known"), "placement", "standards"),
    "residential care": (of(ReceivingPlacement, care="facility"), "why_facility", "residential care"),
    "no first visit": (of(ReceivingPlacement, first_visit_on=None), "first_visit_on", "first visit"),
    "permit waits": (lambda around, _t: permit(around, "asked", None), "permits", "a permit"),
    "permit refused": (lambda around, _t: permit(around, "refused", None), "permits", "a permit"),
    "permit too short": (lambda around, _t: permit(around, "received", around.today(1)), "permits", "a permit"),
    "court": (lambda around, _t: court(around, "yes"), "court", "a court needs"),
    "court not known": (lambda around, _t: court(around, "not_known"), "court", "a court needs"),
    "escort not screened": (of(TransferJourney, escort_screening="not_screened"), "escort_screening", "the escort"),
    "escort not asked about": (of(TransferJourney, escort_choice="not_asked"), "escort_choice", "the escort"),
    "waived paper": (of_paper("child_view", state="not_needed"), "papers", "documents are missing"),
    "escort not wanted": (of(TransferJourney, escort_choice="refused"), "escort_choice", "the escort"),
    "no language": (of(TransferJourney, language="none"), "language", "common language"),
    "not fit": (of(TransferJourney, fitness="not_fit"), "fitness", "not fit"),
    "not examined": (of(TransferJourney, fitness="not_examined"), "fitness", "not fit"),
    "night": (at_night, "crosses_at", "land border"),
    "not told": (of(TransferJourney, child_told_on=None), "child_told_on", "not told"),
    "paper missing": (of_paper("court", state="requested"), "papers", "documents are missing"),
    "paper over": (of_paper("travel_permit", valid_until=1), "papers", "documents are missing"),
}  # fmt: skip


@pytest.mark.requirement("XBR-004")
@pytest.mark.requirement("XBR-005")
@pytest.mark.requirement("XBR-007")
@pytest.mark.requirement("XBR-008")
@pytest.mark.parametrize("name", CONDITIONS)
def test_each_condition_alone_stops_it_in_action_and_database(
    around: TransferCast, name: str
) -> None:
    take_away, code, match = CONDITIONS[name]
    transfer = transfers.submitted(around)
    take_away(around, transfer)
    assert refused_codes(around, transfer) == {code}
    refused_by_database(around, transfer, match)


def test_words_about_exploitation_stop_it(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    partner = {"partner": "Home for trafficked children"}
    with acting(around.worker):
        writing.change(transfer, actor=around.worker, payload=partner)
    assert refused_codes(around, transfers.submitted(around, transfer)) == {"neutral"}


def test_order_of_an_authority_needs_an_assessment_of_ours(around: TransferCast) -> None:
    transfer = transfers.prepared(around, kind="ordered")
    no_determination(around, transfer)
    order = Order(
        child=around.child,
        authority="court",
        kind="repatriation",
        made_on=around.today(-2),
        child_heard="yes",
        appeal="none",
        **around.common,
    )
    with acting(around.worker):
        writing.add(order, actor=around.worker)
    with acting(around.supervisor):
        found = Order.objects.get(pk=order.pk)
        orders.confirm_order(order=found, version=found.version, actor=around.supervisor)
    transfer = transfers.submitted(around, transfer)
    assert refused_codes(around, transfer) == {"order"}
    refused_by_database(around, transfer, "no order of an authority")
    best_interests.agreed_assessment(
        around.case, around.worker, around.supervisor, occasion="other", solution="return"
    )
    assert authorise(around, transfer).state == "authorised"


def test_outside_the_region_offices_act_without_focal_points(around: TransferCast) -> None:
    there = agencies.office(agencies.agency(country="THA"), time_zone="Asia/Bangkok")
    around.receiver = agencies.staff("case_worker", there)
    transfer = transfers.prepared(around, to_country="THA", coordination="offices")
    transfer = transfers.submitted(around, transfer)
    assert refused_codes(around, transfer) == {"acting_office"}
    with acting(around.supervisor):
        found = deciding.return_transfer(
            transfer=Transfer.objects.get(pk=transfer.pk),
            question="Which office acts?",
            version=transfer.version,
            actor=around.supervisor,
        )
    assert found.state == "accepted"
    with acting(around.worker):
        again = Transfer.objects.get(pk=transfer.pk)
        assert records.open_texts(again)["question"] == "Which office acts?"
        again.acting_office = "Law of both countries; juvenile office in Bangkok"
        preparing.change_transfer(
            transfer=again, columns={}, version=again.version, actor=around.worker
        )
    assert authorise(around, transfers.submitted(around, again)).state == "authorised"


def test_facts_are_the_same_for_worker_and_supervisor(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    facts = []
    for reader in (around.worker, around.supervisor):
        with acting(reader):
            found = Transfer.objects.get(pk=transfer.pk)
            records.open_texts(found)
            facts.append(queries.load_facts(found, reader, on=around.today()))
    assert facts[0] == facts[1]
    assert authorisation_rules.missing_for_authorisation(facts[0], on=around.today()) == ()


def test_solutions_of_rule_and_database_are_the_same() -> None:
    with connection.cursor() as cursor, role("warden"):
        for kind in codes.TransferKind:
            cursor.execute("SELECT transfers_solutions(%s)", [kind.value])
            [found] = cursor.fetchone()
            expected = {solution.value for solution in authorisation_rules.FITTING_SOLUTIONS[kind]}
            assert set(found) == expected


def test_a_stage_is_not_skipped(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    for state in ("accepted", "submitted", "authorised", "travelling", "handed_over", "received"):
        with acting(around.worker):
            found = Transfer.objects.get(pk=transfer.pk)
            with pytest.raises(IntegrityError), transaction.atomic():
                writing.change(found, actor=around.worker, state=state)
    assert transfers.stored(transfer).state == "considered"
