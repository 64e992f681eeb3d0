"""The page of a child's placements: where the child lives, reviews, earlier placements, families."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import RowStep
from saathi.protection.care.placements import earlier_queries, queries, rules, second_person
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.agreement_rules import AGREEMENT_CODES, waits_for_agreement
from saathi.protection.care.placements.exception_texts import agreement_text, exception_text
from saathi.protection.care.placements.models import (
    FamilyAssessment,
    Placement,
    PlacementReview,
)
from saathi.protection.care.placements.placement_facts import last_day_of
from saathi.protection.care.placements.unsafe_place_alerts import unsafe_place_text
from saathi.protection.care.placements.views import departures
from saathi.protection.care.placements.views.decided import boxes_of_current
from saathi.protection.care.placements.views.family_panel import families_panel
from saathi.protection.care.placements.views.screens import REPORT_MISSING, WORK, screens
from saathi.protection.care.placements.views.searching import may_end_search

_STATE = codes.PlacementState
_DUE = codes.PlacementReviewState.DUE


@screens.child_list(
    "placements/",
    WORK,
    kit.RecordQuery(Placement, "-started_on", related=("facility", "assessment")),
    kit.RecordQuery(PlacementReview, "due_on"),
    kit.RecordQuery(FamilyAssessment, "-assessed_on"),
)
def list_placements(
    request: StaffRequest,
    child: Child,
    found: list[Placement],
    reviews: list[PlacementReview],
    families: list[FamilyAssessment],
) -> kit.PageContent:
    """Where the child lives, what waits, and all earlier placements."""
    current = next((each for each in found if each.state == _STATE.CURRENT), None)
    names = {each.pk: each.caregiver for each in families}
    return kit.PageContent(
        facts=_facts(found),
        alerts=_alerts(request, child, current, found),
        buttons=_buttons(request, child, current),
        parts=[
            *_requested_panels(request, found, names),
            _now_panel(request, found, names),
            _reviews_panel(request, reviews),
            _earlier_panel(request, found, names),
            families_panel(request, child, families),
        ],
    )


def _facts(found: Sequence[Placement]) -> str:
    """The number of moves."""
    moves = sum(each.end_reason == codes.PlacementEnd.MOVED for each in found)
    if not found:
        return ""
    text = ngettext("%(count)d move", "%(count)d moves", moves)
    return text % {"count": moves}


def _buttons(
    request: StaffRequest, child: Child, current: Placement | None
) -> list[kit.ActionLink]:
    label = _("Move child") if current else _("Place child")
    return [
        *screens.links(request, child.file_id, "place_child", label),
        *screens.links(
            request, child.file_id, "record_placement", _("Record a placement by others")
        ),
        kit.link(_("Print"), "placements:print_placements", child.file_id, icon="printer"),
    ]


def _alerts(
    request: StaffRequest, child: Child, current: Placement | None, found: Sequence[Placement]
) -> list[kit.AlertBox]:
    around = queries.around_placement(child, current, request.staff)
    today = request.staff.office.today()
    boxes = []
    missing = next((each for each in found if is_missing(each)), None)
    if missing is not None or around.searched_since is not None:
        boxes.append(_missing_box(child, missing, around, request))
    if current is not None and earlier_queries.is_over(current, request.staff):
        boxes.append(_over_box(current, today))
    elif current is not None and (current.exception_until or dt.date.min) >= today:
        assert current.exception_until is not None
        boxes.append(kit.AlertBox(exception_text(current.exception_until, today), kind="attend"))
    if current is not None and waits_for_agreement(current.state, current.exception_state):
        boxes.append(kit.AlertBox(agreement_text(current.started_on), kind="danger"))
    boxes += [_unconfirmed_box(each) for each in _unconfirmed(request, found)]
    boxes += departures.departure_boxes(found)
    writes = access.sections_of_file(request.staff, child.file_id)[1]
    is_missing_needs = current is not None and set(current.unmet) - AGREEMENT_CODES
    if is_missing_needs and Section.LEGAL & writes:
        text = gettext("Something that a placement needs is missing. Inform the authority.")
        inform = kit.link(_("Record a broken safeguard"), "orders:record_safeguard", child.file_id)
        unsafe = unsafe_place_text(current, request.staff) if current is not None else ""
        boxes.append(kit.AlertBox(text, unsafe, inform, "danger" if unsafe else "attend"))
    if current is not None:
        boxes += boxes_of_current(current, child, request.staff)
    if around.returned is not None:
        text = gettext("The child was handed over to the family on %(day)s. End the placement.")
        day = kit.format_day(around.returned.handed_over_on)
        boxes.append(kit.AlertBox(text % {"day": day}, kind="attend"))
    if around.orders:
        day = kit.format_day(around.orders[0].made_on)
        text = gettext("There is a placement order of %(day)s.") % {"day": day}
        orders = kit.link(_("View orders"), "orders:show_orders", child.file_id)
        boxes.append(kit.AlertBox(text, "", orders, "calm"))
    return boxes


def _over_box(current: Placement, today: dt.date) -> kit.AlertBox:
    """The exception, or the short stay, by which the child lives here is over."""
    is_inherited = current.basis != codes.PlacementBasis.OURS
    if is_inherited and current.facility_id is None and current.assessment_id is None:
        text = gettext(
            "The exception for an earlier place expired on %(day)s. This place is recorded in words alone "
            "and may be the same one. Record the order for the placement, which a second person confirms, or "
            "move the child to a listed facility or an assessed family."
        )
    elif is_inherited:
        text = gettext(
            "The exception for this place expired on %(day)s, and the child still lives here. Record the "
            "order for the placement, which a second person confirms, or move the child."
        )
    elif rules.is_exception_over(current.exception_until, today=today):
        text = gettext("The exception expired on %(day)s. Move the child to a suitable place.")
    else:
        text = gettext("This short stay ended on %(day)s. Move the child to a suitable place.")
    return kit.AlertBox(text % {"day": kit.format_day(last_day_of(current))}, kind="danger")


def _unconfirmed(request: StaffRequest, found: Sequence[Placement]) -> list[Placement]:
    """The ended stays whose alarm goes on until a second person confirms the end."""
    waits = [each for each in found if each.end_state == codes.EndState.WAITING]
    return [each for each in waits if earlier_queries.is_over(each, request.staff)]


def _unconfirmed_box(placement: Placement) -> kit.AlertBox:
    """That a stay was ended after its exception had expired, and what ends the alarm."""
    text = gettext(
        "The exception expired on %(until)s, and the end of the stay on %(day)s was recorded afterwards. "
        "The alarm goes on until a second person, such as the supervisor, confirms how it is known that the "
        "child no longer lives there, or the child is placed where nothing is missing."
    )
    until, day = kit.format_day(placement.exception_until), kit.format_day(placement.ended_on)
    return kit.AlertBox(text % {"until": until, "day": day}, kind="danger")


def _missing_box(
    child: Child, missing: Placement | None, around: queries.AroundPlacement, request: StaffRequest
) -> kit.AlertBox:
    """That the child is missing: the search that goes on, or the step to report it."""
    left = ""
    if missing is not None:
        left = gettext("The child left without notice on %(day)s and is missing from care.")
        left %= {"day": kit.format_day(missing.ended_on)}
    if around.searched_since is not None:
        text = gettext("Reported missing on %(day)s; the search is under way.")
        text %= {"day": kit.format_day(around.searched_since)}
        found = around.missing
        search = kit.link(_("Open the search"), "missing:show_missing", found.pk) if found else None
        return kit.AlertBox(text, left, search, "danger")
    may_report = Permission.RECORD_REPORT in request.may
    report = kit.link(_("Report the child as missing"), REPORT_MISSING, child.file_id)
    return kit.AlertBox(left, "", report if may_report else None, "danger")


def is_missing(placement: Placement) -> bool:
    """Whether the child left this placement and is not back."""
    return placement.end_reason == codes.PlacementEnd.LEFT and placement.back_on is None


def place_of(placement: Placement, names: Mapping[UUID, str]) -> str:
    """Where the child lives: the facility, the assessed caregiver, or the place in words."""
    if placement.facility is not None:
        return placement.facility.name
    family = names.get(placement.assessment_id, "") if placement.assessment_id else ""
    return family or placement.place or gettext("not recorded")


def _now_panel(
    request: StaffRequest, found: Sequence[Placement], names: Mapping[UUID, str]
) -> kit.Panel:
    rows = [each for each in found if each.state == _STATE.CURRENT]
    missing = next((each for each in found if is_missing(each)), None)
    empty = gettext("No placement: the child lives with the family, or it is not recorded.")
    if missing is not None:
        day = kit.format_day(missing.ended_on)
        empty = gettext("Missing from care since %(day)s.") % {"day": day}
    return kit.Panel(
        _("Current placement"),
        rows=[placement_row(request, each, names) for each in rows],
        empty=empty,
    )


def _requested_panels(
    request: StaffRequest, found: Sequence[Placement], names: Mapping[UUID, str]
) -> list[kit.Panel]:
    """The placement that waits for a second person: the child does not live there."""
    rows = [each for each in found if each.state in queries.OPEN_PROPOSALS]
    shown = [placement_row(request, each, names) for each in rows]
    return [kit.Panel(_("Requested placement"), rows=shown)] if shown else []


def _earlier_panel(
    request: StaffRequest, found: Sequence[Placement], names: Mapping[UUID, str]
) -> kit.Panel:
    shown = (_STATE.ENDED, _STATE.ERROR, _STATE.WITHDRAWN)
    rows = [each for each in found if each.state in shown]
    return kit.Panel(
        _("Earlier placements"),
        rows=[placement_row(request, each, names) for each in rows],
        empty=_("No earlier placement."),
    )


_NOW_FIELDS: Final = "basis started_on planned_end next_review_on"
_IF_KNOWN: Final = (
    "move_reason reasons parents_option kin_option foster_option options_words view view_note "
    "siblings siblings_apart siblings_words exception_until exception_why question continued_on "
    "continued_by ended_on "
    "end_reason end_note back_on back_seen back_seen_words back_words "
    "departure departed_by end_state end_known end_known_words end_done end_confirmed_on"
)


def placement_row(
    request: StaffRequest, placement: Placement, names: Mapping[UUID, str]
) -> kit.PanelRow:
    """A placement with what is recorded of it, what it lacks, and its steps."""
    is_over = placement.state in {_STATE.ENDED, _STATE.ERROR, _STATE.WITHDRAWN}
    fields = (["basis", "started_on"] if is_over else _NOW_FIELDS.split()) + [
        name for name in _IF_KNOWN.split() if getattr(placement, name)
    ]
    today = request.staff.office.today()
    is_late = rules.is_exception_over(last_day_of(placement), today=today) and not is_over
    place = place_of(placement, names)
    return kit.record_row(
        placement,
        [*second_person.shown_fields(placement, fields), *_unmet(placement)],
        title=f"{kit.format_field(placement, 'kind')} · {place}",
        state="state",
        is_over=is_over,
        words=placement.child_words,
        needs_attention=bool(placement.unmet) or placement.state == _STATE.RETURNED,
        is_urgent=is_late,
        actions=_links(request, placement),
        steps=_steps(request, placement),
    )


def _unmet(placement: Placement) -> list[kit.LabelledValue]:
    texts = second_person.shown_unmet(placement)
    return [kit.LabelledValue(_("Missing for this placement"), " ".join(texts))] if texts else []


def _links(request: StaffRequest, placement: Placement) -> list[kit.ActionLink]:
    def add(name: str, label: object) -> list[kit.ActionLink]:
        return screens.links(request, placement, name, label)  # type: ignore[arg-type]

    if placement.state in queries.OPEN_PROPOSALS:
        links = add("change_request", _("Edit"))
        if placement.state == _STATE.PROPOSED:
            if AGREEMENT_CODES & set(placement.unmet):
                links += add("agree_to_placement", _("Agree to the placement"))
            links += add("return_request", _("Return for revision"))
        return links
    if placement.state == _STATE.CURRENT:
        waits = waits_for_agreement(placement.state, placement.exception_state)
        return [
            *(add("agree_to_placement", _("Agree to the placement")) if waits else []),
            *add("change_placement", _("Edit")),
            *add("end_placement", _("End placement")),
            *add("continue_placement", _("Continues after closure")),
            *add("mark_error", _("Mark as an error")),
        ]
    if is_missing(placement):
        return add("record_child_back", _("Child found or back"))
    if departures.is_open(placement):
        return departures.departure_links(request, placement)
    if placement.end_state == codes.EndState.WAITING:
        return add("confirm_end", _("Confirm the end of the stay"))
    return []


def _steps(request: StaffRequest, placement: Placement) -> list[RowStep]:
    if placement.state == _STATE.CURRENT and placement.continued_on is not None:
        label = _("Withdraw the follow-up after closure")
        return screens.steps(request, placement, "withdraw_continuation", label)
    if placement.state not in queries.OPEN_PROPOSALS:
        is_found = placement.back_on is not None and may_end_search(request, placement)
        label = _("End the search: child found")
        return screens.steps(request, placement, "end_search", label) if is_found else []
    steps = screens.steps(request, placement, "withdraw_request", _("Withdraw"))
    if placement.state == _STATE.PROPOSED and not AGREEMENT_CODES & set(placement.unmet):
        steps = screens.steps(request, placement, "approve_exception", _("Approve")) + steps
    return steps


def _reviews_panel(request: StaffRequest, reviews: Sequence[PlacementReview]) -> kit.Panel:
    today = request.staff.office.today()
    due = [each for each in reviews if each.state == _DUE]
    held = [each for each in reversed(reviews) if each.state == "held"]
    return kit.Panel(
        _("Reviews"),
        rows=[
            *(_due_row(request, each, today) for each in due),
            *(_held_row(each) for each in held),
        ],
        empty=_("No review is planned."),
    )


def _due_row(request: StaffRequest, review: PlacementReview, today: dt.date) -> kit.PanelRow:
    is_late = review.due_on < today
    day = kit.format_day(review.due_on)
    state = gettext("Overdue since %(day)s") if is_late else gettext("Due on %(day)s")
    is_stop = review.occasion != codes.ReviewOccasion.PLANNED
    return kit.PanelRow(
        kit.format_field(review, "occasion"),
        state=state % {"day": day},
        needs_attention=is_late or is_stop,
        is_urgent=is_late and is_stop,
        actions=screens.links(request, review, "hold_review", _("Record the review")),
    )


def _held_row(review: PlacementReview) -> kit.PanelRow:
    names = ["occasion", "seen", "wish", "outcome", "not_seen_because", "reasons", "support"]
    return kit.record_row(
        review,
        [name for name in names if getattr(review, name)],
        title=kit.format_day(review.held_on),
        state="state",
        is_over=True,
        words=review.child_words,
    )
