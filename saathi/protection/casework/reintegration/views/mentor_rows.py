"""The part about mentors on the page of the follow-up after a return."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.panels import RowStep
from saathi.protection.casework.reintegration import mentor_rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import mentors as actions
from saathi.protection.casework.reintegration.models import Mentor
from saathi.protection.casework.reintegration.views.screens import screens

_STATE = codes.MentorState


def mentors_panel(
    request: StaffRequest, file_id: UUID, mentors: Sequence[Mentor], *, is_active: bool
) -> kit.Panel:
    """The mentors of a child: the current one, proposals with what is missing, earlier ones."""
    add = [
        *screens.links(request, file_id, "propose_mentor", _("Propose a mentor")),
        *screens.links(
            request, file_id, "record_other_mentor", _("Record a mentor already in contact")
        ),
    ]
    return kit.Panel(
        _("Mentor"),
        actions=add if is_active else [],
        rows=[_mentor_row(request, mentor) for mentor in mentors],
        empty=_("No mentor yet. The child chooses, or agrees with your proposal."),
    )


def _mentor_row(request: StaffRequest, mentor: Mentor) -> kit.PanelRow:
    is_over = mentor.state == _STATE.ENDED
    names = ["known_from", "contact", "child_choice"]
    if mentor.state != _STATE.APPROVED:
        names += ["screening", "ties", "reach"]
    if mentor.question and mentor.state == _STATE.RETURNED:
        names.append("question")
    if mentor.state in {_STATE.APPROVED, _STATE.BY_OTHERS, _STATE.ENDED}:
        names += ["rating", "reached"]
    if is_over:
        names += ["ended_on", "end_reason", "end_note"]
    return kit.record_row(
        mentor,
        [*names, *_missing(request, mentor)],
        title=mentor.name,
        state="state",
        is_over=is_over,
        words=mentor.rating_words,
        needs_attention=_needs_attention(mentor),
        actions=_links(request, mentor),
        steps=_steps(request, mentor),
    )


def _needs_attention(mentor: Mentor) -> bool:
    is_afraid = mentor.rating == codes.MentorRating.AFRAID and mentor.state != _STATE.ENDED
    return is_afraid or mentor.state == _STATE.BY_OTHERS


def _missing(request: StaffRequest, mentor: Mentor) -> list[kit.LabelledValue]:
    if mentor.state not in {*mentor_rules.WAITING, _STATE.BY_OTHERS}:
        return []
    reasons = actions.missing_for_approval(mentor, request.staff)
    text = " ".join(gettext(each.text) for each in reasons)
    return [kit.LabelledValue(_("Missing for approval"), text, missing=_("nothing"))]


def _links(request: StaffRequest, mentor: Mentor) -> list[kit.ActionLink]:
    links: list[kit.ActionLink] = []
    if mentor.state in {*mentor_rules.WAITING, _STATE.BY_OTHERS}:
        links += screens.links(request, mentor, "edit_mentor", _("Edit"))
    if mentor.state in {_STATE.APPROVED, _STATE.BY_OTHERS}:
        links += screens.links(request, mentor, "rate_mentor", _("Record the child’s opinion"))
    if mentor.state == _STATE.PROPOSED:
        links += screens.links(request, mentor, "return_mentor", _("Return for revision"))
    if mentor.state in mentor_rules.ENDABLE:
        links += screens.links(request, mentor, "end_mentor", _("End support"))
    return links


def _steps(request: StaffRequest, mentor: Mentor) -> list[RowStep]:
    if mentor.state != _STATE.PROPOSED:
        return []
    return screens.steps(request, mentor, "approve_mentor", _("Approve"))
