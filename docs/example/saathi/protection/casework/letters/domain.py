"""What letters contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, EventKind, EventSource, FileGroup, FileLink
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.protection.casework.letters.models import Letter

LIST = "letters:list_letters"
DOMAIN = Domain(
    urls={"views": ""},
    file_links=(FileLink(75, Section.VISITS, _("Letters"), LIST, "inbox", FileGroup.SERVICES),),
    records=(RecordKind(Letter, _("Letter"), "sender"),),
    timeline=(EventSource("letter", Letter, "received_on", _("A letter came"), (EventKind.TEAM,)),),
)
