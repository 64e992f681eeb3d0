"""Threats and protection measures, through the actions; called while acting as the actor."""

import datetime as dt
from typing import Any

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.justice.protection_measures import models, rules
from saathi.protection.justice.protection_measures.actions import measures, threats
from tests.roles import acting

DAY = dt.date(2026, 5, 1)


def threat(case: Case, actor: Staff, urgency: str = "soon", **fields: Any) -> models.Threat:
    """A call at night."""
    usual: dict[str, Any] = {
        "happened_on": DAY, "urgency": urgency, "targets": ["child"], "ways": ["phone"], "police": "no"
    }  # fmt: skip
    what = fields.pop("what", "A call at night.")
    record = models.Threat(file_id=case.file_id, child=case.child, **(usual | fields))
    record.what, record.child_words = what, "He knows my name."
    return threats.record_threat(threat=record, actor=actor)


def check(of: models.Threat, actor: Staff, safe_now: str = "yes", **fields: Any) -> Any:
    """A check of today: the child was seen."""
    today = actor.office.today()
    usual: dict[str, Any] = {
        "checked_on": today, "sources": ["seen"], "next_on": today + dt.timedelta(days=7)
    }  # fmt: skip
    seen = fields.pop("seen", "The child sleeps and goes to school.")
    record = models.ThreatCheck(
        file_id=of.file_id, threat=of, safe_now=safe_now, **(usual | fields)
    )
    record.checker, record.seen = "Case worker", seen
    return threats.check_threat(check=record, actor=actor)


WHY_OVER = "The caller was identified, and no call came for three months."


def ended_threat(
    of: models.Threat, actor: Staff, checker: Staff, reason: str = "given_up"
) -> models.Threat:
    """The threat as closed by the actor, after a check of today by another person."""
    with acting(checker):
        check(of, checker)
    of.refresh_from_db()
    return closed_threat(of, actor, reason)


def closed_threat(
    of: models.Threat, actor: Staff, reason: str = "given_up", note: str = WHY_OVER
) -> models.Threat:
    """The threat as closed today."""
    records.open_texts(of)
    of.end_note = note
    return threats.end_threat(
        threat=of, ended_on=actor.office.today(), reason=reason, version=of.version, actor=actor
    )


def requested(case: Case, actor: Staff, **fields: Any) -> models.ProtectionMeasure:
    """A request for an escort to court."""
    usual = {
        "kind": "escort", "authority_kind": "police", "requested_on": DAY, "child_view": "wants"
    }  # fmt: skip
    texts = {"authority": "District police", "note": ""} | fields.pop("texts", {})
    record = models.ProtectionMeasure(file_id=case.file_id, child=case.child, **(usual | fields))
    for name, text in texts.items():
        setattr(record, name, text)
    return measures.request_measure(measure=record, actor=actor)


def in_force(of: models.ProtectionMeasure, actor: Staff, review_in: int = 30) -> Any:
    """The measure as in force, with someone whom the child can call."""
    records.open_texts(of)
    of.call = "Lawyer, 0000 417"
    review_on = actor.office.today() + dt.timedelta(days=review_in)
    period = rules.ProtectionPeriod(DAY, None, review_on)
    return measures.start_measure(measure=of, period=period, version=of.version, actor=actor)


def ended(of: models.ProtectionMeasure, actor: Staff, reason: str = "expired") -> Any:
    """The measure as ended today."""
    records.open_texts(of)
    return measures.end_measure(
        measure=of, ended_on=actor.office.today(), reason=reason, version=of.version, actor=actor
    )


def review(of: models.ProtectionMeasure, actor: Staff, **fields: Any) -> models.ProtectionReview:
    """A review after which the measure continues."""
    today = actor.office.today()
    usual: dict[str, Any] = {
        "reviewed_on": today, "threat": "same", "effect": "partly", "child_view": "wants",
        "decision": "continue", "next_on": today + dt.timedelta(days=40),
    }  # fmt: skip
    records.open_texts(of)
    record = models.ProtectionReview(file_id=of.file_id, measure=of, **(usual | fields))
    record.note = "The child asks for an escort to school too."
    return measures.review_measure(review=record, actor=actor)
