"""What local committees contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, FileGroup, FileLink, NoticePage, NotOnTimeline, PageLink
from saathi.agencies.sections import Section
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp

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
    page_links=(
        PageLink(
            "intake:list_reports",
            _("Children you look after"),
            "committees:list_assigned_follow_ups",
            "home",
        ),
    ),
    notices={
        "committee_asked": NoticePage("committees:show_follow_up"),
        "committee_told": NoticePage("committees:list_follow_ups"),
    },
    timeline=(
        NotOnTimeline(FollowUp, "its page shows what was asked of whom until when"),
        NotOnTimeline(CommitteeObservation, "an observation from outside of the team, on its page"),
    ),
)
