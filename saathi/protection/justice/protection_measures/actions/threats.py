"""Records threats, action taken, checks and the end. A threat that happened is never refused."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.justice.protection_measures import queries, rules, threat_rules
from saathi.protection.justice.protection_measures.models import Threat, ThreatCheck
from saathi.protection.justice.protection_measures.vocabulary import (
    ThreatSafety,
    ThreatState,
    ThreatUrgency,
)

WORK = Permission.WORK_ON_CASE


class ThreatRefused(Refused):
    """An entry about a threat that contradicts itself, or says where the child is."""


@transaction.atomic
def record_threat(*, threat: Threat, actor: Staff) -> Threat:
    """Records a threat; the person accused, if staff, never reads it. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    threat.recorded_on = actor.office.today()
    threat.check_on = threat_rules.first_check_on(threat.urgency, threat.recorded_on)
    threat.alarm_urgency = threat.urgency
    threat.accused_staff = threat.alleged.accused_staff if threat.alleged else None
    return writing.add(threat, actor=actor)


@transaction.atomic
def change_threat(
    *, threat: Threat, columns: Mapping[str, Any], version: int, actor: Staff
) -> Threat:
    """Corrects a threat, which has its new texts; the earlier version is kept. `ThreatRefused`.

    A correction never ends the alarm: it goes on with the highest urgency until a check ends it.
    """
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    alleged = columns["alleged"]
    first = threat_rules.first_check_on(columns["urgency"], actor.office.today())
    sooner = min(threat.check_on, first) if threat.check_on else None
    # A link to staff is kept: whoever was once accused does not read it because of a correction.
    staff = alleged.accused_staff if alleged else None
    return writing.change(
        threat,
        actor=actor,
        version=version,
        payload=payload_of(threat),
        accused_staff=staff or threat.accused_staff,
        check_on=sooner,
        alarm_urgency=threat_rules.alarm_urgency_after_edit(
            threat.alarm_urgency, columns["urgency"], threat.safe_since
        ),
        **columns,
    )


@transaction.atomic
def record_response_to_threat(
    *, threat: Threat, answered_on: dt.date, police: str, version: int, actor: Staff
) -> Threat:
    """Records the action taken, which is in the texts of the threat. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    _require_words(threat, {"response": threat.response})
    _refuse(
        rules.reasons_against_answering(
            state=ThreatState(threat.state),
            happened_on=threat.happened_on,
            answered_on=answered_on,
            response=threat.response,
        )
    )
    return writing.change(
        threat,
        actor=actor,
        version=version,
        payload=payload_of(threat),
        state=ThreatState.ANSWERED,
        answered_on=answered_on,
        police=police,
    )


@transaction.atomic
def check_threat(*, check: ThreatCheck, actor: Staff) -> ThreatCheck:
    """Records a check whether the child is safe, and when the next one is. `ThreatRefused`.

    The database then sets what the threat says of it, and the reminder of the next check.
    """
    access.require(actor, WORK, check)
    threat = check.threat
    _refuse(rules.reasons_against_places(queries.texts_of(check), _places(threat, actor)))
    facts = threat_rules.ThreatCheckFacts(
        state=ThreatState(threat.state),
        happened_on=threat.happened_on,
        checked_on=check.checked_on,
        safe_now=ThreatSafety(check.safe_now),
        sources=check.sources,
        next_on=check.next_on,
    )
    _refuse(threat_rules.reasons_against_check(facts, actor.office.today()))
    if facts.safe_now == ThreatSafety.YES:  # this may end the alarm; the others are never refused
        _require_words(threat, {"seen": check.seen})
        is_immediate = _is_immediate(threat)
        _refuse(threat_rules.reasons_against_checker(check.checker, is_immediate=is_immediate))
    return writing.add(check, actor=actor)


@transaction.atomic
def end_threat(
    *, threat: Threat, ended_on: dt.date, reason: str, version: int, actor: Staff
) -> Threat:
    """Closes a threat that a check found over, as a second person; `ThreatRefused` with reasons."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    latest = queries.latest_check(actor, threat)
    closing = threat_rules.ThreatClosing(
        state=ThreatState(threat.state),
        happened_on=threat.happened_on,
        ended_on=ended_on,
        reason=reason,
        end_note=threat.end_note,
        is_confirmed_safe=threat.safe_since is not None,
        is_reporter=threat.recorded_by == actor.id,
        is_checker=latest is not None and latest.recorded_by == actor.id,
        has_other=queries.has_active_threat(actor, threat.child_id, other_than=threat.pk),
    )
    _refuse(threat_rules.reasons_against_closing_threat(closing))
    return writing.change(
        threat,
        actor=actor,
        version=version,
        payload=payload_of(threat),
        state=ThreatState.ENDED,
        ended_on=ended_on,
        end_reason=reason,
        check_on=None,
    )


@transaction.atomic
def reopen_threat(*, threat: Threat, version: int, actor: Staff) -> Threat:
    """Records that an ended threat is active again; it needs action anew. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    if threat.state != ThreatState.ENDED:
        raise ThreatRefused(rules.NOT_ENDED)
    return writing.change(
        threat,
        actor=actor,
        version=version,
        state=ThreatState.OPEN,
        answered_on=None,
        ended_on=None,
        end_reason="",
        check_on=threat_rules.first_check_on(threat.urgency, actor.office.today()),
    )


def _is_immediate(threat: Threat) -> bool:
    return ThreatUrgency.IMMEDIATE in {threat.urgency, threat.alarm_urgency}


def _require_words(threat: Threat, texts: Mapping[str, str]) -> None:
    is_immediate = _is_immediate(threat)
    _refuse(threat_rules.reasons_against_short_texts(is_immediate=is_immediate, texts=texts))


def _require_no_place(threat: Threat, actor: Staff) -> None:
    _refuse(rules.reasons_against_places(queries.texts_of(threat), _places(threat, actor)))


def _places(threat: Threat, actor: Staff) -> list[str]:
    return queries.places_of(threat.child, actor)


def _refuse(reasons: Any) -> None:
    if reasons:
        raise ThreatRefused(tuple(reasons))
