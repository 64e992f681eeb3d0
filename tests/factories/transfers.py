"""A transfer to India step by step, through the actions; nothing is missing unless a test takes it away."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import deciding, preparing, requesting, travelling
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferDocument,
    TransferHandover,
    TransferJourney,
    TransferReceipt,
    TransferReport,
    TransferRequest,
    TransferSafetyAssessment,
    TransferView,
)
from saathi.protection.returns.transfers.paper_rules import DATED_PAPERS
from tests.factories import (
    agencies,
    agreements,
    best_interests,
    children,
    contact_abroad,
    protection,
)
from tests.roles import acting, role


@dataclass
class TransferCast:
    """A child in Nepal, the people who work for the child, and a colleague in India."""

    case: Case
    worker: Staff
    supervisor: Staff
    receiver: Staff
    # Who sends requests to the colleague: an author, so not the one who authorises.
    sender: Staff | None = None

    @property
    def child(self) -> Child:
        return self.case.child

    @property
    def common(self) -> dict[str, Any]:
        return {"file_id": self.case.file_id}

    def today(self, days: int = 0) -> dt.date:
        return self.worker.office.today() + dt.timedelta(days=days)

    def at(self, days: int, hour: int) -> dt.datetime:
        """A time on a day counted from today, by the clock of the child's office."""
        zone = ZoneInfo(self.worker.office.time_zone)
        return dt.datetime.combine(self.today(days), dt.time(hour), zone)


def cast() -> TransferCast:
    """The people, and nothing prepared yet."""
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    there = agencies.office(agencies.agency(country="IND"), time_zone="Asia/Kolkata")
    return TransferCast(
        case=children.case(worker),
        worker=worker,
        supervisor=agencies.staff("supervisor", office),
        receiver=agencies.staff("case_worker", there),
        sender=agencies.staff("supervisor", office),
    )


consent, permitted, verified = (
    contact_abroad.consent,
    contact_abroad.permitted,
    contact_abroad.verified,
)


def fill[RecordT](record: RecordT, **values: object) -> RecordT:
    """The record with these fields and texts."""
    for name, value in values.items():
        setattr(record, name, value)
    return record


def opened(around: TransferCast, **values: Any) -> Transfer:
    """A transfer that is considered: back to India, under an agreement."""
    usual: dict[str, Any] = {
        "child": around.child,
        "direction": "outgoing",
        "kind": "return",
        "to_country": "IND",
        "opened_on": around.today(),
        "coordination": "agreement",
        "partner": "Committee for children in Patna (invented)",
    }
    if "agreement" not in values and values.get("to_country", "IND") == "IND":
        keeper = around.supervisor
        usual["agreement"] = agreements.agreement(keeper)
        usual["our_focal_point"] = agreements.focal_point(keeper, "NPL")
        usual["their_focal_point"] = agreements.focal_point(keeper, "IND")
    transfer = fill(Transfer(**around.common), **usual | values)
    with acting(around.worker):
        return preparing.open_transfer(transfer=transfer, actor=around.worker)


def screened(around: TransferCast) -> None:
    with acting(around.worker):
        protection.screened(around.case, around.worker)


def requested(
    around: TransferCast,
    transfer: Transfer,
    *,
    with_receiver: bool = True,
    is_ready: bool = True,
    **values: Any,
) -> TransferRequest:
    """A request that the supervisor sends to the colleague in India, or to no one in the system.

    `is_ready`: the child was asked, and a supervisor permitted contact with the country.
    """
    usual: dict[str, Any] = {
        "sent_on": around.today(),
        "channel": "here" if with_receiver else "focal_point",
        "needs": "Speaks Maithili; goes to class 6.",
        "asks": "Whether a family placement is possible.",
    }
    if is_ready:
        usual["consent"] = may_be_asked(around, transfer)
    request = fill(TransferRequest(transfer=transfer, **around.common), **usual | values)
    sender = around.sender or around.supervisor
    with acting(sender):
        return requesting.send_request(
            request=request,
            receiver=around.receiver if with_receiver else None,
            actor=sender,
        )


def may_be_asked(around: TransferCast, transfer: Transfer) -> Any:
    """A consent, the permission of a supervisor to contact the country, and the child's view."""
    with role("maintenance"):
        is_asked = TransferView.objects.filter(transfer=transfer).exists()
    if not is_asked:
        asked(around, transfer)
    given = consent(around)
    permitted(around, transfer.to_country, given)
    return given


