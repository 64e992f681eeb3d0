"""What the screens of the search show, ready to draw: decides nothing, asks nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.http import StaffRequest
from saathi.agencies.models import Notice
from saathi.agencies.permissions import Permission
from saathi.desk.finding.queries import Candidate, Candidates, Wanted
from saathi.desk.finding.reasons import Said, in_words
from saathi.infra import places
from saathi.infra.listing import listed
from saathi.matching import names
from saathi.people.languages import name_of
from saathi.people.names import OF_RELATIVES, in_envelope
from saathi.people.vocabulary import Gender, NameKind, Whose
from saathi.people.wording import age_evidence, age_words
from saathi.protection.intake.models import Enquiry
from saathi.web.parts import Action, Alert, Compared, Comparison


@dataclass(frozen=True)
class Shown:
    """One child beside what was asked, and what can be done with it."""

    comparison: Comparison
    file: Action | None
    link: str  # where the report is joined to this child; empty when no report is behind the search
    form_key: str
    reasons: list[Said]


@dataclass(frozen=True)
class AnswerPage:
    """The answer to a search."""

    shown: list[Shown]
    was_cut: bool
    contact: Alert | None
    open_file: Action | None
    again: Action


@dataclass(frozen=True)
class MissingAnswer:
    """The children of one's own beside one who is missing."""

    shown: list[Shown]
    was_cut: bool


def answer_page(
    enquiry: Enquiry,
    wanted: Wanted,
    found: Candidates,
    contact: Notice | None,
    request: StaffRequest,
) -> AnswerPage:
    """The answer to one search, for the one who asked."""
    asked = wanted.asked
    again = reverse("desk:find_child")
    if asked.report:
        again = reverse("desk:find_from_report", args=[asked.report])
    new = Action(
        _("None of these: open a new file") if found.shown else _("Open a new file"),
        reverse("desk:open_file", args=[enquiry.pk]),
        "file-plus",
    )
    may_open = Permission.OPEN_CASE in request.may
    may_join = bool(asked.report) and may_open

    def link(file_id: UUID) -> str:
        return reverse("desk:link_report", args=[enquiry.pk, file_id]) if may_join else ""

    doors = _doors(found, link)

    return AnswerPage(
        shown=[
            _shown(enquiry.pk, wanted, candidate, door, request)
            for candidate, door in zip(found.shown, doors, strict=True)
        ],
        was_cut=found.was_cut,
        contact=_contact(contact),
        open_file=new if may_open else None,
        again=Action(_("Search again with other facts"), again, "search"),
    )


def missing_page(
    report_id: UUID, wanted: Wanted, found: Candidates, request: StaffRequest
) -> MissingAnswer:
    """The children of one's own whom a missing child may be."""
    may_follow = Permission.RECORD_REPORT in request.may

    def link(file_id: UUID) -> str:
        return reverse("desk:follow_missing", args=[report_id, file_id]) if may_follow else ""

    shown = [
        _shown(report_id, wanted, candidate, door, request)
        for candidate, door in zip(found.shown, _doors(found, link), strict=True)
    ]
    return MissingAnswer(shown, found.was_cut)


def _contact(notice: Notice | None) -> Alert | None:
    if notice is None:
        return None
    text = _("Somebody will be in touch with you about your enquiry.")
    return Alert(_("Contact is being made"), text, kind="attend", icon="message-circle")


@dataclass(frozen=True, slots=True)
class _Door:
    """The file that a record found leads to: itself, or the one it is joined with."""

    file_id: UUID
    link: str
    is_joined: bool


def _doors(found: Candidates, link: Callable[[UUID], str]) -> list[_Door]:
    doors = []
    for candidate in found.shown:
        itself = candidate.child.file_id
        counts = found.counts_as.get(itself, itself)
        doors.append(_Door(counts, link(counts), counts != itself))
    return doors


def _shown(
    asked_by: UUID, wanted: Wanted, candidate: Candidate, door: _Door, request: StaffRequest
) -> Shown:
    """A record that is joined with another leads to the one that counts."""
    label = _("Open the record that counts") if door.is_joined else _("Open the child’s file")
    file = Action(label, reverse("desk:child_file", args=[door.file_id]))
    return Shown(
        comparison=_beside(wanted, candidate),
        file=file if Permission.WORK_ON_CASE in request.may else None,
        link=door.link,
        form_key=_key(asked_by, door.file_id),
        reasons=in_words(candidate.reasons),
    )


def _key(enquiry: UUID, file_id: UUID) -> str:
    """The one-use key of a button: joining the same two twice is once, whichever page it is on."""
    return str(UUID(int=enquiry.int ^ file_id.int))


def _beside(wanted: Wanted, candidate: Candidate) -> Comparison:
    asked, child = wanted.asked, candidate.child
    lines = [
        _names(_("Names, as written"), asked.names, _written(candidate, asked.names)),
        _relative(_("Father’s name"), asked.father, candidate, NameKind.FATHER),
        _relative(_("Mother’s name"), asked.mother, candidate, NameKind.MOTHER),
        Compared(
            _("Age, by the evidence"),
            age_words(asked.age_low, asked.age_high),
            "; ".join(age_evidence(told) for told in candidate.ages),
            _years_meet(wanted, candidate),
        ),
        _same(_("Girl, boy or other"), _gender(asked.gender), _gender(child.gender)),
        _same(
            _("District of home"),
            places.district_name(asked.district),
            places.district_name(child.home_district),
        ),
        Compared(
            _("Language"),
            name_of(asked.language),
            listed(name_of(code) for code in child.languages),
            asked.language in child.languages if asked.language and child.languages else None,
        ),
    ]
    return Comparison(child.code, gettext("What you look for"), gettext("This file"), lines)


def _written(candidate: Candidate, asked: tuple[str, ...]) -> list[str]:
    """Her own names. One that others gave her against her will shows only to who asks by it."""
    keys = {key for name in asked for key in names.keys(name)}
    return [
        name.text
        for name in in_envelope(candidate.opened)
        if name.kind not in OF_RELATIVES
        and name.whose != Whose.NOT_HERS
        and (name.kind != NameKind.IMPOSED or keys & names.keys(name.text))
    ]


def _names(label: object, asked: tuple[str, ...], written: list[str]) -> Compared:
    agrees = None
    if asked and written:
        keys = {key for name in asked for key in names.keys(name)}
        agrees = any(keys & names.keys(name) for name in written)
    return Compared(str(label), " · ".join(asked), " · ".join(written), agrees)


def _relative(label: object, asked: str, candidate: Candidate, kind: NameKind) -> Compared:
    told = [name for name in in_envelope(candidate.opened) if name.kind == kind]
    written = [name.text for name in told if name.whose != Whose.NOT_HERS]
    return _names(label, (asked,) if asked else (), written)


def _same(label: object, left: str, right: str) -> Compared:
    return Compared(str(label), left, right, left == right if left and right else None)


def _gender(code: str) -> str:
    return "" if code == Gender.NOT_SAID else str(Gender(code).label)


def _years_meet(wanted: Wanted, candidate: Candidate) -> bool | None:
    years = wanted.asked.birth_years(wanted.on)
    low, high = candidate.child.birth_year_low, candidate.child.birth_year_high
    if years is None or low is None or high is None:
        return None
    return low <= years[1] and years[0] <= high
