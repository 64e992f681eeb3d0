"""Departures on screen: what the form of an end says first, the alert, and the second person's form."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import domains
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.care.placements import departure_queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import departing
from saathi.protection.care.placements.departure_texts import departure_title
from saathi.protection.care.placements.forms import changing
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.views.screens import WITH_PARTS, WORK, form_text, screens

_WAITING = (codes.EndState.WAITING, codes.EndState.DEPARTED)


def beside_end(_request: StaffRequest, _child: Child, placement: Placement) -> dict[str, Any]:
    """The part above the form of an end: which departures no one has approved."""
    approved = departure_queries.approved_departures(placement)
    missing = {
        codes.PlacementEnd.FAMILY: _("No return to the family is approved for this child."),
        codes.PlacementEnd.COUNTRY: _(
            "No transfer to another country is authorised for this child."
        ),
    }
    lines = [str(text) for end, text in missing.items() if end not in approved]
    if not lines:
        return {"parts": []}
    what = gettext(
        "If it happened all the same, record it: it counts as a departure without approval. Enter who "
        "decided and what happened. It stays in Act now until a second person has looked at it."
    )
    title = gettext("Return to the family, or transfer to another country")
    return {"parts": [kit.Panel(title, lead=" ".join([*lines, what]))]}


def is_open(placement: Placement) -> bool:
    """Whether a departure waits for the second person who looks at it."""
    return bool(placement.departure) and placement.end_state in _WAITING


def departure_boxes(found: Sequence[Placement]) -> list[kit.AlertBox]:
    """The departures of a child that no second person has looked at."""
    return [_box(each) for each in found if is_open(each)]


def _box(placement: Placement) -> kit.AlertBox:
    title = departure_title(placement.end_reason, placement.departure)
    text = gettext(
        "This stays in Act now until a second person, such as the supervisor, has looked at it and "
        "recorded what was done for the child."
    )
    day = kit.format_day(placement.ended_on)
    link = next(iter(follow_up_links(placement)), None)
    return kit.AlertBox(title % {"day": day}, text, link, kind="danger")


def follow_up_links(placement: Placement) -> list[kit.ActionLink]:
    """The link to the follow-up after a return to the family; none after a transfer."""
    if placement.end_reason != codes.PlacementEnd.FAMILY:
        return []
    return domains.links_on("placements:confirm_departure", placement.file_id)


def beside_confirmation(
    _request: StaffRequest, _child: Child, placement: Placement
) -> dict[str, Any]:
    """The part above the form of a confirmation: where the follow-up after the return begins."""
    links = follow_up_links(placement)
    if not links:
        return {"parts": []}
    lead = gettext("Begin the follow-up as well: the first contact is due within 3 days.")
    return {"parts": [kit.Panel(gettext("After the return"), lead=lead, actions=links)]}


def departure_links(request: StaffRequest, placement: Placement) -> list[kit.ActionLink]:
    """The step to confirm a departure, for those who may."""
    if not departing.may_confirm(placement, request.staff):
        return []
    label = _("Confirm how the placement ended")
    return screens.links(request, placement, "confirm_departure", label)


@screens.child_edit(
    "placements/<uuid:placement_id>/end/departure/",
    WORK,
    Placement,
    changing.DepartureConfirmationForm,
    form_text(
        _("Confirm how the placement ended"),
        _(
            "Someone else recorded how this placement ended. Find out yourself whether it is so. If the "
            "child is alive, make sure where the child is, and that the child is safe there."
        ),
        button=_("Confirm"),
        is_step=True,
        template=WITH_PARTS,
        beside=beside_confirmation,
    ),
)
def confirm_departure(
    request: StaffRequest, placement: Placement, form: changing.DepartureConfirmationForm
) -> None:
    """Records that a second person looked at a departure, and what was done for the child."""
    form.put_texts(placement)
    departing.confirm_departure(
        placement=placement,
        known=form.cleaned_data["end_known"],
        version=form.seen_version,
        actor=request.staff,
    )
