"""What missing children contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
    PagePart,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.identification.missing import danger, models
from saathi.protection.identification.missing.from_report import offer_registration

_OF_A_MISSING_CHILD = "it is in the file of a missing child, whose page shows its days"

DOMAIN = Domain(
    urls={"urls": "missing/"},
    menu=(
        MenuEntry(
            40,
            "missing",
            _("Missing children"),
            "user",
            "missing:list_missing",
            frozenset({Permission.RECORD_REPORT}),
            is_rare=True,
        ),
    ),
    page_parts=(
        PagePart("intake:show_report", "missing/_register_from_report.html", offer_registration),
    ),
    notices={
        "missing_contact": NoticePage("missing:show_missing"),
        "notice_asked": NoticePage("missing:show_missing"),
        "notice_decided": NoticePage("missing:show_missing"),
        "missing_closed_now": NoticePage("missing:show_missing"),
        "missing_found_now": NoticePage("missing:show_missing"),
    },
    waiting=(
        WaitingWork(
            1,
            frozenset({Permission.RECORD_REPORT}),
            danger.danger_boxes,
            danger.missing_children_in_danger,
            danger.closed_since,
        ),
    ),
    records=(
        RecordKind(models.MissingReport, _("Report of a missing child")),
        RecordKind(models.MissingChild, _("Description of the missing child")),
        RecordKind(models.Search, _("Search for the child"), "by_whom"),
        RecordKind(models.Sighting, _("Sighting"), "heard_from"),
        RecordKind(models.SearchPhoto, _("Photo for the search")),
        RecordKind(models.PublicNotice, _("Public notice")),
    ),
    timeline=(
        NotOnTimeline(models.MissingReport, _OF_A_MISSING_CHILD),
        NotOnTimeline(models.MissingChild, _OF_A_MISSING_CHILD),
        NotOnTimeline(models.Search, _OF_A_MISSING_CHILD),
        NotOnTimeline(models.Sighting, _OF_A_MISSING_CHILD),
        NotOnTimeline(models.PublicNotice, _OF_A_MISSING_CHILD),
        NotOnTimeline(models.SearchPhoto, _OF_A_MISSING_CHILD),
    ),
)
