"""Children who may be in danger now, by a report or by a visit, until a later visit says otherwise.

A case is in danger after a report of immediate danger, from its linking if it was linked to an open case,
and after a visit that found the child not safe or at which others prevented contact, at whichever risk
level. Only a later visit that met the child and recorded that the child is safe ends it: not the meeting
by itself, nor a lower risk level, nor "not known", nor a visit of the same moment or recorded later of an
earlier moment, nor a visit without a time if the danger began at a known time of the same day
(`danger_times.IsAfterDanger`). After others prevented contact, and after a visit that met the child alone
found the child not safe, only a visit that met the child alone does.
The functions in SQL (`open_matters.sql`, `supervision.sql`, `approvals.sql`, `case_list.sql`) have the
same rule.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import (
    BooleanField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Wrapped
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django.db.models.lookups import GreaterThan
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Office, Staff
from saathi.agencies.record_kit.rows import format_moment
from saathi.agencies.sections import RISK_SECTIONS
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import (
    CASE_ASSIGNED_NOTICE,
    CASE_ASSIGNED_NOW_NOTICE,
    OPEN_STATUSES,
    ChildSafety,
    NotMetReason,
    RiskLevel,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.identification.intake.danger_times import IsAfterDanger
from saathi.protection.identification.intake.unsafe_wording import as_sentence, describe_unsafe

MAY_BE_IN_DANGER: Final = gettext_lazy("May be in danger")
_LONG_AGO: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_PREVENTED: Final = Q(not_met_because=NotMetReason.PREVENTED_BY_OTHERS)
_UNSAFE: Final = Q(child_safe=ChildSafety.NO)
# The visits after which the child may be in danger, as in the index of `Visit`.
SHOWS_DANGER: Final = _PREVENTED | _UNSAFE
_SAFE: Final = Q(child_safe=ChildSafety.YES)
_ALONE: Final = Q(outcome=VisitOutcome.MET_ALONE)
# What ends danger that prevented contact showed, or that was seen when the child was met alone: others may
# keep the child from speaking.
_SAFE_ALONE: Final = _SAFE & _ALONE
_NEEDS_ALONE: Final = _PREVENTED | _UNSAFE & _ALONE
_RECEIVED: Final = Coalesce("danger_received_at", "danger_reported_at")
_MOMENT: Final = (F("happened_at"), F("is_time_unknown"))


def has_open_danger_report(visits: QuerySet[Visit]) -> Q:
    """A condition on cases: reported in immediate danger, not recorded as safe by a visit since."""
    safe = visits.filter(
        IsAfterDanger((OuterRef("danger_reported_at"), False), _MOMENT, OuterRef("office_id")),
        case=OuterRef("pk"),
        child_safe=ChildSafety.YES,
    )
    return Q(danger_reported_at__isnull=False) & ~Q(Exists(safe))


def is_contact_prevented(visits: QuerySet[Visit]) -> Exists:
    """Of a query of cases: others prevented contact, and no later visit met the child alone and safe."""
    prevented = visits.filter(_PREVENTED, case=OuterRef("pk"))
    return Exists(prevented.exclude(_was_later(visits, _SAFE_ALONE)))


def needs_meeting_alone(visits: QuerySet[Visit]) -> Exists:
    """A condition on cases: a visit showed danger that only a visit that meets the child alone ends."""
    shown = visits.filter(_NEEDS_ALONE, case=OuterRef("pk"))
    return Exists(shown.exclude(_was_later(visits, _SAFE_ALONE)))


def is_visited_in_danger(visits: QuerySet[Visit]) -> Exists:
    """Of a query of cases: a visit showed danger, and no later one ended it."""
    return Exists(_in_danger(visits))


def latest_danger(visits: QuerySet[Visit]) -> Greatest:
    """For cases: since when the child may be in danger, the latest if several; none if ended."""
    reported = Wrapped(
        When(has_open_danger_report(visits), then=F("danger_reported_at")), default=None
    )
    shown = _in_danger(visits).order_by("-happened_at")
    return Greatest(reported, Subquery(shown.values("happened_at")[:1]))


def latest_danger_sign_time(visits: QuerySet[Visit]) -> Coalesce:
    """For cases with the columns of danger: when the sign that decides their place in lists was last seen.

    A visit that found the child not safe, else the report, else a visit at which others prevented contact.
    In SQL `supervision_danger_sign`.
    """
    prevented = visits.filter(_PREVENTED, case=OuterRef("pk"))
    last = _not_ended(prevented, visits).order_by("-happened_at").values("happened_at")[:1]
    return Coalesce("unsafe_at", "danger_since", Subquery(last))


def _in_danger(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Within a query of cases: the visits that showed danger which no later one ended."""
    return _not_ended(visits.filter(SHOWS_DANGER, case=OuterRef("pk")), visits)


