"""Proceedings, decisions on testimony and hearings, through the actions; called while acting as the actor."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.policy.courts.models import SpecialCourt
from saathi.protection.casework.cases.models import Case
from saathi.protection.justice.proceedings import models
from saathi.protection.justice.proceedings.actions import hearings, recording, testimony
from saathi.protection.justice.proceedings.actions import rights as actions_of_rights

DAY = dt.date(2026, 3, 2)


def proceeding(case: Case, actor: Staff, **fields: Any) -> models.Proceeding:
    """Criminal proceedings in India, at the stage of the investigation."""
    usual = {"kind": "criminal", "country": "IND", "court_kind": "child_friendly"}
    stage = fields.pop("stage", "investigation")
    on = fields.pop("reached_on", DAY)
    result = fields.pop("result", "")
    record = models.Proceeding(file_id=case.file_id, child=case.child, **(usual | fields))
    record.court, record.number = "Special Court, Siliguri", "77/2026"
    first = models.ProceedingStep(file_id=case.file_id, stage=stage, reached_on=on, result=result)
    return recording.open_proceeding(proceeding=record, step=first, actor=actor)


def step(of: models.Proceeding, actor: Staff, stage: str, on: dt.date, result: str = "") -> None:
    """A further stage."""
    record = models.ProceedingStep(
        file_id=of.file_id, proceeding=of, stage=stage, reached_on=on, result=result
    )
    recording.add_step(step=record, actor=actor)


def accused(of: models.Proceeding, actor: Staff, **fields: Any) -> models.Accused:
    """An accused person who is not in the file."""
    record = models.Accused(file_id=of.file_id, proceeding=of, **({"whereabouts": "bail"} | fields))
    if record.alleged_id is None:
        record.name = "Raju Singh"
    return recording.add_accused(accused=record, actor=actor)


def charge(of: models.Accused, actor: Staff, **fields: Any) -> models.Charge:
    """A charge that is not decided."""
    usual = {"offence": "trafficking", "charged_on": DAY, "outcome": "pending"}
    record = models.Charge(file_id=of.file_id, accused=of, **(usual | fields))
    return recording.add_charge(charge=record, actor=actor)


def decision(
    of: models.Proceeding, case: Case, actor: Staff, answer: str = "wants", **fields: Any
) -> models.ChildTestimonyDecision:
    """A decision of the child, explained by the legal representative."""
    usual = {
        "decided_on": DAY,
        "explained_by": "representative",
        "explained_how": ["conversation"],
        "language": "ne",
        "understanding": ["own_words"],
        "fears": ["none"],
        "pressure": ["none"],
    }
    record = models.ChildTestimonyDecision(
        file_id=of.file_id, proceeding=of, answer=answer, **(usual | fields)
    )
    record.child_words = "I will tell the judge."
    if answer == "conditions":
        record.conditions = "Not in front of him."
    return testimony.add_decision(decision=record, case=case, actor=actor)


def asked(
    of: models.Proceeding, actor: Staff, reason_code: str = "", **fields: Any
) -> models.PresentationRequest:
    """A request to present the child for testimony."""
    usual = {"occasion": "testimony", "planned_on": DAY + dt.timedelta(days=30)}
    record = models.PresentationRequest(
        file_id=of.file_id, proceeding=of, reason_code=reason_code, **(usual | fields)
    )
    record.why = "The child wants the court to know."
    return testimony.request_presentation(request=record, actor=actor)


def hearing(
    of: models.Proceeding, actor: Staff, on: dt.date = DAY, **fields: Any
) -> models.Hearing:
    """A listed hearing for the testimony of the child."""
    usual = {"purpose": "child_evidence", "child_expected": "present"}
    record = models.Hearing(file_id=of.file_id, proceeding=of, listed_on=on, **(usual | fields))
    return hearings.list_hearing(hearing=record, actor=actor)


# In camera by video link, as it should be.
HELD: dict[str, Any] = {
    "child_part": "video",
    "public": "in_camera",
    "mode": "video_link",
    "in_room": ["judge", "support_person"],
    "questions": "judge",
    "questions_stopped": "none_asked",
    "breaks": "taken",
    "support": "chosen",
    "faced_accused": "no",
    "child_room": "yes",
    "times_told": None,
    "waited_minutes": None,
}


def held(of: models.Hearing, case: Case, actor: Staff, **columns: Any) -> models.Hearing:
    """The hearing as it was held."""
    return hearings.hold_hearing(
        hearing=of, case=case, columns=HELD | columns, version=of.version, actor=actor
    )


def finding(of: models.Proceeding, actor: Staff, **fields: Any) -> models.ComprehensionFinding:
    """A finding that the child understands and answers coherently."""
    usual = {
        "found_on": DAY,
        "found_by": "judge",
        "understood": "yes",
        "coherent": "with_support",
        "grounds": ["conversation"],
    }
    record = models.ComprehensionFinding(file_id=of.file_id, proceeding=of, **(usual | fields))
    return add_record(record=record, actor=actor)


def summons(of: models.Proceeding, actor: Staff, **fields: Any) -> models.Summons:
    """A summons by the court."""
    usual = {"source": "court", "subject": "testimony", "served_on": DAY}
    record = models.Summons(file_id=of.file_id, proceeding=of, **(usual | fields))
    return add_record(record=record, actor=actor)


def visit(of: models.Proceeding, actor: Staff) -> models.CourtVisit:
    """A preparation visit."""
    record = models.CourtVisit(
        file_id=of.file_id,
        proceeding=of,
        visited_on=DAY,
        seen=["courtroom"],
        knows_refusal="yes",
        knows_breaks="yes",
    )
    return add_record(record=record, actor=actor)


def rights(case: Case, actor: Staff) -> models.RightsExplanation:
    """An explanation of the child's rights."""
    record = models.RightsExplanation(
        file_id=case.file_id,
        child=case.child,
        explained_on=DAY,
        explained_by="representative",
        rights=["informed"],
        understood="yes",
    )
    return add_record(record=record, actor=actor)


def referral(of: models.Proceeding, court: SpecialCourt, actor: Staff) -> models.CourtReferral:
    """A request to move the proceeding to a court for children."""
    record = models.CourtReferral(file_id=of.file_id, proceeding=of, court=court, asked_on=DAY)
    return actions_of_rights.refer_proceeding(referral=record, actor=actor)
