"""What complaints and suggestions of children contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    DayLink,
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NoticePage,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import ComplaintKind

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            90,
            Section.VOICE,
            _("Complaints and suggestions"),
            "complaints:list_complaints",
            "message-circle",
            group=FileGroup.DECISIONS,
        ),
    ),
    day_links=(
        DayLink(
            10,
            Permission.WORK_ON_CASE,
            _("Complaints and suggestions"),
            "complaints:list_all_complaints",
        ),
    ),
    notices={"complaint": NoticePage("complaints:list_all_complaints", is_of_record=False)},
    records=(RecordKind(Complaint, _("Complaint or suggestion"), source_text=_("The child")),),
    timeline=(
        EventSource(
            "complained",
            Complaint,
            "said_on",
            kinds=(EventKind.STATEMENTS,),
            code="kind",
            texts={
                ComplaintKind.COMPLAINT: _("The child complained"),
                ComplaintKind.SUGGESTION: _("The child made a suggestion"),
            },
            mark="voiced",
        ),
    ),
)
