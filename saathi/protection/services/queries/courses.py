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
from saathi.people.models import Child
from saathi.people.rows import Part, Row
from saathi.people.vocabulary import NameKind
from saathi.people.wording import age_words
from saathi.protection.services.models import Attendance, Course, CourseSession, Enrolment, Shaping
from saathi.protection.services.queries.directory import labels
from saathi.protection.services.queries.support import day
from saathi.protection.services.vocabulary import (
    CourseKind,
    HowHeard,
    Module,
    Presence,
    Provider,
    Shapes,
    TakenUp,
)
from saathi.vault import store as vault
from saathi.web.parts import Action, Cell, Column, Pair, Table

A_PAGE = 25
MOST_IN_GROUP = 100
MOST_MEETINGS = 60
LATE = dt.timedelta(days=2 * 365)


def courses_of(staff: Staff, *, ended: bool, number: str) -> Page[Course]:
    """The courses of the agency, the latest first, by page."""
    today = staff.office.today()
    over = Q(ends_on__lt=today)
    found = Course.objects.filter(
        over if ended else ~over | Q(ends_on=None), agency=staff.agency_id
    )
    return Paginator(found.order_by("-starts_on", "pk"), A_PAGE).get_page(number)


def courses_to_join(staff: Staff) -> QuerySet[Course]:
    """The courses that a child joins, or joined: a place may be written down late, from paper."""
    since = staff.office.today() - LATE
    found = Course.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since), agency=staff.agency_id)
    return found.order_by("name", "starts_on", "pk")


def course(staff: Staff, course_id: UUID) -> Course:
    """A course of the reader's agency; 404 for any other."""
    found = Course.objects.filter(pk=course_id, agency=staff.agency_id).first()
    if found is None:
        raise Http404
    return found


def meeting(course_: Course, session_id: UUID) -> CourseSession:
    """A meeting of a course; 404 where there is none."""
    found = CourseSession.objects.filter(pk=session_id, course=course_).first()
    if found is None:
        raise Http404
    return found


def list_table(page: Page[Course]) -> Table:
    """A page of courses."""
    rows = [
        [
            Cell(one.name, reverse("services:show_course", args=[one.pk])),
            Cell(CourseKind(one.kind).label),
            Cell(day(one.starts_on)),
            Cell(day(one.ends_on) or _("open end")),
        ]
        for one in page.object_list
    ]
    columns = [
        Column(_("Course")), Column(_("What kind")), Column(_("First day")), Column(_("Last day")),
    ]  # fmt: skip
    return Table(_("Courses and groups"), columns, rows)


@dataclass(frozen=True)
class Group:
    """A course as the reader sees it: its children as far as she works with them."""

    pairs: Sequence[Pair]
    about: str
    children: Table | None
    meetings: Table | None
    shown: Sequence[UUID]
    files: Sequence[UUID]


@dataclass(frozen=True)
class Member:
    """A child of the group whom the reader may see."""

    place: Enrolment
    code: str
    name: str


def members(
    staff: Staff, course_: Course, *, with_names: bool, running: bool = False
) -> list[Member]:
    """The children of a group whose places the reader sees, by code. Three queries."""
    places = access.visible(staff, Enrolment).filter(course=course_)
    if running:
        places = places.filter(ended_on=None)
        places = places.filter(access.right_to(staff, "writes", Section.SUPPORT, "file"))
    found = list(places.order_by("pk")[:MOST_IN_GROUP])
    children = {
        one.pk: one
        for one in access.visible(staff, Child).filter(pk__in=[place.child_id for place in found])
    }
    opened = vault.open_many(list(children.values())) if with_names else {}
    shown = [
        Member(place, children[place.child_id].code, _name(opened.get(place.child_id)))
        for place in found
        if place.child_id in children
    ]
    return sorted(shown, key=lambda one: one.code)


def _name(payload: dict[str, object] | None) -> str:
    """The first name that the child calls her own."""
    names = payload.get("names", []) if payload else []
    assert isinstance(names, list)
    own = [one["text"] for one in names if one["kind"] != NameKind.IMPOSED]
    return str(own[0]) if own else ""


