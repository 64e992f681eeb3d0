"""What breaches of privacy contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, FileAction, MenuEntry, NoticePage, NotOnTimeline
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.protection.oversight.incidents.models import Incident, Measure

DOMAIN = Domain(
    urls={"views": ""},
    menu=(
        MenuEntry(
            90,
            "incidents",
            _("Incidents"),
            "alert-triangle",
            "incidents:list_incidents",
            frozenset({Permission.ANSWER_ENQUIRY}),
        ),
    ),
    file_actions=(
        FileAction(
            50,
            Section.CASE,
            _("Record a breach of privacy"),
            "incidents:record_incident",
            "alert-triangle",
            needs_case=True,
        ),
    ),
    notices={"incident": NoticePage("incidents:show_incident")},
    timeline=(
        NotOnTimeline(Incident, "about the handling of data; the data officer follows it up"),
        NotOnTimeline(Measure, "a part of an incident"),
    ),
)
