"""What the people around a child contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, FileGroup, FileLink, NotOnTimeline
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.people.around import models

DOMAIN = Domain(
    urls={"urls": "child/"},
    file_links=(
        FileLink(
            20,
            Section.IDENTITY,
            _("Family and contacts"),
            "around:show_relations",
            "users",
            group=FileGroup.IDENTITY,
        ),
    ),
    records=(
        RecordKind(models.Relation, _("Family member or contact")),
        RecordKind(models.AllegedPerpetrator, _("Alleged perpetrator"), "said_by"),
        RecordKind(models.Outcome, _("Action by an authority concerning an alleged perpetrator")),
    ),
    timeline=(
        NotOnTimeline(models.Relation, "a relation is a state, without a day"),
        NotOnTimeline(
            models.AllegedPerpetrator, "a timeline must not present an allegation as fact"
        ),
        NotOnTimeline(models.Outcome, "it is shown only with the allegation that it answers"),
    ),
)
