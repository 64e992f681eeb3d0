"""Reads of courses: the list, one group as far as the reader sees its children, its meetings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.people import languages
from saathi.people.formatting import format_age
from saathi.people.models import Child
from saathi.people.panels import Panel, PanelRow
from saathi.people.vocabulary import NameKind
from saathi.protection.services.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    ProgrammeProposal,
)
from saathi.protection.services.queries.directory import join_labels
from saathi.protection.services.queries.support import format_day
from saathi.protection.services.vocabulary import (
    AttendanceStatus,
    CourseKind,
    CourseModule,
    ProposalMethod,
    ProposalResponse,
    ProposalTopic,
    SupportProvider,
)
from saathi.vault import store as vault
from saathi.web.components import (
    ActionLink,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
)

PAGE_SIZE = 25
MAX_GROUP_MEMBERS = 100
MAX_SESSIONS_SHOWN = 60
LATE_ENTRY_PERIOD = dt.timedelta(days=2 * 365)


def list_agency_courses(staff: Staff, *, ended: bool, number: str) -> Page[Course]:
    """The courses of the agency, the latest first, by page."""
    today = staff.office.today()
    over = Q(ends_on__lt=today)
    found = Course.objects.filter(
        over if ended else ~over | Q(ends_on=None), agency=staff.agency_id
    )
    return Paginator(found.order_by("-starts_on", "pk"), PAGE_SIZE).get_page(number)


def list_joinable_courses(staff: Staff) -> QuerySet[Course]:
    """The courses that a child joins, or joined: a place may be written down late, from paper."""
    since = staff.office.today() - LATE_ENTRY_PERIOD
    found = Course.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), agency=staff.agency_id)
    return found.order_by("name", "starts_on", "pk")


def get_course(staff: Staff, course_id: UUID) -> Course:
    """A course of the reader's agency; 404 for any other."""
    found = Course.objects.filter(pk=course_id, agency=staff.agency_id).first()
    if found is None:
        raise Http404
    return found


def get_course_session(course_: Course, session_id: UUID) -> CourseSession:
    """A meeting of a course; 404 where there is none."""
    found = CourseSession.objects.filter(pk=session_id, course=course_).first()
    if found is None:
        raise Http404
    return found


def course_table(page: Page[Course]) -> DisplayTable:
    """A page of courses."""
    rows = [
        [
            DisplayTableCell(one.name, reverse("services:show_course", args=[one.pk])),
            DisplayTableCell(CourseKind(one.kind).label),
            DisplayTableCell(format_day(one.starts_on)),
            DisplayTableCell(format_day(one.ends_on) or _("open end")),
        ]
        for one in page.object_list
    ]
    columns = [
        DisplayTableColumn(_("Course")),
        DisplayTableColumn(_("What kind")),
        DisplayTableColumn(_("First day")),
        DisplayTableColumn(_("Last day")),
    ]
    return DisplayTable(_("Courses and groups"), columns, rows)


@dataclass(frozen=True)
class CourseGroupDetails:
    """A course as the reader sees it: its children as far as she works with them."""

    pairs: Sequence[LabelledValue]
    about: str
    children: DisplayTable | None
    meetings: DisplayTable | None
    shown_enrolment_ids: Sequence[UUID]
    shown_file_ids: Sequence[UUID]


@dataclass(frozen=True)
class CourseGroupMember:
    """A child of the group whom the reader may see."""

    enrolment: Enrolment
    code: str
    name: str


def list_group_members(
    staff: Staff, course_: Course, *, with_names: bool, running: bool = False
) -> list[CourseGroupMember]:
    """The children of a group whose places the reader sees, by code. Three queries."""
    places = access.visible(staff, Enrolment).filter(course=course_)
    if running:
        places = places.filter(ended_on=None)
        places = places.filter(access.right_condition(staff, "writes", Section.SUPPORT, "file"))
    found = list(places.order_by("pk")[:MAX_GROUP_MEMBERS])
    children = {
        one.pk: one
        for one in access.visible(staff, Child).filter(pk__in=[place.child_id for place in found])
    }
    opened = vault.open_many(list(children.values())) if with_names else {}
    shown = [
        CourseGroupMember(
            place, children[place.child_id].code, _first_name(opened.get(place.child_id))
        )
        for place in found
        if place.child_id in children
    ]
    return sorted(shown, key=lambda one: one.code)


def _first_name(payload: dict[str, object] | None) -> str:
    """The first name that the child calls her own."""
    names = payload.get("names", []) if payload else []
    assert isinstance(names, list)
    own = [one["text"] for one in names if one["kind"] != NameKind.IMPOSED]
    return str(own[0]) if own else ""


