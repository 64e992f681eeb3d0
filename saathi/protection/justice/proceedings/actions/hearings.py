"""Records hearings: listed, arranged, adjourned, held. What breached a safeguard raises an alert."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.actions import (
    BrokenSafeguardInput,
    record_broken_safeguard,
)
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import Safeguard, SafeguardBreaker
from saathi.protection.justice.proceedings import agreement_rules, queries, rules, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.actions.summonses import notify_protectors
from saathi.protection.justice.proceedings.models import Hearing
from saathi.protection.justice.proceedings.testimony_rules import HearingPlan

WORK = Permission.WORK_ON_CASE
_PLAN = frozenset({"listed_on", "purpose", "child_expected", "transport_arranged"})


class HearingRefused(Refused):
    """An entry about a hearing that contradicts itself or another."""


@transaction.atomic
def list_hearing(*, hearing: Hearing, actor: Staff) -> Hearing:
    """Lists a hearing; its duties follow in the database.

    `HearingRefused` if the child is to testify there without agreeing, and is not summoned.
    """
    access.require(actor, WORK, hearing)
    _require_agreement(hearing, {}, actor)
    hearing.state = codes.HearingState.LISTED
    return writing.add(hearing, actor=actor)


@transaction.atomic
def change_hearing(
    *, hearing: Hearing, columns: Mapping[str, Any], version: int, actor: Staff
) -> Hearing:
    """Changes what is planned, or the arrangements, of an opened hearing with its new texts."""
    access.require(actor, WORK, hearing)
    if hearing.state == codes.HearingState.LISTED and not _PLAN.isdisjoint(columns):
        _require_agreement(hearing, columns, actor)
        _require_reason_for_purpose(hearing, columns, actor)
    texts = payload_of(hearing)
    return writing.change(hearing, actor=actor, version=version, payload=texts, **columns)


def _require_agreement(hearing: Hearing, columns: Mapping[str, Any], actor: Staff) -> None:
    """Refuses a plan for the child to testify after a "no"; a hearing of the past took place."""
    if columns.get("listed_on", hearing.listed_on) < actor.office.today():
        return
    new = {name: columns.get(name, getattr(hearing, name)) for name in _PLAN}
    if all(new[name] == getattr(hearing, name) for name in _PLAN) and columns:
        return  # only what helps the child changes, such as the support person
    plan = HearingPlan(new["purpose"], new["child_expected"], new["transport_arranged"])
    if reasons := queries.reasons_against_plan(actor, hearing.proceeding, plan):
        raise HearingRefused(reasons)


def _require_reason_for_purpose(hearing: Hearing, columns: Mapping[str, Any], actor: Staff) -> None:
    """Another name for a hearing at which the child was to testify has its reason."""
    is_agreed = queries.agreement_of(actor, hearing.proceeding).is_given
    reasons = testimony_rules.reasons_against_other_purpose(
        hearing.purpose,
        columns.get("purpose", hearing.purpose),
        is_agreed=is_agreed,
        note=hearing.purpose_note,
    )
    if reasons:
        raise HearingRefused(reasons)


@transaction.atomic
def cancel_hearing(*, hearing: Hearing, version: int, actor: Staff) -> Hearing:
    """Records that a listed hearing is cancelled; `HearingRefused` if it was held or adjourned."""
    access.require(actor, WORK, hearing)
    if hearing.state != codes.HearingState.LISTED:
        raise HearingRefused(rules.NOT_LISTED)
    state = codes.HearingState.CANCELLED
    return writing.change(hearing, actor=actor, version=version, state=state)


@transaction.atomic
def adjourn_hearing(
    *, hearing: Hearing, columns: Mapping[str, Any], version: int, actor: Staff
) -> Hearing | None:
    """Records an adjournment, and lists the next hearing if a date was set; returns that one."""
    access.require(actor, WORK, hearing)
    next_on, was = columns["next_on"], codes.HearingState(hearing.state)
    reasons = rules.reasons_against_adjournment(was, hearing.listed_on, next_on)
    if reasons:
        raise HearingRefused(reasons)

    writing.change(
        hearing,
        actor=actor,
        version=version,
        payload=payload_of(hearing),
        state=codes.HearingState.ADJOURNED,
        **columns,
    )
    if next_on is None or was == codes.HearingState.ADJOURNED:
        return None
    following = Hearing(
        file_id=hearing.file_id,
        proceeding_id=hearing.proceeding_id,
        listed_on=next_on,
        purpose=hearing.purpose,
        child_expected=hearing.child_expected,
        state=codes.HearingState.LISTED,
    )
    plan = HearingPlan(following.purpose, following.child_expected)
    if queries.reasons_against_plan(actor, hearing.proceeding, plan):
        following.child_expected = codes.ChildPart.NOT_KNOWN
    following.support_person = hearing.support_person
    return writing.add(following, actor=actor)


@transaction.atomic
def hold_hearing(
    *, hearing: Hearing, case: Case, columns: Mapping[str, Any], version: int, actor: Staff
) -> Hearing:
    """Records how a hearing was held; `HearingRefused` if the record contradicts itself.

    An open hearing with the child, and facing the accused, are safeguard violations: the leaders are
    notified, and an authority is to be notified today.
    """
    access.require(actor, WORK, hearing)
    state, today = codes.HearingState(hearing.state), actor.office.today()
    held = rules.HeldFacts(
        columns["child_part"],
        columns["public"],
        columns["mode"],
        columns["faced_accused"],
        columns["in_room"],
    )
    reasons = rules.reasons_against_recording(state, hearing.listed_on, today=today)
    if reasons := reasons + rules.reasons_against_held(held):
        raise HearingRefused(reasons)

    new: dict[str, Any] = dict(columns) | {"state": codes.HearingState.HELD}
    is_open = rules.is_open_with_child(held.child_part, held.public, held.in_room)
    if is_open and hearing.open_broken_id is None:
        new["open_broken"] = _alert(hearing, case, Safeguard.OPEN_COURT, actor)
    if held.faced_accused == codes.HearingAnswer.YES and hearing.faced_broken_id is None:
        new["faced_broken"] = _alert(hearing, case, Safeguard.FACED_ACCUSED, actor)
    _tell_if_compelled(hearing, case, columns["mode"], actor)
    texts = payload_of(hearing)
    return writing.change(hearing, actor=actor, version=version, payload=texts, **new)


def _tell_if_compelled(hearing: Hearing, case: Case, mode: str, actor: Staff) -> None:
    """Notifies who protects the child if the court heard the child without an agreement on that day."""
    agreement = queries.agreement_of(actor, hearing.proceeding, on=hearing.listed_on)
    was_heard = hearing.mode in codes.TOLD_AT_HEARING  # a correction tells nothing new
    if not was_heard and agreement_rules.is_compelled(agreement, mode=mode):
        notify_protectors(case, codes.TESTIMONY_COMPELLED_NOTICE, actor)


def _alert(hearing: Hearing, case: Case, safeguard: Safeguard, actor: Staff) -> BrokenSafeguard:
    data = BrokenSafeguardInput(
        safeguard,
        hearing.listed_on,
        done_by=SafeguardBreaker.COURT,
        texts={"what": hearing.note},
    )
    return record_broken_safeguard(case=case, data=data, actor=actor)
