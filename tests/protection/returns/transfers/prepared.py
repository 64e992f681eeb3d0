"""A transfer step by step, through the actions, for the tests of its screens."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.returns.transfers.actions import (
    deciding,
    preparing,
    requesting,
    travelling,
)
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferDocument,
    TransferHandover,
    TransferJourney,
    TransferRequest,
    TransferSafetyAssessment,
    TransferView,
)
from saathi.protection.returns.transfers.paper_rules import DATED_PAPERS
from saathi.protection.returns.transfers.vocabulary import REQUIRED_PAPERS, SafetySubject
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, agreements, best_interests, protection, transfers
from tests.roles import acting, role

PLACE = "Sunrise Home, Ward 4"  # where the child lives now: on no paper


def today(around: ChildFileCast, days: int = 0) -> dt.date:
    return around.worker.office.today() + dt.timedelta(days=days)


def at(around: ChildFileCast, days: int, hour: int) -> dt.datetime:
    """An hour of the clock of the office, some days from now."""
    zone = ZoneInfo(around.worker.office.time_zone)
    return dt.datetime.combine(today(around, days), dt.time(hour), zone)


def with_texts[RecordT](record: RecordT, **texts: str) -> RecordT:
    for name, text in texts.items():
        setattr(record, name, text)
    return record


def considered(around: ChildFileCast, **more: Any) -> Transfer:
    """A return to India that is considered."""
    usual = {
        "direction": "outgoing",
        "kind": "return",
        "to_country": "IND",
        "from_country": "NPL",
        "opened_on": today(around),
        "planned_on": today(around, 3),
    }
    transfer = Transfer(file_id=around.file_id, child=around.case.child, **(usual | more))
    with_texts(transfer, partner="Agency in Patna (invented)", acting_office="", authority_paper="")
    with acting(around.worker):
        return preparing.open_transfer(transfer=transfer, actor=around.worker)


def screen(around: ChildFileCast) -> None:
    """A trained person found no sign of a need for protection."""
    with acting(around.worker):
        protection.screened(around.case, around.worker)


def receiver_abroad() -> Staff:
    """A case worker of an agency in India."""
    abroad = agencies.office(agencies.agency(country="IND"), time_zone="Asia/Kolkata")
    return agencies.staff("case_worker", abroad)


def may_be_asked(around: ChildFileCast, transfer: Transfer) -> Any:
    """A consent, the permission of a supervisor to contact the country, and the child's view."""
    sender = agencies.staff("supervisor", around.worker.office)
    cast = transfers.TransferCast(around.case, around.worker, sender, sender)
    return transfers.may_be_asked(cast, transfer)


def verify(around: ChildFileCast, transfer: Transfer) -> None:
    """The other country confirmed the child's nationality."""
    sender = agencies.staff("supervisor", around.worker.office)
    cast = transfers.TransferCast(around.case, around.worker, sender, sender)
    transfers.verified(cast, transfer.to_country)


def request(
    around: ChildFileCast, transfer: Transfer, receiver: Staff | None = None
) -> TransferRequest:
    """A request, of the supervisor if it goes to a colleague of the other agency."""
    # Whoever sends the request is an author, and does not authorise.
    actor = agencies.staff("supervisor", around.worker.office) if receiver else around.worker
    asked = TransferRequest(
        file_id=around.file_id,
        transfer=transfer,
        channel="here" if receiver else "focal_point",
        sent_on=today(around),
        answer_by=today(around, 14),
        facts=[],
        consent=may_be_asked(around, transfer),
    )
    texts = {"needs": "Speaks Maithili.", "asks": "Can the aunt care for the child?"}
    with_texts(asked, shared="A girl of 14 who speaks Maithili.", **texts)
    with acting(actor):
        return requesting.send_request(request=asked, receiver=receiver, actor=actor)


def answer(actor: Staff, transfer: Transfer, code: str = "accepted", **more: Any) -> TransferAnswer:
    answered_on = actor.office.today()
    record = TransferAnswer(
        file_id=transfer.file_id, transfer=transfer, answer=code, answered_on=answered_on, **more
    )
    if code == "refused":
        record.refusal = "no_place"
    conditions = "No family was found." if code == "refused" else ""
    with_texts(record, answered_by="District office, social worker", conditions=conditions)
    with acting(actor):
        return preparing.record_answer(answer=record, actor=actor)


def place(actor: Staff, transfer: Transfer, visit_on: dt.date, **more: Any) -> ReceivingPlacement:
    usual = {"care": "relatives", "standing": "meets", "first_visit_on": visit_on}
    usual["visited_on"] = actor.office.today() - dt.timedelta(days=2)
    record = ReceivingPlacement(file_id=transfer.file_id, transfer=transfer, **(usual | more))
    with_texts(record, place="Aunt Maya Devi", worker="Asha Rao", visited_by="Asha Rao")
    for name in ("school_health", "support", "why_facility"):
        setattr(record, name, "")
    with acting(actor):
        return preparing.record_placement(placement=record, actor=actor)


def assess_safety(around: ChildFileCast, transfer: Transfer, result: str = "safe") -> None:
    for subject in SafetySubject:
        record = TransferSafetyAssessment(
            file_id=around.file_id,
            transfer=transfer,
            subject=subject,
            assessed_on=today(around),
            sources=["visit", "partner"],
            result=result,
        )
        with_texts(record, threats="None found.", measures="", assessor="Asha Rao, social worker")
        with acting(around.worker):
            preparing.record_safety(assessment=record, actor=around.worker)


