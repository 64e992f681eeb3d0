"""What photos of a child contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, EventKind, EventSource, FileGroup, FileLink
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.identification.portraits.models import Portrait

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            23,
            Section.IDENTITY,
            _("Photo"),
            "portraits:list_portraits",
            "photo",
            FileGroup.IDENTITY,
        ),
    ),
    records=(RecordKind(Portrait, _("Photo of the child")),),
    timeline=(
        EventSource(
            "photographed",
            Portrait,
            "recorded_at",
            _("A photo was added"),
            (EventKind.INFORMATION,),
            page="portraits:list_portraits",
        ),
        EventSource(
            "photo_erased",
            Portrait,
            "erased_on",
            _("A photo was erased"),
            (EventKind.INFORMATION,),
            by="",
            page="portraits:list_portraits",
        ),
    ),
)
