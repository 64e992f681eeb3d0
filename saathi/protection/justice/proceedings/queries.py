"""Reads proceedings for their pages, the limits of a country's procedure, and what an approval asks."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.configuration_rules import JUSTICE_TARGETS
from saathi.agencies.models import Configuration, Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.infra import clock
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ServiceKind
from saathi.protection.justice.proceedings import rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    Hearing,
    PresentationRequest,
    Proceeding,
    ProceedingStep,
)


def latest_decision(staff: Staff, proceeding: Proceeding) -> ChildTestimonyDecision | None:
    """The child's latest decision in a proceeding; an earlier one does not return if it is withdrawn."""
    return (
        access.visible(staff, ChildTestimonyDecision)
        .filter(proceeding=proceeding)
        .order_by("-decided_on", "-recorded_at")
        .first()
    )


def count_tellings(staff: Staff, file_id: UUID) -> int:
    """How often the child has told what happened, in all proceedings of the file."""
    found = access.visible(staff, Hearing).filter(file_id=file_id)
    return rules.times_told(found.values_list("state", "mode", "times_told"))


def presentation_facts(request: PresentationRequest, staff: Staff) -> rules.PresentationFacts:
    """What decides on a request now: the latest decision of the child, and how often they told it."""
    decision = latest_decision(staff, request.proceeding)
    told = max(request.told_before, count_tellings(staff, request.file_id))
    return rules.PresentationFacts(
        answer=codes.TestimonyAnswer(decision.answer) if decision else None,
        is_withdrawn=decision is not None and decision.withdrawn_on is not None,
        pressure=decision.pressure if decision else (),
        told_before=told,
        reason_code=codes.TellingReason(request.reason_code),
        is_own=request.recorded_by == staff.id,
        state=codes.PresentationState(request.state),
    )


def limits_of(countries: Iterable[str]) -> dict[str, dict[str, int]]:
    """The limits of each country's procedure today; the usual ones where it sets none."""
    wanted = set(countries)
    limits = {country: dict(rules.DEFAULT_LIMITS) for country in wanted}
    versions = Configuration.objects.filter(
        kind=ConfigurationKind.PROCEDURE,
        country__in=wanted,
        valid_from__lte=clock.now().date(),  # ast-grep-ignore: no-utc-date - of several countries
    ).order_by("country", "valid_from", "version")
    for country, body in versions.values_list("country", "body"):
        limits[country] = dict(rules.DEFAULT_LIMITS) | _targets(body)
    return limits


def _targets(body: Mapping[str, Any]) -> dict[str, int]:
    return {
        name.removeprefix("justice_"): body[name]
        for name in JUSTICE_TARGETS
        if isinstance(body.get(name), int)
    }


def stages_of(steps: Iterable[ProceedingStep]) -> list[rules.StageReached]:
    """The stages that these steps record."""
    return [
        rules.StageReached(codes.ProceedingStage(step.stage), step.reached_on) for step in steps
    ]


def legal_referrals(staff: Staff, file_id: UUID) -> list[Referral]:
    """The referrals to legal help that the reader may read, the latest first."""
    found = access.visible(staff, Referral).filter(file_id=file_id, kind=ServiceKind.LEGAL)
    return list(found.select_related("service").order_by("-offered_on", "-recorded_at")[:20])