def say(
    around: ChildFileCast,
    transfer: Transfer,
    wish: str = "goes",
    moment: str = "preparation",
    **texts: str,
) -> TransferView:
    asked_at = clock.now() - dt.timedelta(hours=2)
    record = TransferView(
        file_id=around.file_id, transfer=transfer, moment=moment, wish=wish, asked_at=asked_at
    )
    usual = {"words": "I want to see my aunt.", "why_not_asked": "", "reply": ""}
    with_texts(record, asked_by="Rina, in Maithili", **(usual | texts))
    with acting(around.worker):
        return preparing.record_view(view=record, actor=around.worker)


def list_papers(around: ChildFileCast, transfer: Transfer) -> list[TransferDocument]:
    papers = []
    for paper in REQUIRED_PAPERS:
        record = TransferDocument(
            file_id=around.file_id,
            transfer=transfer,
            stage="travel",
            paper=paper,
            state="held",
            form="original",
            valid_until=today(around, 60) if paper in DATED_PAPERS else None,
        )
        with_texts(record, issuer="District administration", note="")
        with acting(around.worker):
            papers.append(preparing.record_paper(paper=record, actor=around.worker))
    return papers


def plan_journey(around: ChildFileCast, transfer: Transfer, **more: Any) -> TransferJourney:
    usual = {
        "departs_at": at(around, 1, 8),
        "crosses_at": at(around, 1, 11),
        "arrives_at": at(around, 1, 15),
        "crossing": "land",
        "escort_choice": "chosen",
        "escort_screening": "screened",
        "language": "shared",
        "fitness": "fit",
        "child_told_on": today(around),
    }
    record = TransferJourney(file_id=around.file_id, transfer=transfer, **(usual | more))
    with_texts(
        record, escort="Rina Shah, agency, woman", route="By car", telephone="+977 1 000 000",
        care_on_way="Lunch", belongings="One bag, 500 rupees",
    )  # fmt: skip
    with acting(around.worker):
        return preparing.plan_journey(journey=record, actor=around.worker)


def decide(around: ChildFileCast, solution: str = "return") -> None:
    """A panel decided for this solution."""
    # Whoever decides on the determination does not authorise the transfer.
    decider = agencies.staff("supervisor", around.worker.office)
    found = best_interests.ready(around.case, around.worker, decider)
    best_interests.decide(found, decider, solution=solution, country="IND")


def base_on_agreement(around: ChildFileCast, transfer: Transfer) -> None:
    """Agreement and both national focal points."""
    columns = {
        "coordination": "agreement",
        "agreement": agreements.agreement(around.supervisor),
        "our_focal_point": agreements.focal_point(around.supervisor, "NPL"),
        "their_focal_point": agreements.focal_point(around.supervisor, "IND"),
    }
    with acting(around.worker):
        records.open_texts(transfer)
        preparing.change_transfer(
            transfer=transfer, columns=columns, version=transfer.version, actor=around.worker
        )


def accepted(around: ChildFileCast, receiver: Staff | None = None, **more: Any) -> Transfer:
    """A transfer that the other country accepted, with all that its authorisation needs."""
    return accepted_of(around, considered(around, **more), receiver)


def accepted_of(
    around: ChildFileCast, transfer: Transfer, receiver: Staff | None = None
) -> Transfer:
    """A considered transfer, accepted and with all that its authorisation needs."""
    screen(around)
    base_on_agreement(around, transfer)
    request(around, transfer, receiver)
    answer(receiver or around.worker, transfer)
    place(receiver or around.worker, transfer, today(around, 2))
    verify(around, transfer)
    decide(around)
    assess_safety(around, transfer)
    say(around, transfer)
    list_papers(around, transfer)
    plan_journey(around, transfer)
    return transfer


def submit(around: ChildFileCast, transfer: Transfer) -> Transfer:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        return deciding.submit_transfer(transfer=found, version=found.version, actor=around.worker)


def authorise(around: ChildFileCast, transfer: Transfer) -> Transfer:
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        return deciding.authorise_transfer(
            transfer=found, version=found.version, actor=around.supervisor
        )


def depart(around: ChildFileCast, transfer: Transfer) -> Transfer:
    """The planned day has come: the child was asked again, and left."""
    left = clock.now()
    with role("maintenance"):
        times = dict.fromkeys(("departs_at", "crosses_at", "arrives_at"), left)
        TransferJourney.objects.filter(transfer=transfer).update(crossing="air", **times)
    say(around, transfer, moment="departure")
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        return travelling.record_departure(
            transfer=found, departed_at=left, version=found.version, actor=around.worker
        )


def hand_over(around: ChildFileCast, transfer: Transfer) -> TransferHandover:
    record = TransferHandover(
        file_id=around.file_id, handed_over_at=clock.now(), identity="both", presence=[]
    )
    with_texts(record, place="Bridge at Raxaul", given_by="Rina Shah", received_by="Asha Rao")
    for name in ("condition", "papers", "belongings", "words"):
        setattr(record, name, "")
    with acting(around.worker):
        record.transfer = Transfer.objects.get(pk=transfer.pk)
        return travelling.record_handover(handover=record, actor=around.worker)


def stored(record: Any) -> Any:
    """The record as the database has it."""
    with role("maintenance"):
        return type(record).objects.get(pk=record.pk)
