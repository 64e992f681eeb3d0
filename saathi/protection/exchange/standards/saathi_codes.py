"""Our variables that a standard can express: labels, vocabularies and sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import AgencyKind
from saathi.people.around.vocabulary import ApproachChannel, PerpetratorRelationship
from saathi.people.vocabulary import Gender, NationalityState, ResidenceStatus
from saathi.protection.casework.cases.vocabulary import CaseStatus, ClosingReason, RiskLevel
from saathi.protection.decisions.orders.vocabulary import (
    AuthorityKind,
    StatusLayer,
    TraffickingFinding,
)
from saathi.protection.identification.trafficking.vocabulary import (
    CountryRole,
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationCategory,
    ExploitationOccurred,
    ExploitationPurpose,
    FactCertainty,
    HarmForm,
    HarmStage,
    LegHarm,
    LegTransport,
    SourceReliability,
    StatementSource,
    TraffickingAct,
    TraffickingMeans,
)
from saathi.web.components import Text

REVIEW: Final = "review"  # an open case in its last stage, which HTCDS separates from an active one


@dataclass(frozen=True)
class SaathiVariable:
    """One of our variables: title, vocabularies and the section it is read from."""

    title: Text
    vocabularies: tuple[type[TextChoices], ...] = ()
    section: Section | None = None  # None: not a column of an extract of records

    def label(self, code: str) -> str:
        """The label of a code; codes without a vocabulary, such as countries, have none here."""
        for vocabulary in self.vocabularies:
            if code in vocabulary.values:
                return str(vocabulary(code).label)
        return ""

    @property
    def codes(self) -> list[str]:
        """All codes of its vocabularies; "not recorded" is exported as "not known"."""
        return [code for vocabulary in self.vocabularies for code in vocabulary.values if code]


_WHO, _CASE = Section.IDENTITY, Section.CASE
_WHAT, _LAW = Section.SITUATION, Section.LEGAL

SAATHI_VARIABLES: Final[Mapping[str, SaathiVariable]] = {
    "gender": SaathiVariable(_("Gender"), (Gender,), _WHO),
    "age_years": SaathiVariable(_("Age when identified"), (), _WHO),
    "age_band": SaathiVariable(_("Age when identified")),
    "age_recruited": SaathiVariable(_("Age when recruited")),
    "nationality": SaathiVariable(_("Nationality"), (NationalityState,), _WHO),
    "residence_status": SaathiVariable(_("Residence status"), (ResidenceStatus,)),
    "language": SaathiVariable(_("Languages")),
    "place": SaathiVariable(_("Places below country level")),
    "year": SaathiVariable(_("Year"), (), _CASE),
    "year_of_event": SaathiVariable(_("Year")),
    "country": SaathiVariable(_("Country"), (), _CASE),
    "case_status": SaathiVariable(_("Case status"), (CaseStatus,), _CASE),
    "risk": SaathiVariable(_("Risk level"), (RiskLevel,)),
    "closing_reason": SaathiVariable(_("Reason for closure"), (ClosingReason,)),
    "purposes": SaathiVariable(_("Purpose"), (ExploitationPurpose,), _WHAT),
    "form": SaathiVariable(_("Form of exploitation"), (ExploitationCategory,)),
    "means": SaathiVariable(_("Means"), (TraffickingMeans,), _WHAT),
    "acts": SaathiVariable(_("What was done"), (TraffickingAct,)),
    "exploitation_occurred": SaathiVariable(_("Did exploitation occur?"), (ExploitationOccurred,)),
    "ended": SaathiVariable(_("How it ended"), (EpisodeEnd,)),
    "transport": SaathiVariable(_("Means of transport"), (LegTransport,)),
    "harm_on_route": SaathiVariable(_("Harm on the route"), (LegHarm, HarmForm, HarmStage)),
    "country_role": SaathiVariable(_("Role of the country"), (CountryRole,)),
    "smuggled": SaathiVariable(_("Was the child smuggled across a border?"), (EpisodeYesNo,)),
    "migrant": SaathiVariable(_("Had the child migrated?"), (EpisodeYesNo,)),
    "known": SaathiVariable(_("Basis of the information"), (FactCertainty,)),
    "source": SaathiVariable(_("Source of information"), (StatementSource,)),
    "confidence": SaathiVariable(_("Reliability"), (SourceReliability,)),
    "harmed_by": SaathiVariable(
        _("Alleged perpetrator of the trafficking"), (PerpetratorRelationship,), _WHAT
    ),
    "recruited_by": SaathiVariable(
        _("Alleged perpetrator of the recruitment"), (PerpetratorRelationship,), _WHAT
    ),
    "reached": SaathiVariable(_("How recruiters approached the child"), (ApproachChannel,), _WHAT),
    "finding": SaathiVariable(_("Finding"), (TraffickingFinding,), _LAW),
    "found_by": SaathiVariable(_("Finding made by"), (AuthorityKind, AgencyKind), _LAW),
    "layer": SaathiVariable(_("Level of the finding"), (StatusLayer,)),
}

# Only in tables of counts: the row of a child is more detailed.
TABLE_ONLY_VARIABLES: Final = frozenset({"form", "age_band", "year_of_event"})


def variables_in_sections(sections: int) -> list[str]:
    """Our variables in these sections."""
    return [
        name
        for name, variable in SAATHI_VARIABLES.items()
        if variable.section is not None and variable.section & sections
    ]