def answered(
    around: TransferCast, transfer: Transfer, by: Staff | None = None, **values: Any
) -> TransferAnswer:
    usual: dict[str, Any] = {
        "answered_on": around.today(),
        "answer": "accepted",
        "answered_by": "Committee, case worker",
    }
    if values.get("answer") == "refused":
        usual |= {"refusal": "no_place", "conditions": "No family was found."}
    actor = by or around.receiver
    with acting(actor):
        answer = fill(TransferAnswer(transfer=transfer, **around.common), **usual | values)
        return preparing.record_answer(answer=answer, actor=actor)


def placed(
    around: TransferCast, transfer: Transfer, by: Staff | None = None, **values: Any
) -> ReceivingPlacement:
    usual: dict[str, Any] = {
        "care": "relatives",
        "standing": "meets",
        "visited_on": around.today(-3),
        "first_visit_on": around.today(4),
        "place": "With the grandmother",
        "visited_by": "Ms Devi, Patna",
        "worker": "Ms Devi, Patna",
    }
    actor = by or around.receiver
    with acting(actor):
        placement = fill(ReceivingPlacement(transfer=transfer, **around.common), **usual | values)
        return preparing.record_placement(placement=placement, actor=actor)


def assessed(around: TransferCast, transfer: Transfer, subject: str, **values: Any) -> None:
    usual: dict[str, Any] = {
        "assessed_on": around.today(-2),
        "sources": ["visit"],
        "result": "safe",
        "assessor": "Ms Rai",
    }
    record = TransferSafetyAssessment(transfer=transfer, subject=subject, **around.common)
    with acting(around.worker):
        preparing.record_safety(assessment=fill(record, **usual | values), actor=around.worker)


def paper(around: TransferCast, transfer: Transfer, which: str, **values: Any) -> TransferDocument:
    usual: dict[str, Any] = {"stage": "travel", "state": "held", "form": "original"}
    usual["issuer"] = "District office"
    if which in DATED_PAPERS:
        usual["valid_until"] = around.today(60)
    record = TransferDocument(transfer=transfer, paper=which, **around.common)
    with acting(around.worker):
        return preparing.record_paper(paper=fill(record, **usual | values), actor=around.worker)


def asked(around: TransferCast, transfer: Transfer, **values: Any) -> TransferView:
    usual: dict[str, Any] = {
        "moment": "preparation",
        "asked_at": dt.datetime.now(dt.UTC) - dt.timedelta(hours=2),
        "wish": "goes",
        "words": "I want to see my grandmother.",
        "asked_by": "Ms Rai, in Maithili",
    }
    record = TransferView(transfer=transfer, **around.common)
    with acting(around.worker):
        return preparing.record_view(view=fill(record, **usual | values), actor=around.worker)


def planned(
    around: TransferCast, transfer: Transfer, days: int = 2, **values: Any
) -> TransferJourney:
    usual: dict[str, Any] = {
        "departs_at": around.at(days, 8),
        "crosses_at": around.at(days, 11),
        "arrives_at": around.at(days, 17),
        "crossing": "land",
        "escort_choice": "chosen",
        "escort_screening": "screened",
        "language": "shared",
        "fitness": "fit",
        "child_told_on": around.today(),
        "escort": "Ms Rai, our agency, woman",
        "route": "Car by Raxaul",
        "telephone": "+977 1 000 000",
    }
    record = TransferJourney(transfer=transfer, **around.common)
    with acting(around.worker):
        return preparing.plan_journey(journey=fill(record, **usual | values), actor=around.worker)


def determined(around: TransferCast, solution: str = "return", country: str = "IND") -> None:
    # Whoever decides on the determination does not authorise the transfer.
    decider = agencies.staff("supervisor", around.worker.office)
    found = best_interests.ready(around.case, around.worker, decider)
    best_interests.decide(found, decider, solution=solution, country=country)


def accepted(around: TransferCast, **values: Any) -> Transfer:
    """A transfer that the colleague in India accepted."""
    screened(around)
    transfer = opened(around, **values)
    requested(around, transfer)
    answered(around, fresh(transfer, around.receiver))
    return fresh(transfer, around.worker)


def prepared(around: TransferCast, **values: Any) -> Transfer:
    """An accepted transfer for which nothing is missing."""
    transfer = accepted(around, **values)
    verified(around, transfer.to_country)
    determined(around, country=transfer.to_country)
    placed(around, transfer)
    for subject in ("origin", "movement", "destination"):
        assessed(around, transfer, subject)
    for which in codes.REQUIRED_PAPERS:
        paper(around, transfer, which.value)
    asked(around, transfer)
    planned(around, transfer)
    return fresh(transfer, around.worker)


