"""Records measures under the law of a country, and how far they have come (XBR-011)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.returns.transfers import measure_rules
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import LegalMeasure
from saathi.protection.returns.transfers.vocabulary import LegalMeasureKind, MeasureState


@transaction.atomic
def record_measure(*, measure: LegalMeasure, actor: Staff) -> LegalMeasure:
    """Records what one country's law gives the child; `TransferRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, measure)
    _require_whole(measure)
    return writing.add(measure, actor=actor)


@transaction.atomic
def change_measure(
    *, measure: LegalMeasure, columns: Mapping[str, Any], version: int, actor: Staff
) -> LegalMeasure:
    """Changes a measure, which has its new texts; the earlier version is kept. `TransferRefused`."""
    access.require(actor, Permission.WORK_ON_CASE, measure)
    for name, value in columns.items():
        setattr(measure, name, value)
    _require_whole(measure)
    return writing.change(
        measure, actor=actor, version=version, payload=payload_of(measure), **columns
    )


def _require_whole(measure: LegalMeasure) -> None:
    reasons = measure_rules.reasons_against_measure(
        measure_rules.MeasureFacts(
            kind=LegalMeasureKind(measure.kind),
            state=MeasureState(measure.state),
            as_of=measure.as_of,
            next_on=measure.next_on,
            amount=measure.amount,
            account=measure.account,
            note=measure.note,
        )
    )
    if reasons:
        raise TransferRefused(reasons)
