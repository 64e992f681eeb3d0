"""What the child's record contributes to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.significant_acts import SignificantAct
from saathi.people.models import AgeStatement, Child

DOMAIN = Domain(
    urls={"urls": "child/"},
    file_actions=(
        FileAction(
            10, Section.IDENTITY, _("Add evidence of age"), "people:add_age_evidence", "certificate"
        ),
    ),
    records=(
        RecordKind(Child, _("Personal details")),
        RecordKind(AgeStatement, _("Evidence of age"), "basis"),
    ),
    significant_acts=(
        SignificantAct(
            "adult_declared",
            AgeStatement,
            ("as_of",),
            _("An authority found that the person is an adult"),
            "administrative",
            only={"ends_presumption": True},
            is_of_authority=True,
        ),
    ),
    timeline=(
        EventSource(
            "aged",
            AgeStatement,
            "as_of",
            _("The child’s age was recorded"),
            (EventKind.INFORMATION,),
        ),
        NotOnTimeline(Child, "the record of the child itself; it has no day"),
    ),
)