def _not_ended(shown: QuerySet[Visit], visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Within a query of cases: those of the visits that showed danger which no later one ended."""
    return shown.exclude(
        Q(_was_later(visits, _SAFE_ALONE)) | ~_NEEDS_ALONE & Q(_was_later(visits, _SAFE))
    )


def _was_later(visits: QuerySet[Visit], found: Q) -> Exists:
    """Of a query of visits within one of cases: whether one that was surely later found this."""
    began = (OuterRef("happened_at"), OuterRef("is_time_unknown"))
    is_later = IsAfterDanger(began, _MOMENT, OuterRef(OuterRef("office_id")))
    return Exists(visits.filter(found, is_later, case=OuterRef("case")))


def was_met_since_report(visits: QuerySet[Visit]) -> Exists:
    """A condition on cases: a visit met the child, after the report of danger if there is one."""
    return Exists(_since_report(visits).exclude(outcome=VisitOutcome.NOT_MET))


def was_found_safe(visits: QuerySet[Visit]) -> Exists:
    """A condition on cases: a visit found the child safe since the report, whether or not it ended danger."""
    return Exists(_since_report(visits).filter(_SAFE))


def _since_report(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Within a query of cases: the visits since the report of danger; all, if the case began with it.

    Visits that were made for the report come with it into the case.
    """
    reported_at = Coalesce(OuterRef("danger_received_at"), OuterRef("danger_reported_at"))
    is_later = GreaterThan(reported_at, OuterRef("recorded_at"))
    since = Wrapped(When(is_later, then=reported_at), default=Value(_LONG_AGO))
    return visits.filter(case=OuterRef("pk"), happened_at__gte=since)


def last_seen_unsafe(visits: QuerySet[Visit]) -> dict[str, Subquery]:
    """For cases: when a visit last found the child not safe, whether its time is unknown, and its kind.

    None once a later visit ended this; prevented contact later does not hide it.
    """
    unsafe = visits.filter(_UNSAFE, case=OuterRef("pk"))
    unsafe_visits = _not_ended(unsafe, visits).order_by("-happened_at", "-pk")
    return {
        "unsafe_at": Subquery(unsafe_visits.values("happened_at")[:1]),
        "is_unsafe_untimed": Subquery(unsafe_visits.values("is_time_unknown")[:1]),
        "unsafe_kind": Subquery(unsafe_visits.values("kind")[:1]),
    }


def annotate_danger(
    cases: QuerySet[Case], visits: QuerySet[Visit], knows: Any = None
) -> QuerySet[Any, Any]:
    """Cases with `danger_since`, `is_prevented`, `is_in_danger`; only where `knows` holds, if given.

    `danger_since`: when the report was received; `linked_at`: when it was linked, if the case was open.
    """
    known = Q(knows) if knows is not None else Q()
    reported = known & has_open_danger_report(visits)
    linked = reported & Q(danger_received_at__isnull=False)
    visited = known & Q(is_visited_in_danger(visits))
    return cases.annotate(
        danger_since=Wrapped(When(reported, then=_RECEIVED), default=None),
        linked_at=Wrapped(When(linked, then=F("danger_reported_at")), default=None),
        is_prevented=_flag(known & Q(is_contact_prevented(visits))),
        is_in_danger=_flag(reported | visited),
    )


def _flag(condition: Q) -> Wrapped:
    return Wrapped(When(condition, then=True), default=False, output_field=BooleanField())


# The names of the columns that `Danger` is read from.
DANGER_COLUMNS = {
    "danger_since": "danger_since",
    "linked_at": "linked_at",
    "is_prevented": "is_prevented",
    "needs_alone": "needs_alone",
    "is_met": "is_met",
    "is_found_safe": "is_found_safe",
    "unsafe_at": "unsafe_at",
    "is_unsafe_untimed": "is_unsafe_untimed",
    "unsafe_kind": "unsafe_kind",
    "risk": "risk",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """Why a child counts as in danger, whether met since the report, and when seen as not safe.

    `unsafe`: "seen not safe on …", with the day and time. `is_found_safe`: by a visit since the report
    that did not end the alert. `linked`: when the report was linked to the case, in words; empty if the
    case was opened from it. `needs_alone`: only a visit that meets the child alone ends the danger.
    """

    reported_on: dt.date | None
    is_prevented: bool
    is_met: bool = False
    risk: str = ""
    unsafe: str = ""
    is_found_safe: bool = False
    linked: str = ""
    needs_alone: bool = False

    @classmethod
    def from_row(cls, row: Mapping[str, Any], office: Office) -> Self:
        """The danger in a row of `DANGER_COLUMNS`, with the day of the report at this office."""
        reported_at, unsafe_at = (
            dt.datetime.fromisoformat(row[name]) if row[name] else None
            for name in ("danger_since", "unsafe_at")
        )
        at = dt.datetime.fromisoformat(row["linked_at"]) if row["linked_at"] else None
        return cls(
            office.date_of(reported_at) if reported_at else None,
            row["is_prevented"],
            row["is_met"],
            row["risk"],
            describe_seen_unsafe(
                unsafe_at, row["is_unsafe_untimed"], office, kind=row["unsafe_kind"]
            ),
            row["is_found_safe"],
            format_moment(at, office),
            row["needs_alone"],
        )

    @property
    def title(self) -> str:
        """The title of the file's alert."""
        return describe_danger(self.reported_on, self.unsafe)

    @property
    def is_immediate(self) -> bool:
        """Whether a report says so or the child was seen not safe, not only that contact was prevented."""
        return self.reported_on is not None or bool(self.unsafe)

    @property
    def words(self) -> str:
        """The reason in a few words, to follow the case ID."""
        high = [_("high risk")] if self.risk == RiskLevel.HIGH else []
        return join_words([*self._parts(), *high])

    @property
    def reason(self) -> str:
        """The same as the start of a sentence, without the risk level, for a table that has it."""
        return as_sentence(join_words(self._parts()))

    def _parts(self) -> Iterable[str]:
        """What was seen first, then the report, then the last attempt."""
        if self.unsafe:
            yield self.unsafe
        if self.reported_on:
            day = date_format(self.reported_on, "j F Y")
            yield _("immediate danger (report of %(day)s)") % {"day": day}
        if self.is_prevented:
            yield _("others prevented contact")
        elif self.unsafe:
            return
        elif self.is_met and self.is_found_safe:
            yield _("met, but the alert has not ended")
        elif self.is_met:
            yield _("met, but not recorded as safe")
        else:
            yield _("child not met yet")


def describe_danger(reported_on: dt.date | None, unsafe: str = "") -> str:
    """The danger of a child as a title: seen not safe, else from which report, else contact prevented."""
    if unsafe:
        return as_sentence(unsafe)
    if reported_on is None:
        return _("Others prevented contact with this child")
    day = date_format(reported_on, "j F Y")
    return _("Immediate danger (report of %(day)s)") % {"day": day}


def describe_seen_unsafe(
    at: dt.datetime | None,
    is_untimed: bool | None,  # noqa: FBT001 - a column
    office: Office,
    *,
    kind: str | None,
) -> str:
    """Words "seen not safe on …" of these columns, or "told" of a call; empty if no visit found it."""
    is_call = kind == VisitKind.TELEPHONE
    untimed = bool(is_untimed)
    return describe_unsafe(at, office, is_time_unknown=untimed, is_call=is_call) if at else ""


def danger_state_columns(visits: QuerySet[Visit]) -> dict[str, Any]:
    """The columns of cases that `Danger` needs besides those of `annotate_danger`."""
    return {
        "is_met": was_met_since_report(visits),
        "is_found_safe": was_found_safe(visits),
        "needs_alone": needs_meeting_alone(visits),
        **last_seen_unsafe(visits),
    }


def case_danger_column(rights: FileRights, _day: dt.date) -> Subquery:
    """Why the child of a file is in danger, for the file's alert; empty for a child who is not."""
    visits = rights.records(Visit)
    cases = rights.records(Case).filter(child=OuterRef("pk"), status__in=OPEN_STATUSES)
    found = annotate_danger(cases, visits).filter(is_in_danger=True)
    found = found.annotate(**danger_state_columns(visits))
    return Subquery(found.order_by("-opened_on").values(known=JSONObject(**DANGER_COLUMNS))[:1])


def assignment_notice_kind(file_id: UUID) -> NoticeKind:
    """The notice to the new worker of a file's open case: urgent if the child may be in danger."""
    cases = Case.objects.filter(file=file_id, status__in=OPEN_STATUSES)
    annotate_dangers = annotate_danger(cases, Visit.objects.all()).filter(is_in_danger=True)
    return CASE_ASSIGNED_NOW_NOTICE if annotate_dangers.exists() else CASE_ASSIGNED_NOTICE


def may_know_danger(case: Case, staff: Staff) -> bool:
    """Whether this person may read the risk; others are not asked whether the child is safe."""
    return bool(access.sections_of_file(staff, case.file_id)[0] & RISK_SECTIONS)


def is_in_danger(case: Case) -> bool:
    """Whether the child of this case may be in danger now, by the visits that the actor may read."""
    result = annotate_danger(Case.objects.filter(pk=case.pk), Visit.objects.all())
    return result.filter(is_in_danger=True).exists()


def must_be_met_alone(case: Case) -> bool:
    """Whether the danger of this case ends only by a visit that meets the child alone."""
    return Case.objects.filter(needs_meeting_alone(Visit.objects.all()), pk=case.pk).exists()
