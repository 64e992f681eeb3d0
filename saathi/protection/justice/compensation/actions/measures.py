"""Records measures under the law of a country, and how far they have come (XBR-011, JUS-012)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.justice.compensation import queries, rules
from saathi.protection.justice.compensation.models import LegalMeasure
from saathi.protection.justice.compensation.vocabulary import LegalMeasureKind, MeasureState


class RemedyRefused(Refused):
    """An entry about a remedy that contradicts itself or another."""


@transaction.atomic
def record_measure(*, measure: LegalMeasure, actor: Staff) -> LegalMeasure:
    """Records what one country's law gives the child; `RemedyRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, measure)
    _require_whole(measure, was=None, actor=actor)
    return writing.add(measure, actor=actor)


@transaction.atomic
def change_measure(
    *, measure: LegalMeasure, columns: Mapping[str, Any], version: int, actor: Staff
) -> LegalMeasure:
    """Changes a measure, which has its new texts; the earlier version is kept. `RemedyRefused`."""
    access.require(actor, Permission.WORK_ON_CASE, measure)
    was = MeasureState(measure.state)
    for name, value in columns.items():
        setattr(measure, name, value)
    _require_whole(measure, was=was, actor=actor)
    return writing.change(
        measure, actor=actor, version=version, payload=payload_of(measure), **columns
    )


def _require_whole(measure: LegalMeasure, *, was: MeasureState | None, actor: Staff) -> None:
    by_payments = queries.state_by_payments(actor, measure) if was else None
    reasons = rules.reasons_against_measure(
        rules.MeasureFacts(
            kind=LegalMeasureKind(measure.kind),
            state=MeasureState(measure.state),
            as_of=measure.as_of,
            next_on=measure.next_on,
            amount=measure.amount,
            note=measure.note,
            was=was,
            by_payments=by_payments,
            has_award=was is not None and queries.has_award(actor, measure),
            is_award_latest=was is not None and queries.is_award_latest(actor, measure),
        )
    )
    if reasons:
        raise RemedyRefused(reasons)
