"""What cases contribute to shared pages: visits, assessments, reviews, approvals and closing."""

from typing import Any, Literal
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    ColleagueNote,
    Domain,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.next_forms import NextForm
from saathi.agencies.permissions import Permission
from saathi.agencies.request_cache import get_cached
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, office_today_values
from saathi.infra import clock
from saathi.infra.join_words import join_words
from saathi.protection.casework.cases import caseload, danger, due_queries, models, urgent_work
from saathi.protection.casework.cases.closing_act import CLOSING
from saathi.protection.casework.cases.danger import Danger
from saathi.protection.casework.cases.due_wording import describe_attempts
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.recorded import RECORDS
from saathi.protection.casework.cases.timeline_events import TIMELINE_EVENTS
from saathi.protection.casework.cases.vocabulary import (
    DANGER_ALERT,
    NOT_MET_ALERT,
    Duty,
)
from saathi.protection.identification.intake.queue.queries import find_staff_on_duty
from saathi.web.alert_parts import PersonToCall, UrgentRank
from saathi.web.components import ActionLink, AlertBox
from saathi.web.page_names import CHILD_FILE, MY_DAY
from saathi.web.telephone import telephone_url


def not_met_alert(rights: FileRights, attempts: list[int]) -> list[AlertBox]:
    """An alert that the child was not met at the last visits."""
    office = rights.staff.office
    most = office_procedure(office, on=office.today()).alert_attempts
    words = _("Child not met: %(attempts)s") % {"attempts": describe_attempts(attempts[0], most)}
    text = _("Plan the next attempt in line with the safe contact instructions.")
    page = ("dues:list_dues", _("Due dates"))
    if _may_record_visit(rights):
        page = ("cases:record_visit", _("Record a visit"))
    action = ActionLink(page[1], reverse(page[0], args=[rights.file_id]))
    kind: Literal["danger", "attend"] = "danger" if attempts[0] >= most else "attend"
    return [AlertBox(words, text, action, kind, "home")]


def _may_record_visit(rights: FileRights) -> bool:
    may_work = access.has_permission(rights.staff, Permission.WORK_ON_CASE)
    return may_work and bool(rights.writes & Section.VISITS)


def danger_alert(rights: FileRights, found: dict[str, Any]) -> list[AlertBox]:
    """An alert that the child may be in danger, until a visit records that the child is safe."""
    child_danger = Danger.from_row(found, rights.staff.office)
    sentences = [
        *_danger_reasons(child_danger),
        _who_checks(rights.staff),
        _how_it_ends(child_danger),
    ]
    leads = access.has_permission(rights.staff, Permission.APPROVE)
    on_duty = [] if leads else people_on_duty(rights.staff)
    text = " ".join(sentence for sentence in sentences if sentence)
    page = ("cases:list_visits", _("View visits"))
    if _may_record_visit(rights):
        page = ("cases:record_visit", _("Record a visit"))
    action = ActionLink(page[1], reverse(page[0], args=[rights.file_id]))
    return [AlertBox(child_danger.title, text, action, on_duty=on_duty)]


def _how_it_ends(child_danger: Danger) -> str:
    linked = gettext(
        "The report was linked to this case on %(moment)s. Record a visit after that: only a later visit "
        "that finds the child safe ends this alert."
    ) % {"moment": child_danger.linked}
    if child_danger.needs_alone:
        alone = gettext(
            "This alert ends when a visit meets the child alone and records that the child is safe."
        )
        return f"{linked} {alone}" if child_danger.linked else alone
    if child_danger.linked:
        return linked
    return gettext("This alert ends when a visit records that the child is safe.")


def _danger_reasons(child_danger: Danger) -> list[str]:
    """What else is known besides the title of the alert."""
    if child_danger.unsafe:
        report = danger.describe_danger(child_danger.reported_on)
        reasons = [f"{report}."] if child_danger.reported_on else []
        return reasons + ([_prevented()] if child_danger.is_prevented else [])
    if child_danger.reported_on and child_danger.is_prevented:
        return [_prevented()]
    if child_danger.is_found_safe and not child_danger.is_prevented:
        return [gettext("A visit found the child safe, but not surely after the alert began.")]
    if child_danger.is_met and not child_danger.is_prevented:
        return [gettext("The child was met, but no visit records that the child is safe.")]
    return []


def _prevented() -> str:
    return gettext("Others prevented contact with this child.")


def _who_checks(staff: Staff) -> str:
    """Who the reader should call now."""
    if access.has_permission(staff, Permission.APPROVE):
        return gettext(
            "The child may be in danger now. Call the case worker now and agree who checks today that "
            "the child is safe. Call the emergency services if anyone may be hurt now."
        )
    return gettext(
        "The child may be in danger now. Call your supervisor now and agree who checks today that the "
        "child is safe. Call the emergency services if anyone may be hurt now."
    )


def people_on_duty(staff: Staff) -> list[PersonToCall]:
    """Who is on duty at the reader's office or above, with the telephone; not the reader."""
    cached = get_cached(
        ("on duty", staff.office_id), lambda: find_staff_on_duty(staff.office, clock.now())
    )
    return [
        PersonToCall(shift.staff.name, _unbroken(shift.phone), telephone_url(shift.phone))
        for shift in (cached.shifts if cached else ())
        if shift.staff_id != staff.pk
    ]


