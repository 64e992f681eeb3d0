"""What the account of events contributes to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.identification.trafficking.models import Episode, Leg

DOMAIN = Domain(
    urls={"urls": "child/<uuid:file_id>/happened/"},
    file_links=(
        FileLink(
            30,
            Section.SITUATION,
            _("Incidents"),
            "trafficking:show_account_of_events",
            "shield",
            group=FileGroup.CONCERNS,
        ),
    ),
    records=(
        RecordKind(Episode, _("Trafficking episode"), "source"),
        RecordKind(Leg, _("Part of a route")),
    ),
    timeline=(
        EventSource(
            "happened",
            Episode,
            "recorded_at",
            _("An incident was recorded"),
            (EventKind.INFORMATION,),
        ),
        NotOnTimeline(Leg, "a part of an episode"),
    ),
)
