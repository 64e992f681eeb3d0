"""A tracing step by step, through the actions, for the tests of its later steps."""

import datetime as dt
from typing import Any

from saathi.protection.casework.cases.models import Due
from saathi.protection.returns.tracing.actions import families, reunifications, searches
from saathi.protection.returns.tracing.models import (
    ChildTracingView,
    FamilyContact,
    HomeAssessment,
    RelationshipVerification,
    Reunification,
    TracingRequest,
    VerificationItem,
)
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests
from tests.roles import acting, role


def today(around: ChildFileCast, days: int = 0) -> dt.date:
    return around.worker.office.today() + dt.timedelta(days=days)


def with_texts[RecordT](record: RecordT, **texts: str) -> RecordT:
    for name, text in texts.items():
        setattr(record, name, text)
    return record


def seek(
    around: ChildFileCast, opened_on: dt.date | None = None, relation: str = "mother"
) -> TracingRequest:
    """A search for the mother, or another person."""
    request = TracingRequest(
        file_id=around.file_id,
        child_id=around.case.child_id,
        relation=relation,
        opened_on=opened_on or today(around),
    )
    with_texts(request, names="Maya Mahato\nमाया महतो", keep_from="The uncle")
    with acting(around.worker):
        return searches.open_request(request=request, actor=around.worker)


def answer(
    around: ChildFileCast,
    request: TracingRequest,
    wish: str = "wants",
    subject: str = "tracing",
    **more: Any,
) -> ChildTracingView:
    """What the child answered."""
    words = {name: more.pop(name, "") for name in ("child_words", "said_for_child")}
    usual = {"asked_on": today(around)} | more
    view = ChildTracingView(
        file_id=around.file_id, request=request, subject=subject, wish=wish, **usual
    )
    with_texts(view, **words)
    with acting(around.worker):
        return searches.record_view(view=view, actor=around.worker)


def verify(around: ChildFileCast, request: TracingRequest) -> RelationshipVerification:
    """A verification of the mother by answers that agree, confirmed by the supervisor."""
    verification = begin(around, request)
    for number in range(3):
        ask(around, verification, question=f"Question {number}")
    submit(around, verification)
    with acting(around.supervisor):
        stored = RelationshipVerification.objects.get(pk=verification.pk)
        return families.confirm_finding(
            verification=stored, version=stored.version, actor=around.supervisor
        )


def begin(around: ChildFileCast, request: TracingRequest) -> RelationshipVerification:
    verification = RelationshipVerification(
        file_id=around.file_id,
        request=request,
        relation="mother",
        began_on=today(around),
        methods=["questions"],
        child_worker=around.worker,
        recognises="yes",
    )
    with_texts(verification, name="Maya Mahato", other_worker="Ms Rai, district office")
    with acting(around.worker):
        return families.save_verification(verification=verification, actor=around.worker)


def ask(
    around: ChildFileCast,
    verification: RelationshipVerification,
    match: str = "agrees",
    question: str = "Colour of the door",
) -> VerificationItem:
    item = VerificationItem(
        file_id=around.file_id, verification=verification, match=match, use="kept_back"
    )
    with_texts(item, question=question, child_answer="Blue door", family_answer="It is blue")
    with acting(around.worker):
        return families.save_item(item=item, actor=around.worker)


def submit(around: ChildFileCast, verification: RelationshipVerification) -> None:
    with_texts(verification, reasons="Both sides told the same.")
    with acting(around.worker):
        families.submit_finding(
            verification=verification,
            outcome="verified",
            version=verification.version,
            actor=around.worker,
        )


def assess(
    around: ChildFileCast, verification: RelationshipVerification, **more: Any
) -> HomeAssessment:
    """A home found suitable."""
    home = HomeAssessment(**home_values(around, verification) | more)
    with_texts(home, assessor="Ms Rai", conditions="School from June", reasons="Safe and wanted.")
    with acting(around.worker):
        return families.save_home(home=home, actor=around.worker)


def home_values(around: ChildFileCast, verification: RelationshipVerification) -> dict[str, Any]:
    return {
        "file_id": around.file_id,
        "verification": verification,
        "visited_on": today(around, -5),
        "visits": 2,
        "seen_alone": ["carer"],
        "family_part": "deceived",
        "factors": ["debt"],
        "violence": "none",
        "others_at_risk": "no",
        "alleged_near": "no",
        "result": "suitable",
    }


def agree_best_interests(around: ChildFileCast) -> None:
    """A supervisor agrees that the return is in the child's best interests."""
    best_interests.agreed_assessment(
        around.case, around.worker, around.supervisor, occasion="reunification"
    )


def propose(
    around: ChildFileCast, verification: RelationshipVerification, **more: Any
) -> Reunification:
    reunification = Reunification(
        file_id=around.file_id,
        child_id=around.case.child_id,
        verification=verification,
        **{"order_check": "none", "country": around.worker.office.country} | more,
    )
    with_texts(reunification, carer="Maya Mahato")
    with acting(around.worker):
        return reunifications.propose_return(reunification=reunification, actor=around.worker)


def ready(around: ChildFileCast) -> Reunification:
    """A proposal for which nothing is missing."""
    request = seek(around)
    answer(around, request)
    verification = verify(around, request)
    assess(around, verification)
    answer(around, request, subject="reunification")
    agree_best_interests(around)
    return propose(around, verification)


def arrange_contact(around: ChildFileCast) -> FamilyContact:
    """A call with the mother, verified, safe and wanted by the child."""
    request = seek(around)
    answer(around, request)
    verification = verify(around, request)
    assess(around, verification)
    answer(around, request, subject="contact")
    contact = FamilyContact(
        file_id=around.file_id,
        verification=verification,
        step="call",
        contact_on=today(around),
        made_through="ours",
        officials="none",
        safety="safe",
    )
    with acting(around.worker):
        return families.add_contact(contact=contact, actor=around.worker)


def approve_return(around: ChildFileCast) -> Reunification:
    """A return for which nothing is missing, approved by the supervisor."""
    proposed = ready(around)
    with acting(around.supervisor):
        opened = Reunification.objects.get(pk=proposed.pk)
        return reunifications.approve_return(
            reunification=opened, version=opened.version, actor=around.supervisor
        )


def stored[RecordT](record: Any) -> Any:
    """The record as the database has it."""
    with role("maintenance"):
        return type(record).objects.get(pk=record.pk)


def latest(model: Any) -> Any:
    """The record that was added last."""
    with role("maintenance"):
        return model.objects.latest("recorded_at")


def duties(around: ChildFileCast, duty: str) -> list[Any]:
    """The days of the open duties of a kind."""
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, duty=duty, done_on=None)
        return list(dues.values_list("due_on", flat=True))