def _unbroken(phone: str) -> str:
    """The number on one line, so that it can be read and copied whole."""
    return phone.replace(" ", "\N{NO-BREAK SPACE}")


def waiting_children_not_met(_staff: Staff, count: int) -> list[AlertBox]:
    """For supervisors: how many children have not been met for a long time."""
    return [_not_met_box(count)] if count else []


def _not_met_box(count: int) -> AlertBox:
    title = ngettext(
        "%(count)d child was not met at several visits in a row",
        "%(count)d children were not met at several visits in a row",
        count,
    )
    action = ActionLink(_("Children not met"), reverse("dues:list_not_met"))
    return AlertBox(title % {"count": count}, "", action, "danger", "home", rank=UrgentRank.NOT_MET)


def open_case_notes(_actor: Staff, workers: list[UUID]) -> dict[UUID, str]:
    """How many open cases each case worker has, and until when a colleague covers for them."""
    loads = caseload.staff_loads(workers)
    return {worker: _load_text(loads.get(worker, caseload.StaffLoad())) for worker in workers}


def _load_text(load: caseload.StaffLoad) -> str:
    count = ngettext("%(count)d open case", "%(count)d open cases", load.open_cases)
    text = count % {"count": load.open_cases}
    if load.covered_until is None:
        return text
    until = gettext("on leave, covered until %(day)s")
    return join_words([text, until % {"day": date_format(load.covered_until, "j F Y")}])


def _may_assess(staff: Staff, file_id: UUID) -> bool:
    """Whether the child has a case, whose assessments this staff member may record."""
    may_write = access.may_write(staff, file_id, Section.NEEDS)
    return may_write and models.Case.objects.filter(child__file_id=file_id).exists()


def _may_record_statement(staff: Staff, file_id: UUID) -> bool:
    return access.may_write(staff, file_id, Section.VOICE)


DOMAIN = Domain(
    next_forms=(
        NextForm(
            "trafficking:record_episode",
            _("Save and record an assessment"),
            "cases:record_assessment",
            _may_assess,
        ),
        NextForm(
            "cases:record_visit",
            _("Save and record what the child said"),
            "participation:record_statement",
            _may_record_statement,
        ),
    ),
    urls={"urls": "child/<uuid:file_id>/", "due_urls": ""},
    file_links=(
        FileLink(
            50,
            Section.NEEDS,
            _("Needs and health"),
            "cases:list_assessments",
            "heart",
            group=FileGroup.PLAN,
        ),
        FileLink(
            60, Section.VISITS, _("Visits"), "cases:list_visits", "home", group=FileGroup.SERVICES
        ),
        FileLink(
            80, Section.PLAN, _("Reviews"), "cases:list_reviews", "refresh", group=FileGroup.PLAN
        ),
    ),
    colleague_notes=(ColleagueNote(Permission.ASSIGN, open_case_notes),),
    duties={
        Duty.ASSESSMENT: "cases:record_assessment",
        Duty.VISIT: "cases:record_visit",
        Duty.REVIEW: "cases:list_reviews",
        Duty.COMING_OF_AGE: "cases:list_reviews",
    },
    file_actions=(
        FileAction(
            12,
            Section.NEEDS,
            _("Record an assessment"),
            "cases:record_assessment",
            "clipboard-list",
            needs_case=True,
        ),
    ),
    file_alerts=(
        FileAlert(
            12,
            DANGER_ALERT,
            Section.VISITS | Section.NEEDS,
            danger.case_danger_column,
            danger_alert,
            is_urgent=True,
            needs_open_case=True,
            is_on_every_page=True,
        ),
        FileAlert(
            35,
            NOT_MET_ALERT,
            Section.VISITS,
            due_queries.attempts_column,
            not_met_alert,
            needs_open_case=True,
        ),
    ),
    waiting=(
        WaitingWork(
            0,
            frozenset({Permission.APPROVE}),
            urgent_work.supervised_danger_boxes,
            urgent_work.supervised_danger_column,
        ),
        WaitingWork(
            0,
            frozenset({Permission.WORK_ON_CASE}),
            urgent_work.own_urgent_boxes,
            urgent_work.own_urgent_column,
            office_today_values,
        ),
        WaitingWork(
            0,
            frozenset({Permission.APPROVE}),
            waiting_children_not_met,
            due_queries.not_met_column,
            due_queries.attempts_before_alert,
        ),
    ),
    notices={
        "child_not_met": NoticePage(CHILD_FILE),
        "contact_prevented": NoticePage("cases:list_visits"),
        "child_unsafe": NoticePage("cases:list_visits"),
        "danger_ended": NoticePage("cases:list_visits"),
        "danger_linked": NoticePage(CHILD_FILE),
        "case_assigned": NoticePage(CHILD_FILE),
        "case_assigned_now": NoticePage(CHILD_FILE),
        "cover_arranged": NoticePage(MY_DAY, is_of_record=False),
        "tasks_returned": NoticePage(CHILD_FILE),
        "approval_given": NoticePage(MY_DAY, is_of_record=False),
        "sent_back": NoticePage(MY_DAY, is_of_record=False),
        "coming_of_age": NoticePage("cases:list_reviews"),
    },
    records=RECORDS,
    significant_acts=(CLOSING,),
    timeline=(
        *TIMELINE_EVENTS,
        NotOnTimeline(models.Seat, "the file shows the team; the access log has its changes"),
        NotOnTimeline(models.Due, "it is still to come; what was done has a record of its own"),
    ),
)
