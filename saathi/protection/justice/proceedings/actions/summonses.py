"""Records summonses of the child, and tells who protects the child of them and of compelled testimony."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, notices, writing
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.vocabulary import TeamRole
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.justice.proceedings import testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import Summons

WORK = Permission.WORK_ON_CASE


class SummonsRefused(Refused):
    """A summons whose dates contradict each other."""


@transaction.atomic
def add_summons(*, summons: Summons, case: Case, actor: Staff) -> Summons:
    """Records a summons, whatever the child decided; those who protect the child are notified.

    `SummonsRefused` if its dates contradict each other.
    """
    access.require(actor, WORK, summons)
    _require_dates(summons.served_on, summons.appear_on)
    writing.add(summons, actor=actor)
    notify_protectors(case, codes.CHILD_SUMMONED_NOTICE, actor)
    return summons


@transaction.atomic
def change_summons(
    *, summons: Summons, columns: Mapping[str, Any], version: int, actor: Staff
) -> Summons:
    """Corrects a summons, which has its new texts; the earlier version is kept. `SummonsRefused`."""
    access.require(actor, WORK, summons)
    _require_dates(columns["served_on"], columns["appear_on"])
    texts = payload_of(summons)
    return writing.change(summons, actor=actor, version=version, payload=texts, **columns)


def _require_dates(served_on: dt.date, appear_on: dt.date | None) -> None:
    if reasons := testimony_rules.reasons_against_summons(served_on, appear_on):
        raise SummonsRefused(reasons)


def notify_protectors(case: Case, kind: NoticeKind, actor: Staff) -> None:
    """Notifies supervisors, the case worker and the child's legal representatives."""
    notices.notify_supervisors(file_id=case.file_id, kind=kind, record=case.file_id, actor=actor)
    seats = access.visible(actor, Seat).filter(
        case=case, role=TeamRole.LEGAL_REPRESENTATIVE, staff__isnull=False, ended_on=None
    )
    representatives = set(seats.values_list("staff_id", flat=True))
    for staff_id in sorted({case.worker_id, *representatives}):
        notices.notify_staff(staff_id, kind=kind, record=case.file_id, actor=actor)
