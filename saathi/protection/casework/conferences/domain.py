"""What case conferences contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            62,
            Section.DECISIONS,
            _("Case conferences"),
            "conferences:list_conferences",
            "users",
            group=FileGroup.PLAN,
        ),
    ),
    file_actions=(
        FileAction(
            16,
            Section.DECISIONS,
            _("Add a case conference"),
            "conferences:add_conference",
            "users",
            needs_case=True,
        ),
    ),
    duties={
        Duty.CONFERENCE: "conferences:list_conferences",
        Duty.DECISION: "conferences:list_conferences",
    },
    notices={"decision_given": NoticePage("conferences:list_conferences")},
    records=(
        RecordKind(Conference, _("Case conference")),
        RecordKind(ConferenceDecision, _("Decision of a case conference")),
    ),
    timeline=(
        EventSource(
            "conference",
            Conference,
            "held_on",
            _("Case conference"),
            (EventKind.PLAN,),
            page="conferences:list_conferences",
        ),
        NotOnTimeline(ConferenceDecision, "its conference is an event"),
    ),
)
