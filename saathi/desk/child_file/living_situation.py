"""Where the child lives by the latest placement, contact after a return, or return, with its date."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.desk import wording
from saathi.infra.query_columns import rows_column
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.queries import LIVED
from saathi.protection.care.placements.vocabulary import PlacementEnd, PlacementKind
from saathi.protection.casework.reintegration.models import MonitoringContact, Reintegration
from saathi.protection.casework.reintegration.vocabulary import (
    LivingSituation,
    PlannedContactState,
)
from saathi.web.components import LabelledValue


def living_columns(rights: FileRights) -> dict[str, Any]:
    """The latest record of each kind, as columns of the query for the child; none without the right."""
    columns: dict[str, Any] = {}
    if rights.may_read(Placement.section):
        placed = rights.records(Placement).filter(state__in=LIVED)
        columns["last_placements"] = rows_column(
            placed.order_by("-started_on", "-recorded_at")[:1],
            kind="kind",
            started_on="started_on",
            ended_on="ended_on",
            end_reason="end_reason",
        )
    if rights.may_read(MonitoringContact.section):
        held = rights.records(MonitoringContact).filter(state=PlannedContactState.HELD)
        columns["last_contacts"] = rows_column(
            held.exclude(lives_with="").order_by("-contact_on", "-recorded_at")[:1],
            lives_with="lives_with",
            on="contact_on",
        )
    if rights.may_read(Reintegration.section):
        columns["last_returns"] = rows_column(
            rights.records(Reintegration).order_by("-returned_on", "-recorded_at")[:1],
            lives_with="lives_with",
            on="returned_on",
        )
    return columns


def living_facts(child: object, today: dt.date) -> list[LabelledValue]:
    """The latest of what `living_columns` found, with its day; empty if there is none."""
    results = [  # of the same day, the first says most
        *(_placed(row) for row in getattr(child, "last_placements", None) or []),
        *(_contacted(row) for row in getattr(child, "last_contacts", None) or []),
        *(_returned(row) for row in getattr(child, "last_returns", None) or []),
    ]
    if not results:
        return []
    on, text, named = max(results, key=lambda each: each[0])
    day = wording.describe_day(on, today, inside=True)
    return [LabelledValue(_("Living situation"), text % (named | {"day": day}))]


type _Found = tuple[dt.date, str, dict[str, str]]  # the day, the words, and what they name


def _returned(row: Mapping[str, str]) -> _Found:
    text = _("%(situation)s (return: %(day)s)")
    return _day(row["on"]), text, {"situation": str(LivingSituation(row["lives_with"]).label)}


def _contacted(row: Mapping[str, str]) -> _Found:
    text = _("%(situation)s (contact: %(day)s)")
    return _day(row["on"]), text, {"situation": str(LivingSituation(row["lives_with"]).label)}


def _placed(row: Mapping[str, str]) -> _Found:
    named = {"situation": str(PlacementKind(row["kind"]).label)}
    if not row["ended_on"]:
        return _day(row["started_on"]), _("%(situation)s (placement since %(day)s)"), named
    named["reason"] = str(PlacementEnd(row["end_reason"]).label)
    return _day(row["ended_on"]), _("%(situation)s ended (%(day)s): %(reason)s"), named


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