def submitted(around: TransferCast, transfer: Transfer | None = None) -> Transfer:
    """A transfer with nothing missing, submitted by the worker."""
    transfer = transfer or prepared(around)
    with acting(around.worker):
        return deciding.submit_transfer(
            transfer=fresh(transfer, around.worker),
            version=fresh(transfer, around.worker).version,
            actor=around.worker,
        )


def authorised(around: TransferCast, transfer: Transfer | None = None) -> Transfer:
    """A transfer that the supervisor authorised."""
    transfer = fresh(transfer or submitted(around), around.supervisor)
    with acting(around.supervisor):
        return deciding.authorise_transfer(
            transfer=transfer, version=transfer.version, actor=around.supervisor
        )


def departed(around: TransferCast, transfer: Transfer | None = None) -> Transfer:
    """A child on the way, who was asked an hour before."""
    transfer = fresh(transfer or authorised(around), around.worker)
    arrive_at_planned_day(around, transfer)
    now = dt.datetime.now(dt.UTC)
    asked(around, transfer, moment="departure", asked_at=now - dt.timedelta(hours=1))
    transfer = fresh(transfer, around.worker)
    with acting(around.worker):
        return travelling.record_departure(
            transfer=transfer, departed_at=now, version=transfer.version, actor=around.worker
        )


def arrive_at_planned_day(around: TransferCast, transfer: Transfer) -> None:
    """As if the days had passed since the authorisation: the plan is for now."""
    with role("maintenance"):
        TransferJourney.objects.filter(transfer=transfer).update(**journey_now())
        placements = ReceivingPlacement.objects.filter(transfer=transfer)
        placements.update(first_visit_on=around.today(2))


def journey_now() -> dict[str, Any]:
    """A journey of now by air, at whatever hour the test runs."""
    now = dt.datetime.now(dt.UTC)
    return {"crossing": "air"} | dict.fromkeys(("departs_at", "crosses_at", "arrives_at"), now)


def handed_over(around: TransferCast, transfer: Transfer | None = None, **values: Any) -> Transfer:
    """A child who was handed over now."""
    transfer = fresh(transfer or departed(around), around.worker)
    usual: dict[str, Any] = {
        "handed_over_at": dt.datetime.now(dt.UTC),
        "identity": "both",
        "presence": [],
        "place": "Airport of Patna",
        "given_by": "Ms Rai",
        "received_by": "Ms Devi, case worker",
    }
    with acting(around.worker):
        handover = fill(TransferHandover(transfer=transfer, **around.common), **usual | values)
        travelling.record_handover(handover=handover, actor=around.worker)
    return fresh(transfer, around.worker)


def received(
    around: TransferCast, transfer: Transfer, by: Staff | None = None, **values: Any
) -> Transfer:
    """The receipt of the colleague in India."""
    actor = by or around.receiver
    usual: dict[str, Any] = {
        "received_on": around.today(),
        "first_visit_on": around.today(2),
        "received_by": "Ms Devi, case worker",
        "worker": "Ms Devi, office in Patna",
        "condition": "Ms Devi saw the child at the station today. The child is well.",
    }
    with acting(actor):
        record = TransferReceipt(transfer=fresh(transfer, actor), **around.common)
        travelling.record_receipt(receipt=fill(record, **usual | values), actor=actor)
    return fresh(transfer, around.worker)


def receive_earlier(around: TransferCast, transfer: Transfer, *, days: int) -> None:
    """As if this many days had passed since the receipt."""
    with role("maintenance"):
        receipts = TransferReceipt.objects.filter(transfer=transfer)
        receipts.update(received_on=around.today(-days))


def reported(
    around: TransferCast, transfer: Transfer, kind: str, by: Staff | None = None
) -> TransferReport:
    actor = by or around.receiver
    with acting(actor):
        record = TransferReport(transfer=fresh(transfer, actor), kind=kind, **around.common)
        values = {"seen_on": around.today(), "situation": "well", "reporter": "Ms Devi"}
        return travelling.record_transfer_report(report=fill(record, **values), actor=actor)


def fresh(transfer: Transfer, reader: Staff) -> Transfer:
    """The transfer as this person reads it now."""
    with acting(reader):
        return Transfer.objects.get(pk=transfer.pk)


def stored(record: Any) -> Any:
    """The record as the database has it."""
    with role("maintenance"):
        return type(record).objects.get(pk=record.pk)


def duties(around: TransferCast, duty: str) -> list[dt.date]:
    """The days of the open duties of a kind."""
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.case.file_id, duty=duty, done_on=None)
        return list(dues.values_list("due_on", flat=True))
