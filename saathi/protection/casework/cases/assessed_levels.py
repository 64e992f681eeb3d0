"""The current level of each domain, from all assessments of a case that a reader may read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.request_cache import get_cached
from saathi.protection.casework.cases.assessment_rules import AssessedLevel, latest_levels
from saathi.protection.casework.cases.models import Assessment
from saathi.protection.casework.cases.vocabulary import Facet, NeedState
from saathi.web.components import LabelledValue, join_facts

_ORDER = (
    NeedState.URGENT,
    NeedState.NEED,
    NeedState.STRENGTH,
    NeedState.NO_NEED,
    NeedState.NOT_KNOWN,
    NeedState.DO_NOT_ASK,
)
MAX_WISHES = 3  # a short assessment may have none
type Levels = Mapping[Facet, AssessedLevel[Assessment]]


def list_levels(case_id: UUID, staff: Staff) -> Levels:
    """The level of each assessed domain of a case; empty if `staff` may not read assessments."""
    return latest_levels((row, row.facets) for row in list_assessments(case_id, staff))


def list_assessments(case_id: UUID, staff: Staff) -> list[Assessment]:
    """The assessments of a case, newest first; queried once per request."""

    def load() -> list[Assessment]:
        assessments = access.visible(staff, Assessment).filter(case_id=case_id)
        return list(assessments.order_by("-assessed_on", "-recorded_at"))

    return get_cached(("assessments of case", case_id, staff.pk), load)


def list_sources(levels: Levels) -> list[Assessment]:
    """The assessments that the levels come from, each once."""
    return list({level.source.pk: level.source for level in levels.values()}.values())


def level_values(levels: Levels) -> dict[Facet, LabelledValue]:
    """Each level with its day of assessment and the text written then; urgent needs first."""
    opened = records.open_texts_of_each(list_sources(levels))
    ordered = sorted(levels.items(), key=lambda known: _ORDER.index(known[1].state))
    return {domain: _level_value(domain, level, opened) for domain, level in ordered}


def _level_value(
    domain: Facet, level: AssessedLevel[Assessment], opened: Mapping[UUID, Any]
) -> LabelledValue:
    texts = opened.get(level.source.pk, {}).get("facets", {})
    facts = [date_format(level.source.assessed_on, "j F Y"), texts.get(domain.value, "")]
    return LabelledValue(domain.label, level.state.label, note=join_facts(filter(None, facts)))


def latest_wishes(case_id: UUID, staff: Staff) -> tuple[Assessment, str] | None:
    """The child's wishes in the latest assessment that has some; None if `staff` may read none."""
    rows = [row for row in list_assessments(case_id, staff) if row.sealed][:MAX_WISHES]
    opened = records.open_texts_of_each(rows)
    for row in rows:
        if wishes := opened.get(row.pk, {}).get("wishes"):
            return row, wishes
    return None
