"""Records threats, the action taken, and their end. A threat that happened is never refused."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.justice.protection_measures import queries, rules
from saathi.protection.justice.protection_measures.models import Threat
from saathi.protection.justice.protection_measures.vocabulary import ThreatState

WORK = Permission.WORK_ON_CASE


class ThreatRefused(Refused):
    """An entry about a threat that contradicts itself, or says where the child is."""


@transaction.atomic
def record_threat(*, threat: Threat, actor: Staff) -> Threat:
    """Records a threat; the person accused, if staff, never reads it. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    threat.recorded_on = actor.office.today()
    threat.accused_staff = threat.alleged.accused_staff if threat.alleged else None
    return writing.add(threat, actor=actor)


@transaction.atomic
def change_threat(
    *, threat: Threat, columns: Mapping[str, Any], version: int, actor: Staff
) -> Threat:
    """Corrects a threat, which has its new texts; the earlier version is kept. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    alleged = columns["alleged"]
    # A link to staff is kept: whoever was once accused does not read it because of a correction.
    staff = alleged.accused_staff if alleged else None
    return writing.change(
        threat,
        actor=actor,
        version=version,
        payload=payload_of(threat),
        accused_staff=staff or threat.accused_staff,
        **columns,
    )


@transaction.atomic
def record_response_to_threat(
    *, threat: Threat, answered_on: dt.date, police: str, version: int, actor: Staff
) -> Threat:
    """Records the action taken, which is in the texts of the threat. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
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
def end_threat(*, threat: Threat, ended_on: dt.date, version: int, actor: Staff) -> Threat:
    """Records that it is no longer a threat; the reason is in its texts. `ThreatRefused`."""
    access.require(actor, WORK, threat)
    _require_no_place(threat, actor)
    _refuse(
        rules.reasons_against_ending_threat(
            state=ThreatState(threat.state),
            happened_on=threat.happened_on,
            ended_on=ended_on,
            end_note=threat.end_note,
        )
    )
    return writing.change(
        threat,
        actor=actor,
        version=version,
        payload=payload_of(threat),
        state=ThreatState.ENDED,
        ended_on=ended_on,
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
    )


def _require_no_place(threat: Threat, actor: Staff) -> None:
    places = queries.places_of(threat.child, actor)
    _refuse(rules.reasons_against_places(queries.texts_of(threat), places))


def _refuse(reasons: Any) -> None:
    if reasons:
        raise ThreatRefused(tuple(reasons))
