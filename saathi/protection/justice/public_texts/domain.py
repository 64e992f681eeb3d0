"""What public texts contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, NoticePage, NotOnTimeline
from saathi.agencies.record_kinds import RecordKind
from saathi.protection.justice.public_texts.models import PublicText

DOMAIN = Domain(
    urls={"urls": "child/<uuid:file_id>/public/"},
    notices={
        "text_waits": NoticePage("public_texts:list_texts"),
        "text_decided": NoticePage("public_texts:list_texts"),
    },
    records=(RecordKind(PublicText, _("Text for publication")),),
    timeline=(NotOnTimeline(PublicText, "about what others may publish, not about the child"),),
)
