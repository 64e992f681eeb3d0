"""What services and support contribute to shared pages."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.next_forms import NextForm
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.register_kit.shared_texts import publication_alert, review_alert
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.agencies.waiting_work import WaitingWork
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.services import models
from saathi.protection.casework.services.queries import directory, referral_lists
from saathi.protection.casework.services.vocabulary import ANSWERS_TO_OFFER, ReferralState
from saathi.web.components import ActionLink, AlertBox


def waiting_referrals(staff: Staff, value: dict[str, Any] | None) -> list[AlertBox]:
    """Waiting referrals, and files recently closed to a service."""
    counts = referral_lists.referral_counts(value)
    see = reverse("services:list_referrals")
    waiting = []
    if counts.received:
        title = ngettext(
            "%(count)d child was referred to your service",
            "%(count)d children were referred to your service",
            counts.received,
        )
        action = ActionLink(_("Answer"), f"{see}?which=received")
        waiting.append(AlertBox(title % {"count": counts.received}, "", action, "attend", "send"))
    if counts.waiting:
        title = ngettext(
            "%(count)d referral was not answered in time",
            "%(count)d referrals were not answered in time",
            counts.waiting,
        )
        action = ActionLink(_("Follow up"), f"{see}?which=waiting")
        waiting.append(AlertBox(title % {"count": counts.waiting}, "", action, "attend", "clock"))
    waiting += _unanswered_referrals(staff, counts)
    if counts.ended_access:
        title = ngettext(
            "A service’s access to a file ended in the last two weeks",
            "Services’ access to %(count)d files ended in the last two weeks",
            counts.ended_access,
        )
        action = ActionLink(_("View list"), f"{see}?which=ended_access")
        waiting.append(AlertBox(title % {"count": counts.ended_access}, "", action, "calm", "lock"))
    return waiting


def _unanswered_referrals(staff: Staff, counts: referral_lists.ReferralCounts) -> list[AlertBox]:
    """The number of this person's referrals awaiting the service, and the age of the oldest."""
    if counts.oldest is None:
        return []
    title = ngettext(
        "%(count)d referral without a response",
        "%(count)d referrals without a response",
        counts.unanswered,
    )
    days = (staff.office.today() - counts.oldest).days
    oldest = ngettext("Oldest: %(count)d day ago", "Oldest: %(count)d days ago", days)
    if days <= 0:
        oldest = gettext("Oldest: today")
    action = ActionLink(_("View list"), f"{reverse('services:list_referrals')}?which=made")
    words = {"count": counts.unanswered}
    return [AlertBox(title % words, oldest % {"count": days}, action, "calm", "clock")]


def waiting_services(_staff: Staff, tasks: dict[str, int]) -> list[AlertBox]:
    """Directory entries that this maintainer can publish, and those due for review."""
    waiting = []
    if tasks["to_publish"]:
        title = ngettext(
            "%(count)d service is waiting for a second person",
            "%(count)d services are waiting for a second person",
            tasks["to_publish"],
        )
        waiting.append(publication_alert(title, tasks["to_publish"], "services:publish_services"))
    if tasks["to_review"]:
        title = ngettext(
            "The details of %(count)d service need checking",
            "The details of %(count)d services need checking",
            tasks["to_review"],
        )
        see = f"{reverse('services:list_services')}?state=review"
        link = ActionLink(_("Check the details"), see)
        waiting.append(review_alert(title, tasks["to_review"], link, "address-book"))
    return waiting


def _may_refer(staff: Staff, file_id: UUID) -> bool:
    return access.may_write(staff, file_id, Section.SUPPORT)


DOMAIN = Domain(
    file_actions=(
        FileAction(
            13,
            Section.SUPPORT,
            _("Refer to a service"),
            "support:choose_service",
            "send",
            needs_case=True,
        ),
    ),
    next_forms=(
        NextForm(
            "participation:record_statement",
            _("Save and refer to a service"),
            "support:choose_service",
            _may_refer,
        ),
    ),
    urls={"support_urls": "child/<uuid:file_id>/support/", "urls": "services/"},
    menu=(
        MenuEntry(
            50,
            "services",
            _("Services"),
            "address-book",
            "services:list_services",
            frozenset(
                {Permission.RECORD_REPORT, Permission.WORK_ON_CASE, Permission.KEEP_SERVICES}
            ),
        ),
    ),
    file_links=(
        FileLink(
            100,
            Section.SUPPORT,
            _("Services and support"),
            "support:show_support",
            "users",
            group=FileGroup.SERVICES,
        ),
    ),
    waiting=(
        WaitingWork(
            50,
            frozenset({Permission.WORK_ON_CASE, Permission.RECORD_REPORT}),
            waiting_referrals,
            referral_lists.referral_counts_column,
            referral_lists.referral_count_values,
        ),
        WaitingWork(
            60,
            frozenset({Permission.KEEP_SERVICES}),
            waiting_services,
            directory.maintainer_tasks_column,
            directory.verification_dates,
        ),
    ),
    duties={Duty.SEND_REFERRAL: "support:show_support", Duty.REFERRAL: "support:show_support"},
    notices={
        "referred": NoticePage("services:list_referrals", is_of_record=False),
        "referral_answered": NoticePage("services:list_referrals", is_of_record=False),
        "service_waits": NoticePage("services:publish_services", is_of_record=False),
        "service_returned": NoticePage("services:show_service"),
    },
    records=(
        RecordKind(models.Enrolment, _("Enrolment in a course")),
        RecordKind(models.Attendance, _("Attendance of a course session")),
        RecordKind(models.Referral, _("Referral")),
        RecordKind(models.Opinion, _("Opinion about a service"), source_text=_("The child")),
        RecordKind(models.SupportSession, _("Support session")),
        RecordKind(models.SessionNote, _("Note of a support session")),
        RecordKind(models.Livelihood, _("Livelihood support")),
    ),
    significant_acts=(
        SignificantAct(
            "referral",
            models.Referral,
            ("sent_on", "offered_on"),
            _("Referral to a service"),
            DecisionKind.SERVICE,
            only={"state__in": [s for s in ReferralState if s != ReferralState.CHILD_DECLINED]},
            page="support:show_support",
        ),
    ),
    timeline=(
        EventSource(
            "referred",
            models.Referral,
            "offered_on",
            _("A referral to a service was recorded"),
            (EventKind.SERVICES,),
            code="child_answer",
            texts={answer: _("The child was offered a service") for answer in ANSWERS_TO_OFFER},
        ),
        EventSource(
            "referral_sent",
            models.Referral,
            "sent_on",
            _("A referral was sent to a service"),
            (EventKind.SERVICES,),
        ),
        EventSource(
            "joined",
            models.Enrolment,
            "starts_on",
            _("The child joined a course or group"),
            (EventKind.SERVICES,),
        ),
        EventSource(
            "supported",
            models.SupportSession,
            "held_on",
            _("A support session was held"),
            (EventKind.SERVICES,),
        ),
        NotOnTimeline(models.Attendance, "a part of an enrolment; absence has no consequence"),
        NotOnTimeline(models.Opinion, "the child’s opinion of a service, which is on its page"),
        NotOnTimeline(models.SessionNote, "a note that only its writer may read, as a rule"),
        NotOnTimeline(models.Livelihood, "its page shows what was asked, given and looked after"),
    ),
)
