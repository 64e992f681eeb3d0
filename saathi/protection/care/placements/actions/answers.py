"""Compares the child's answer to a placement with the one that is stored."""

from collections.abc import Mapping
from typing import Any

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.care.placements import answer_rules, queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.models import Placement


def reasons_against_answer(
    placement: Placement, columns: Mapping[str, Any], actor: Staff
) -> tuple[Reason, ...]:
    """Why a change of a placement, opened with its new texts, cannot replace the child's answer."""
    stored = access.visible(actor, Placement).get(pk=placement.pk)
    if stored.view != codes.PlacementView.OBJECTS:
        return ()
    records.open_texts(stored)
    return answer_rules.reasons_against_new_answer(
        codes.PlacementView.OBJECTS,
        codes.PlacementView(columns.get("view", stored.view)),
        keeps_words=placement.child_words.startswith(stored.child_words.strip()),
        is_waiting=stored.state in queries.OPEN_PROPOSALS,
    )
