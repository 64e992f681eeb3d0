"""Children whom others placed in a facility or family that may not receive them, in Act now and in lists.

What others decided is recorded as it happened. It alarms until a supervisor who did not record it
records the safeguard violation “Placed in an unsafe or unregistered setting”, with what is done; like
an exception, that counts for `rules.EXCEPTION_DAYS`.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.rules import EXCEPTION_DAYS
from saathi.protection.care.placements.unsafe_place_rules import (
    NOT_ASSESSED_CODE,
    UNSAFE_CODES,
    UNSAFE_FAMILY_CODE,
)
from saathi.protection.care.placements.vocabulary import (
    FAMILY_KINDS,
    PlacementBasis,
    PlacementState,
    PlacementView,
)
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MAX_SHOWN: Final = 100
SUPERVISOR: Final = "supervisor"


def counts_since(today: dt.date) -> dt.datetime:
    """The moment from which what a supervisor recorded counts."""
    return dt.datetime.combine(today - dt.timedelta(days=EXCEPTION_DAYS), dt.time(), dt.UTC)


def counting_values(staff: Staff) -> tuple[dt.datetime]:
    """The argument of `unsafe_places_column`."""
    return (counts_since(staff.office.today()),)


def is_in_unsafe_place(staff: Staff, since: dt.datetime) -> Q:
    """The condition on placements by others in a facility or family that may not receive the child.

    A family: one assessed as not suitable, or not assessed, and the child does not want to live there.
    Not those in which an earlier exception goes on: they alarm when it expires (`earlier_queries`). Not
    once a supervisor, who is another person than the recorder, recorded the violation after `since`.
    """
    supervisors = Staff.objects.filter(pk=OuterRef("recorded_by"), role_kind=SUPERVISOR)
    answers = access.visible(staff, BrokenSafeguard, by_row=True).filter(
        Exists(supervisors),
        child=OuterRef("child"),
        safeguard=Safeguard.UNSAFE_PLACE,
        recorded_at__gte=OuterRef("recorded_at"),
    )
    counts = answers.filter(recorded_at__gte=since).exclude(recorded_by=OuterRef("recorded_by"))
    current = Q(state=PlacementState.CURRENT, exception_until=None)
    unsafe = current & (Q(unmet__overlap=list(UNSAFE_CODES)) | _in_unsafe_family())
    return unsafe & ~Q(basis=PlacementBasis.OURS) & ~Q(Exists(counts))


def _in_unsafe_family() -> Q:
    against_child = Q(unmet__contains=[NOT_ASSESSED_CODE], view=PlacementView.OBJECTS)
    unsafe = Q(unmet__contains=[UNSAFE_FAMILY_CODE]) | against_child
    return Q(kind__in=[kind.value for kind in FAMILY_KINDS]) & unsafe


def is_unsafe(placement: Placement, staff: Staff) -> bool:
    """Whether a placement by others alarms because the facility or family may not receive the child."""
    found = access.visible(staff, Placement).filter(pk=placement.pk)
    return found.filter(is_in_unsafe_place(staff, *counting_values(staff))).exists()


def unsafe_places_column(staff: Staff, _files: object, since: dt.datetime) -> Any:
    """The children in a place that may not receive them, the latest placement first."""
    shown = access.visible(staff, Placement, by_row=True).filter(is_in_unsafe_place(staff, since))
    shown = shown.annotate(child_code=code_of_file(staff, by_row=True))
    return rows_column(
        shown.order_by("-started_on", "pk")[:MAX_SHOWN],
        file_id="file_id",
        child_id="child_id",
        code="child_code",
        on="started_on",
        at="recorded_at",
        kind="kind",
        unmet="unmet",
    )


def unsafe_place_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children."""
    return [
        AlertBox(
            _title(row["kind"], row["unmet"])
            % {
                "code": row["code"] or gettext("no access"),
                "day": format_day(dt.date.fromisoformat(row["on"])),
            },
            "",
            ActionLink(
                gettext("Placements"), reverse("placements:list_placements", args=[row["file_id"]])
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.TODAY,
            since=dt.datetime.fromisoformat(row["at"]),
        )
        for row in found
    ]


def _title(kind: str, unmet: Collection[str]) -> str:
    if kind not in FAMILY_KINDS:
        return gettext(
            "%(code)s: placed by others in a facility that may not receive the child (%(day)s)"
        )
    if UNSAFE_FAMILY_CODE in unmet:
        return gettext("%(code)s: placed by others in a family assessed as not suitable (%(day)s)")
    return gettext(
        "%(code)s: placed by others in a family that is not assessed; the child does not want this (%(day)s)"
    )


def unsafe_place_text(placement: Placement, staff: Staff) -> str:
    """What the page of placements says of such a placement; empty without an alarm."""
    if not is_unsafe(placement, staff):
        return ""
    if placement.kind in FAMILY_KINDS:
        return gettext(
            "The family is not suitable, or not assessed while the child does not want to live there. The "
            "alarm goes on until a supervisor who did not record the placement records the safeguard "
            "violation “Placed in an unsafe or unregistered setting” with what is done. It counts for 7 days."
        )
    return gettext(
        "The facility may not receive the child. The alarm goes on until a supervisor who did not record "
        "the placement records the safeguard violation “Placed in an unsafe or unregistered setting” with "
        "what is done. It counts for 7 days."
    )
