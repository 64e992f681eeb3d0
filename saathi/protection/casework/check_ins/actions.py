"""Starts a lone worker's visit, postpones its end, and records that the worker is safe."""

import datetime as dt

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.protection.casework.check_ins import rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState


class CheckInRefused(Refused):
    """A check-in that this person cannot end or postpone; `reasons` give the codes."""


@transaction.atomic
def start_visit(*, check_in: CheckIn, minutes: int, actor: Staff) -> CheckIn:
    """Records that the actor is now visiting alone and is expected back after `minutes`."""
    access.require(actor, Permission.WORK_ON_CASE, check_in)
    check_in.expected_end = clock.now() + dt.timedelta(minutes=minutes)
    return writing.add(check_in, actor=actor)


@transaction.atomic
def record_safe(*, check_in: CheckIn, actor: Staff) -> CheckIn:
    """The worker checks in, or a supervisor records that the worker was reached and is safe."""
    access.require(actor, Permission.WORK_ON_CASE, check_in)
    is_own = check_in.recorded_by == actor.pk
    _check(check_in, actor)
    state = CheckInState.SAFE if is_own else CheckInState.REACHED
    return writing.change(check_in, actor=actor, state=state, ended_at=clock.now())


@transaction.atomic
def put_off_end(*, check_in: CheckIn, actor: Staff) -> CheckIn:
    """Postpones the end by half an hour; supervisors are alerted again if that passes."""
    access.require(actor, Permission.WORK_ON_CASE, check_in)
    _check(check_in, actor)
    end = rules.extended_end(check_in.expected_end, clock.now())
    return writing.change(
        check_in, actor=actor, expected_end=end, alerted_at=None, alerted_level=None
    )


def _check(check_in: CheckIn, actor: Staff) -> None:
    reasons = rules.reasons_against_check_in(
        CheckInState(check_in.state),
        is_own=check_in.recorded_by == actor.pk,
        supervises=access.has_permission(actor, Permission.APPROVE),
    )
    if reasons:
        raise CheckInRefused(reasons)