def course_group_details(staff: Staff, course_: Course, *, with_names: bool) -> CourseGroupDetails:
    """The course, its children as far as seen, its meetings. Six queries whatever its size."""
    seen = list_group_members(staff, course_, with_names=with_names)
    came = Q(attendance__presence__in=[AttendanceStatus.CAME, AttendanceStatus.PART])
    counts = {
        pk: (held, there)
        for pk, held, there in access.visible(staff, Enrolment)
        .filter(pk__in=[one.enrolment.pk for one in seen])
        .annotate(held=Count("attendance"), there=Count("attendance", filter=came))
        .values_list("pk", "held", "there")
    }
    meetings = list(
        CourseSession.objects.filter(course=course_).order_by("-held_on", "pk")[:MAX_SESSIONS_SHOWN]
    )
    return CourseGroupDetails(
        pairs=[
            LabelledValue(_("What kind"), str(CourseKind(course_.kind).label)),
            LabelledValue(_("Led by"), str(SupportProvider(course_.led_by).label)),
            LabelledValue(_("First day"), format_day(course_.starts_on)),
            LabelledValue(_("Last day"), format_day(course_.ends_on), missing=_("open end")),
            LabelledValue(
                _("Ages"), format_age(course_.age_low, course_.age_high), missing=_("every age")
            ),
            LabelledValue(
                _("Language"), languages.language_name(course_.language) if course_.language else ""
            ),
            LabelledValue(_("About"), join_labels(CourseModule, course_.modules)),
        ],
        about=course_.about,
        children=_children(seen, counts) if seen else None,
        meetings=_meetings(course_, meetings) if meetings else None,
        shown_enrolment_ids=[one.enrolment.pk for one in seen],
        shown_file_ids=[one.enrolment.file_id for one in seen],
    )


def _children(
    members: Sequence[CourseGroupMember], counts: dict[UUID, tuple[int, int]]
) -> DisplayTable:
    rows = []
    for one in members:
        held, there = counts.get(one.enrolment.pk, (0, 0))
        rows.append(
            [
                DisplayTableCell(
                    one.name or one.code,
                    reverse("support:show_support", args=[one.enrolment.file_id]),
                ),
                DisplayTableCell(one.code),
                DisplayTableCell(
                    _("%(there)d of %(held)d") % {"there": there, "held": held} if held else "–"
                ),
                DisplayTableCell(_("Ended") if one.enrolment.ended_on else _("Under way")),
            ]
        )
    columns = [
        DisplayTableColumn(_("Child")),
        DisplayTableColumn(_("File")),
        DisplayTableColumn(_("Came")),
        DisplayTableColumn(_("Place")),
    ]
    note = _("Only children whose files you read are shown here.")
    return DisplayTable(_("Children"), columns, rows, note=note)


def _meetings(course_: Course, meetings: Sequence[CourseSession]) -> DisplayTable:
    rows = [
        [
            DisplayTableCell(
                format_day(one.held_on),
                reverse("services:record_attendance", args=[course_.pk, one.pk]),
            ),
            DisplayTableCell(one.topic or join_labels(CourseModule, one.modules) or "–"),
            DisplayTableCell(str(one.minutes) if one.minutes else "–"),
        ]
        for one in meetings
    ]
    columns = [
        DisplayTableColumn(_("Held on")),
        DisplayTableColumn(_("About")),
        DisplayTableColumn(_("Minutes"), is_number=True),
    ]
    return DisplayTable(_("Meetings"), columns, rows)


def attendance_by_enrolment(staff: Staff, session: CourseSession) -> dict[UUID, str]:
    """Who is written down as there, by place."""
    found = access.visible(staff, Attendance).filter(session=session)
    return dict(found.annotate(place=F("enrolment")).values_list("place", "presence"))


def list_proposals(course_: Course) -> list[ProgrammeProposal]:
    """What children proposed for a programme, the latest first."""
    return list(
        ProgrammeProposal.objects.filter(course=course_).order_by("-heard_on", "pk")[
            :MAX_SESSIONS_SHOWN
        ]
    )


def get_proposal(course_: Course, shaping_id: UUID) -> ProgrammeProposal:
    """One of these; 404 where it is of another course."""
    found = ProgrammeProposal.objects.filter(course=course_, pk=shaping_id).first()
    if found is None:
        raise access.NotAllowed
    return found


def proposals_panel(course_: Course, proposals: Sequence[ProgrammeProposal]) -> Panel:
    """How children shaped the programme, as its page shows it."""
    at = [course_.pk]
    return Panel(
        _("How children shape it"),
        lead=_("Without names. Each proposal is answered, and the children are told."),
        actions=[
            ActionLink(
                _("Write down what they propose"), reverse("services:hear_children", args=at)
            )
        ],
        rows=[_proposal_row(one) for one in proposals],
        empty=_("They were not asked yet."),
    )


def _proposal_row(proposal: ProgrammeProposal) -> PanelRow:
    taken = ProposalResponse(proposal.taken_up)
    took_part = ngettext("%(n)d child", "%(n)d children", proposal.took_part) % {
        "n": proposal.took_part
    }
    told = format_day(proposal.told_on) if proposal.told_on else ""
    pairs = [
        LabelledValue(_("Who took part"), took_part, note=str(ProposalMethod(proposal.how).label)),
        LabelledValue(_("What they spoke about"), join_labels(ProposalTopic, proposal.about)),
        LabelledValue(_("What was done"), proposal.followed, missing=_("not answered yet")),
        LabelledValue(_("Told to the children"), told, missing=_("not told yet")),
    ]
    address = reverse("services:answer_children", args=[proposal.course_id, proposal.pk])
    return PanelRow(
        title=format_day(proposal.heard_on),
        state=taken.label,
        needs_attention=taken == ProposalResponse.OPEN or proposal.told_on is None,
        words=proposal.proposed,
        pairs=pairs,
        actions=[ActionLink(_("Answer it"), address)],
    )
