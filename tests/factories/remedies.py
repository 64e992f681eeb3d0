"""Remedies, decisions, payments and control of money, through the actions; called while acting as the actor."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.justice.compensation import models
from saathi.protection.justice.compensation.actions import claims, measures

DAY = dt.date(2026, 5, 1)


def unsaved(case: Case, **fields: Any) -> models.LegalMeasure:
    """A claim for compensation in Nepal, not saved."""
    usual = {
        "country": "NPL",
        "kind": "compensation",
        "state": "claimed",
        "as_of": DAY,
        "next_on": DAY + dt.timedelta(days=31),
    }
    record = models.LegalMeasure(file_id=case.file_id, child_id=case.child_id, **(usual | fields))
    record.law, record.responsible = "Human Trafficking Act", "Legal aid office"
    return record


def measure(case: Case, actor: Staff, **fields: Any) -> models.LegalMeasure:
    """A claim for compensation in Nepal."""
    return measures.record_measure(measure=unsaved(case, **fields), actor=actor)


def decision(of: models.LegalMeasure, actor: Staff, **fields: Any) -> models.ClaimDecision:
    """A first decision that awards 50,000 rupees."""
    usual: dict[str, Any] = {
        "level": "first", "decided_on": DAY, "outcome": "granted", "payer": "state", "awarded": 50_000,
        "currency": "NPR", "pay_by": None, "appeal": "none", "appeal_by": None,
    }  # fmt: skip
    reason = fields.pop("reason", "")
    record = models.ClaimDecision(file_id=of.file_id, measure=of, **(usual | fields))
    record.authority, record.reason = "District court", reason
    return claims.add_decision(decision=record, actor=actor)


def payment(of: models.LegalMeasure, actor: Staff, paid: int, **fields: Any) -> Any:
    """A payment into a locked deposit."""
    usual = {"paid_on": DAY, "currency": "NPR", "recipient": "locked", "receipt": "seen"}
    record = models.CompensationPayment(
        file_id=of.file_id, measure=of, paid=paid, **(usual | fields)
    )
    record.account = "Bank, account 417"
    return claims.add_payment(payment=record, actor=actor)


def control(of: models.LegalMeasure, actor: Staff, **fields: Any) -> models.MoneyControl:
    """Control by the court, with a locked deposit."""
    usual: dict[str, Any] = {
        "since": DAY, "controller": "court", "safeguards": ["locked"], "risks": ["none"],
        "child_view": "agrees", "review_on": actor.office.today() + dt.timedelta(days=90),
    }  # fmt: skip
    note = fields.pop("note", "")
    if note and "review_on" not in fields:  # something is done about a risk
        usual["review_on"] = actor.office.today() + dt.timedelta(days=20)
    record = models.MoneyControl(file_id=of.file_id, measure=of, **(usual | fields))
    record.note = note
    return claims.add_control(control=record, actor=actor)