def group(staff: Staff, course_: Course, *, with_names: bool) -> Group:
    """The course, its children as far as seen, its meetings. Six queries whatever its size."""
    seen = members(staff, course_, with_names=with_names)
    came = Q(attendance__presence__in=[Presence.CAME, Presence.PART])
    counts = {
        pk: (held, there)
        for pk, held, there in access.visible(staff, Enrolment)
        .filter(pk__in=[one.place.pk for one in seen])
        .annotate(held=Count("attendance"), there=Count("attendance", filter=came))
        .values_list("pk", "held", "there")
    }
    meetings = list(
        CourseSession.objects.filter(course=course_).order_by("-held_on", "pk")[:MOST_MEETINGS]
    )
    return Group(
        pairs=[
            Pair(_("What kind"), str(CourseKind(course_.kind).label)),
            Pair(_("Led by"), str(Provider(course_.led_by).label)),
            Pair(_("First day"), day(course_.starts_on)),
            Pair(_("Last day"), day(course_.ends_on), missing=_("open end")),
            Pair(_("Ages"), age_words(course_.age_low, course_.age_high), missing=_("every age")),
            Pair(_("Language"), languages.name_of(course_.language) if course_.language else ""),
            Pair(_("About"), labels(Module, course_.modules)),
        ],
        about=course_.about,
        children=_children(seen, counts) if seen else None,
        meetings=_meetings(course_, meetings) if meetings else None,
        shown=[one.place.pk for one in seen],
        files=[one.place.file_id for one in seen],
    )


def _children(seen: Sequence[Member], counts: dict[UUID, tuple[int, int]]) -> Table:
    rows = []
    for one in seen:
        held, there = counts.get(one.place.pk, (0, 0))
        rows.append(
            [
                Cell(
                    one.name or one.code, reverse("support:show_support", args=[one.place.file_id])
                ),
                Cell(one.code),
                Cell(_("%(there)d of %(held)d") % {"there": there, "held": held} if held else "–"),
                Cell(_("Ended") if one.place.ended_on else _("Under way")),
            ]
        )
    columns = [Column(_("Child")), Column(_("File")), Column(_("Came")), Column(_("Place"))]
    note = _("Only children whose files you read are shown here.")
    return Table(_("Children"), columns, rows, note=note)


def _meetings(course_: Course, meetings: Sequence[CourseSession]) -> Table:
    rows = [
        [
            Cell(
                day(one.held_on),
                reverse("services:record_attendance", args=[course_.pk, one.pk]),
            ),
            Cell(one.topic or labels(Module, one.modules) or "–"),
            Cell(str(one.minutes) if one.minutes else "–"),
        ]
        for one in meetings
    ]
    columns = [Column(_("Held on")), Column(_("About")), Column(_("Minutes"), is_number=True)]
    return Table(_("Meetings"), columns, rows)


def presence_of(staff: Staff, session: CourseSession) -> dict[UUID, str]:
    """Who is written down as there, by place."""
    found = access.visible(staff, Attendance).filter(session=session)
    return dict(found.annotate(place=F("enrolment")).values_list("place", "presence"))


def shaped(course_: Course) -> list[Shaping]:
    """What children proposed for a programme, the latest first."""
    return list(Shaping.objects.filter(course=course_).order_by("-heard_on", "pk")[:MOST_MEETINGS])


def shaping_of(course_: Course, shaping_id: UUID) -> Shaping:
    """One of these; 404 where it is of another course."""
    found = Shaping.objects.filter(course=course_, pk=shaping_id).first()
    if found is None:
        raise access.NotAllowed
    return found


def shaped_part(course_: Course, found: Sequence[Shaping]) -> Part:
    """How children shaped the programme, as its page shows it."""
    at = [course_.pk]
    return Part(
        _("How children shape it"),
        lead=_("Without names. Each proposal is answered, and the children are told."),
        actions=[
            Action(_("Write down what they propose"), reverse("services:hear_children", args=at))
        ],
        rows=[_shaping(one) for one in found],
        empty=_("They were not asked yet."),
    )


def _shaping(one: Shaping) -> Row:
    taken = TakenUp(one.taken_up)
    took_part = ngettext("%(n)d child", "%(n)d children", one.took_part) % {"n": one.took_part}
    told = day(one.told_on) if one.told_on else ""
    pairs = [
        Pair(_("Who took part"), took_part, note=str(HowHeard(one.how).label)),
        Pair(_("What they spoke about"), labels(Shapes, one.about)),
        Pair(_("What was done"), one.followed, missing=_("not answered yet")),
        Pair(_("Told to the children"), told, missing=_("not told yet")),
    ]
    address = reverse("services:answer_children", args=[one.course_id, one.pk])
    return Row(
        title=day(one.heard_on),
        state=taken.label,
        attend=taken == TakenUp.OPEN or one.told_on is None,
        words=one.proposed,
        pairs=pairs,
        actions=[Action(_("Answer it"), address)],
    )
