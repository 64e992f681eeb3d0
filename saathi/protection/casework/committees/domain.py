"""What local committees contribute to shared pages."""

import datetime as dt
from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAlert,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
    PageLink,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, permission_values
from saathi.protection.casework.committees import queries
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import ChildCondition
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, join_facts

IN_DANGER = _("A local committee reports that the child is in danger")
_CALM = [condition.value for condition in ChildCondition if condition != ChildCondition.DANGER]


def committee_danger_column(rights: FileRights, _today: dt.date) -> Exists:
    """Whether a committee reports danger without a response yet."""
    return Exists(queries.reported_danger(rights.records(CommitteeObservation)))


def danger_alert(rights: FileRights, _is_reported: bool) -> list[AlertBox]:  # noqa: FBT001 - the value of the column
    """The alert on the file, until a colleague has responded."""
    page = reverse("committees:list_follow_ups", args=[rights.file_id])
    return [AlertBox(IN_DANGER, "", ActionLink(_("Read and respond"), page), "danger")]


def waiting_work(_staff: Staff, waiting: dict[str, Any]) -> list[AlertBox]:
    """Danger reported in files this person works on or leads; requests to them as a member."""
    boxes = [_danger_box(danger) for danger in waiting["dangers"]]
    return [*boxes, _request_box(waiting["asked"])] if waiting["asked"] else boxes


def _danger_box(danger: dict[str, Any]) -> AlertBox:
    seen_on = date_format(dt.date.fromisoformat(danger["seen_on"]), "j F Y")
    page = reverse("committees:list_follow_ups", args=[danger["file_id"]])
    about = join_facts(filter(None, (danger["code"], seen_on)))
    action = ActionLink(_("Read and respond"), page)
    return AlertBox(IN_DANGER, about, action, "danger", rank=UrgentRank.IN_DANGER)


def _request_box(count: int) -> AlertBox:
    """The number of children that this person is asked to follow up as a committee member."""
    title = ngettext(
        "You are asked to follow up %(count)d child",
        "You are asked to follow up %(count)d children",
        count,
    )
    action = ActionLink(_("Open"), reverse("committees:list_assigned_follow_ups"))
    return AlertBox(title % {"count": count}, "", action, "attend", "home")


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            150,
            Section.CASE,
            _("Local committee"),
            "committees:list_follow_ups",
            "users",
            group=FileGroup.SERVICES,
        ),
    ),
    file_alerts=(
        FileAlert(
            5,
            "committee_danger",
            Section.CASE,
            committee_danger_column,
            danger_alert,
            is_urgent=True,
        ),
    ),
    waiting=(
        WaitingWork(
            1,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE, Permission.RECORD_REPORT}),
            waiting_work,
            queries.waiting_work_column,
            permission_values,
        ),
    ),
    page_links=(
        PageLink(
            "intake:list_reports",
            _("Children to follow up"),
            "committees:list_assigned_follow_ups",
            "home",
        ),
    ),
    notices={
        "committee_asked": NoticePage("committees:show_follow_up"),
        "committee_told": NoticePage("committees:list_follow_ups"),
        "committee_danger": NoticePage("committees:list_follow_ups"),
        "committee_ended": NoticePage("committees:show_follow_up"),
    },
    records=(
        RecordKind(FollowUp, _("Follow-up by a committee member")),
        RecordKind(CommitteeObservation, _("Observation by a committee member")),
    ),
    timeline=(
        EventSource(
            "committee_danger",
            CommitteeObservation,
            "seen_on",
            _("A local committee reported that the child is in danger"),
            (EventKind.VISITS,),
            only={"how": ChildCondition.DANGER.value},
            mark="alarm",
            page="committees:list_follow_ups",
        ),
        *(
            EventSource(
                f"committee_{condition}",
                CommitteeObservation,
                "seen_on",
                _("A local committee reported on the child"),
                (EventKind.VISITS,),
                only={"how": condition},
                page="committees:list_follow_ups",
            )
            for condition in _CALM
        ),
        NotOnTimeline(FollowUp, "its page shows who was asked what until when"),
    ),
)
