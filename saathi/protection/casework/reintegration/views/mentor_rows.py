"""The part about mentors on the page of the follow-up after a return."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.panels import RowStep
from saathi.protection.casework.reintegration import mentor_rules, queries
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import mentors as actions
from saathi.protection.casework.reintegration.models import Mentor
from saathi.protection.casework.reintegration.views.screens import screens
from saathi.web.components import Text

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
        rows=[_mentor_row(request, mentor, mentors) for mentor in mentors],
        empty=_("No mentor yet. The child chooses, or agrees with your proposal."),
    )


def earlier_panels(request: StaffRequest, mentor: Mentor) -> list[kit.Panel]:
    """This proposal, opened, and what is on record against all others proposed, above the decision."""
    mentors = queries.opened_mentors(mentor.file_id, request.staff)
    earlier = queries.earlier_proposals(mentor, mentors)
    return [
        kit.Panel(_("This proposal"), rows=[_plain_row(request, mentor)]),
        *(
            kit.Panel(label, rows=[_plain_row(request, each) for each in found])
            for label, found in _by_name(mentor, earlier)
        ),
    ]


def _by_name(mentor: Mentor, earlier: Sequence[Mentor]) -> list[tuple[Text, Sequence[Mentor]]]:
    """Those with findings, of the same name and of other names, each with its label; none if empty."""
    same = [each for each in earlier if mentor_rules.is_same_person(mentor.name, each.name)]
    others = [each for each in earlier if each not in same]
    return [
        (label, found)
        for label, found in (
            (_("On record against this person"), same),
            (_("On record under another name: the same person?"), others),
        )
        if found
    ]


def _plain_row(request: StaffRequest, mentor: Mentor) -> kit.PanelRow:
    names = "known_from child_choice screening screened_on screened_by ties reach rating end_reason"
    shown = [name for name in [*names.split(), "end_note"] if getattr(mentor, name)]
    day = _recorded_day(request, mentor)
    return kit.record_row(
        mentor, shown, title=f"{mentor.name} · {day}", state="state", words=mentor.rating_words
    )


def _mentor_row(request: StaffRequest, mentor: Mentor, mentors: Sequence[Mentor]) -> kit.PanelRow:
    is_over = mentor.state == _STATE.ENDED
    names = ["known_from", "contact", "child_choice"]
    if mentor.state != _STATE.APPROVED:
        names += ["screening", "ties", "reach"]
    if mentor.earlier_reason:
        names.append("earlier_reason")
    if mentor.question and mentor.state == _STATE.RETURNED:
        names.append("question")
    if mentor.state in {_STATE.APPROVED, _STATE.BY_OTHERS, _STATE.ENDED}:
        names += ["rating", "reached"]
    if is_over:
        names += ["ended_on", "end_reason", "end_note"]
    return kit.record_row(
        mentor,
        [*names, *_earlier(request, mentor, mentors), *_missing(request, mentor, mentors)],
        title=mentor.name,
        state="state",
        is_over=is_over,
        words=mentor.rating_words,
        needs_attention=_needs_attention(mentor),
        actions=_links(request, mentor, mentors),
        steps=_steps(request, mentor, mentors),
    )


def _needs_attention(mentor: Mentor) -> bool:
    is_afraid = mentor.rating == codes.MentorRating.AFRAID and mentor.state != _STATE.ENDED
    return is_afraid or mentor.state == _STATE.BY_OTHERS


def _earlier(
    request: StaffRequest, mentor: Mentor, mentors: Sequence[Mentor]
) -> list[kit.LabelledValue]:
    """What is on record against all others proposed for the child, with their names and days."""
    if mentor.state == _STATE.ENDED:
        return []
    earlier = queries.earlier_proposals(mentor, mentors)
    return [
        kit.LabelledValue(label, " · ".join(_finding_text(request, each) for each in found))
        for label, found in _by_name(mentor, earlier)
    ]


def _finding_text(request: StaffRequest, mentor: Mentor) -> str:
    return gettext("%(name)s, %(day)s: %(findings)s") % {
        "name": mentor.name,
        "day": _recorded_day(request, mentor),
        "findings": _findings(mentor),
    }


def _recorded_day(request: StaffRequest, mentor: Mentor) -> str:
    return str(kit.format_day(request.staff.office.date_of(mentor.recorded_at)))


def _findings(mentor: Mentor) -> str:
    names = [
        name
        for name, code in mentor_rules.EARLIER_FINDINGS.items()
        if getattr(mentor, name) == code
    ]
    return ", ".join(str(kit.format_field(mentor, name)) for name in names)


def _missing(
    request: StaffRequest, mentor: Mentor, mentors: Sequence[Mentor]
) -> list[kit.LabelledValue]:
    if mentor.state not in {*mentor_rules.WAITING, _STATE.BY_OTHERS}:
        return []
    reasons = actions.missing_for_approval(mentor, request.staff, mentors)
    text = " ".join(gettext(each.text) for each in reasons)
    return [kit.LabelledValue(_("Missing for approval"), text, missing=_("nothing"))]


def _links(
    request: StaffRequest, mentor: Mentor, mentors: Sequence[Mentor]
) -> list[kit.ActionLink]:
    links: list[kit.ActionLink] = []
    if mentor.state in {*mentor_rules.WAITING, _STATE.BY_OTHERS}:
        links += screens.links(request, mentor, "edit_mentor", _("Edit"))
    if mentor.state in {_STATE.APPROVED, _STATE.BY_OTHERS}:
        links += screens.links(request, mentor, "rate_mentor", _("Record the child’s opinion"))
    if mentor.state == _STATE.PROPOSED:
        if queries.earlier_proposals(mentor, mentors):
            links += screens.links(request, mentor, "confirm_mentor", _("Approve with a reason"))
        links += screens.links(request, mentor, "return_mentor", _("Return for revision"))
    if mentor.state in mentor_rules.ENDABLE:
        links += screens.links(request, mentor, "end_mentor", _("End support"))
    return links


def _steps(request: StaffRequest, mentor: Mentor, mentors: Sequence[Mentor]) -> list[RowStep]:
    if mentor.state != _STATE.PROPOSED or queries.earlier_proposals(mentor, mentors):
        return []
    return screens.steps(request, mentor, "approve_mentor", _("Approve"))
