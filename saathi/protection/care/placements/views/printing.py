"""The history of a child's placements on paper, for a review or a committee; each print is logged."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, records
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_of_file
from saathi.protection.care.placements import queries, second_person
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.models import Placement, PlacementReview
from saathi.protection.care.placements.views.page import place_of
from saathi.protection.care.placements.views.screens import PAGE, WORK, screens


@dataclass(frozen=True)
class PrintedPlacement:
    """One placement on paper."""

    title: str
    state: str
    pairs: Sequence[kit.LabelledValue]


# Neither the child's words nor those about the family: the paper says where and why, not what was said.
_FIELDS = (
    "basis started_on ended_on end_reason move_reason planned_end back_on parents_option kin_option "
    "foster_option siblings siblings_apart exception_until"
)


@screens.ordinary(f"{kit.CHILD}placements/print/")
@require_safe
@staff_screen(WORK)
def print_placements(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The placements in the order in which the child lived there, with the days and reviews."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    history_of_file = queries.history_of_file(request.staff, file_id)
    families = [each.assessment for each in history_of_file if each.assessment is not None]
    records.open_texts_of_each([*history_of_file, *families])
    names = {family.pk: family.caregiver for family in families}
    reviews = _held_reviews(request, history_of_file)
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[each.pk for each in history_of_file],
        purpose=request.staff.access_purpose,
        detail={"screen": "placements:print_placements"},
    )
    today = request.staff.office.today()
    context = {
        "code": child.code,
        "facts": history_text(history_of_file, today),
        "placements": [
            _printed(each, names, reviews.get(each.pk, []), today) for each in history_of_file
        ],
        "office": request.staff.office.name,
        "printed_on": kit.format_day(today),
        "back": reverse(PAGE, args=[file_id]),
    }
    return render(request, "placements/print_placements.html", context)


def _held_reviews(
    request: StaffRequest, found: Sequence[Placement]
) -> dict[UUID, list[PlacementReview]]:
    """The reviews that were held, by placement, the earliest first."""
    held = access.visible(request.staff, PlacementReview).filter(
        placement__in=[each.pk for each in found], state=codes.PlacementReviewState.HELD
    )
    by_placement: dict[UUID, list[PlacementReview]] = {}
    for review in held.order_by("held_on", "pk"):
        by_placement.setdefault(review.placement_id, []).append(review)
    return by_placement


def history_text(found: Sequence[Placement], today: dt.date) -> str:
    """The number of placements and moves, and of days in care."""
    moves = sum(each.end_reason == codes.PlacementEnd.MOVED for each in found)
    days = sum(days_of(each, today) for each in found)
    texts = (
        ngettext("%(count)d placement", "%(count)d placements", len(found)) % {"count": len(found)},
        ngettext("%(count)d move", "%(count)d moves", moves) % {"count": moves},
        ngettext("%(count)d day in care", "%(count)d days in care", days) % {"count": days},
    )
    return ", ".join(texts)


def days_of(placement: Placement, today: dt.date) -> int:
    """The days that a child has lived in a placement."""
    return max(0, ((placement.ended_on or today) - placement.started_on).days)


def _printed(
    placement: Placement,
    names: Mapping[UUID, str],
    reviews: Sequence[PlacementReview],
    today: dt.date,
) -> PrintedPlacement:
    fields = [name for name in _FIELDS.split() if getattr(placement, name)]
    days = days_of(placement, today)
    lasted = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    unmet = second_person.shown_unmet(placement)
    held = [
        f"{kit.format_day(review.held_on)}: {kit.format_field(review, 'outcome')}"
        for review in reviews
    ]
    return PrintedPlacement(
        title=f"{kit.format_field(placement, 'kind')} · {place_of(placement, names)}",
        state=str(kit.format_field(placement, "state")),
        pairs=[
            *kit.labelled_values(placement, fields),
            kit.LabelledValue(_("Duration"), lasted),
            kit.LabelledValue(
                _("Missing for this placement"), " ".join(unmet), missing=_("nothing")
            ),
            kit.LabelledValue(_("Reviews"), "; ".join(held), missing=_("none held")),
        ],
    )
