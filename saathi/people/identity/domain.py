"""What the identity of a child contributes to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, FileGroup, FileLink, NotOnTimeline
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.people.identity import models

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            10,
            Section.IDENTITY,
            _("Personal details"),
            "identity:show_identity",
            "user",
            group=FileGroup.IDENTITY,
        ),
    ),
    records=(
        RecordKind(models.IdentityDocument, _("Identity document")),
        RecordKind(models.Functioning, _("Functioning"), "answered_by"),
        RecordKind(models.DiscriminationGrounds, _("Discrimination"), source_text=_("The child")),
        RecordKind(models.Culture, _("Language and religion")),
        RecordKind(models.Movement, _("Movement of the child")),
        RecordKind(models.Background, _("Background"), "answered_by"),
    ),
    timeline=(
        NotOnTimeline(models.IdentityDocument, "a paper has a state, and no day but its expiry"),
        NotOnTimeline(models.Functioning, "its page shows every record with its day"),
        NotOnTimeline(models.DiscriminationGrounds, "the child chooses who reads it, on its page"),
        NotOnTimeline(models.Culture, "a state that is kept up to date, without a day"),
        NotOnTimeline(models.Movement, "its time is approximate; its page orders the movements"),
        NotOnTimeline(models.Background, "one record about the time before the file"),
    ),
)
