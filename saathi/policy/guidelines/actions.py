"""Actions on guidelines: the register kit with the rule of fixed content, and acknowledgement."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies.models import Staff
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.infra.reasons import Refused
from saathi.policy.guidelines import queries, rules
from saathi.policy.guidelines.models import Guideline, GuidelineReading
from saathi.policy.guidelines.rules import GuidelineFacts
from saathi.policy.guidelines.tables import GUIDELINES


class GuidelineRefused(Refused):
    """A guideline that cannot be saved or acknowledged; `reasons` say why."""


def add_guideline(*, values: Mapping[str, Any], is_proposed: bool, actor: Staff) -> Guideline:
    """Adds a guideline, as a draft or submitted; `GuidelineRefused` if something is missing."""
    _refuse_misfit(values)
    return actions.add_entry(GUIDELINES, values=values, is_proposed=is_proposed, actor=actor)


def change_guideline(
    *, seen: SeenEntry[Guideline], values: Mapping[str, Any], actor: Staff
) -> Guideline:
    """Changes a guideline that was never published; of others only the day of the next review."""
    _refuse_misfit(values)
    is_changed = any(getattr(seen.entry, name) != values[name] for name in queries.FIXED_FIELDS)
    was_published = queries.was_published(seen.entry)
    if reasons := rules.reasons_against_change(was_published=was_published, is_changed=is_changed):
        raise GuidelineRefused(reasons)
    return actions.change_entry(GUIDELINES, seen, values=values, actor=actor)


@transaction.atomic
def acknowledge_guideline(*, guideline: Guideline, actor: Staff) -> GuidelineReading:
    """Records that the actor has read a guideline in force; once is enough."""
    is_in_force = queries.is_in_force(guideline)
    if reasons := rules.reasons_against_reading(is_in_force=is_in_force):
        raise GuidelineRefused(reasons)
    earlier = GuidelineReading.objects.filter(guideline=guideline, recorded_by=actor.id).first()
    if earlier is not None:
        return earlier
    reading = GuidelineReading.objects.create(
        guideline=guideline, agency_id=actor.agency_id, recorded_by=actor.id
    )
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[reading.pk, guideline.pk],
        detail={"action": "guideline_read", "model": "guidelines.reading"},
    )
    return reading


def _refuse_misfit(values: Mapping[str, Any]) -> None:
    facts = GuidelineFacts(values["text"], values["link"], values["must_read"], values["read_by"])
    if reasons := rules.reasons_against_guideline(facts):
        raise GuidelineRefused(reasons)
