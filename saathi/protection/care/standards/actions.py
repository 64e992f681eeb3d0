"""Actions on minimum standards; each keeps the previous content and is logged."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.reasons import Refused
from saathi.protection.care.standards import rules
from saathi.protection.care.standards.models import StandardSet, StandardSetVersion
from saathi.protection.care.standards.rules import Criterion
from saathi.protection.care.standards.tables import model_criteria
from saathi.protection.care.standards.vocabulary import (
    STANDARDS_RETURNED_NOTICE,
    STANDARDS_WAIT_NOTICE,
    StandardStanding,
)

STANDARDS: Final = RegisterTables(
    name="standards.set",
    model=StandardSet,
    versions=StandardSetVersion,
    permission=Permission.KEEP_FACILITIES,
    key_fields=("name", "edition"),
    unique_constraint="standards_set_once",
    waiting_notice=STANDARDS_WAIT_NOTICE,
    returned_notice=STANDARDS_RETURNED_NOTICE,
)
MODEL_NAME, MODEL_EDITION = "Saathi model set of minimum standards", "0.2"


class StandardSetRefused(Refused):
    """The facts of a set do not fit together, or its criteria are fixed; `reasons` say which."""


def add_standards(*, values: Mapping[str, Any], is_proposed: bool, actor: Staff) -> StandardSet:
    """Adds a set, as a draft or submitted; `StandardSetRefused` if its facts do not fit.

    A set without criteria can be saved as a draft and not be submitted.
    """
    _refuse_misfit(values, actor)
    if is_proposed:
        _refuse_unpublishable(values.get("criteria", []))
    return actions.add_entry(STANDARDS, values=values, is_proposed=is_proposed, actor=actor)


def change_standards(
    *, seen: SeenEntry[StandardSet], values: Mapping[str, Any], actor: Staff
) -> StandardSet:
    """Changes what a set says about itself; refused as in `add_standards`."""
    _refuse_misfit(values, actor)
    return actions.change_entry(STANDARDS, seen, values=values, actor=actor)


def change_criteria(
    *, seen: SeenEntry[StandardSet], criteria: Sequence[Criterion], actor: Staff
) -> StandardSet:
    """Replaces the criteria of a set that was never published; else `StandardSetRefused`."""
    if was_published(seen.entry):
        raise StandardSetRefused((rules.FIXED,))
    values = {"criteria": [item.to_json() for item in rules.in_domain_order(criteria)]}
    return actions.change_entry(
        STANDARDS, seen, values=values, actor=actor, action="criteria_changed"
    )


def was_published(entry: StandardSet) -> bool:
    """Whether a second person ever published the set: inspections may refer to its criteria."""
    earlier = StandardSetVersion.objects.filter(
        standard_set=entry, body__state=EntryState.PUBLISHED.value
    )
    return entry.published_at is not None or earlier.exists()


def add_model_set(*, actor: Staff) -> StandardSet:
    """Adds the Saathi model set as a draft of the actor's agency.

    `EntryAlreadyListed` if the agency has it.
    """
    values = {
        "name": MODEL_NAME,
        "edition": MODEL_EDITION,
        "country": "",
        "standing": StandardStanding.PROPOSAL.value,
        "in_force_from": None,
        "about": (
            "A proposal for discussion. Numbers such as ratios, areas and days are proposals; a "
            "national set replaces them."
        ),
        "source": "",
        "review_on": None,
        "criteria": [item.to_json() for item in model_criteria()],
    }
    return add_standards(values=values, is_proposed=False, actor=actor)


def _refuse_misfit(values: Mapping[str, Any], actor: Staff) -> None:
    reasons = rules.reasons_against_set(
        values["standing"], values["source"], values["in_force_from"]
    ) + rules.reasons_against_country(
        values["country"], values["standing"], agency_country=actor.agency.country
    )
    if reasons:
        raise StandardSetRefused(reasons)


def _refuse_unpublishable(stored: Sequence[Mapping[str, Any]]) -> None:
    if reasons := rules.reasons_against_publishing([Criterion.from_json(item) for item in stored]):
        raise StandardSetRefused(reasons)


def propose_standards(*, changed: StandardSet, actor: Staff) -> StandardSet:
    """Submits a set for publication; `StandardSetRefused` if it has no criteria."""
    _refuse_unpublishable(changed.criteria)
    return actions.propose_changed(STANDARDS, changed, actor=actor)
