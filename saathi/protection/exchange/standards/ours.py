"""What of a child's file can be told in a standard: our variables, their words, the section each lies in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import AgencyKind
from saathi.people.around.vocabulary import Reached, Relationship
from saathi.people.vocabulary import Gender, NationalityState, ResidenceStatus
from saathi.protection.cases.vocabulary import CaseStatus, ClosingReason, RiskLevel
from saathi.protection.orders.vocabulary import AuthorityKind, Finding, Layer
from saathi.protection.trafficking.vocabulary import (
    Act,
    Confidence,
    CountryRole,
    EpisodeEnd,
    ExploitationOccurred,
    Form,
    Known,
    Means,
    Purpose,
    Source,
    Transport,
    YesNo,
)
from saathi.web.parts import Text

REVIEW: Final = "review"  # an open case in its last stage, which HTCDS tells from an active one


@dataclass(frozen=True)
class Ours:
    """A variable of ours: what it is called, its vocabularies, and the section it is read from."""

    title: Text
    vocabularies: tuple[type[TextChoices], ...] = ()
    section: Section | None = None  # None: no column of an extract of records

    def label(self, code: str) -> str:
        """What a code is called; codes of no vocabulary, such as countries, have no words here."""
        for vocabulary in self.vocabularies:
            if code in vocabulary.values:
                return str(vocabulary(code).label)
        return ""

    @property
    def codes(self) -> list[str]:
        """Every code of its vocabularies."""
        return [code for vocabulary in self.vocabularies for code in vocabulary.values]


_WHO, _CASE = Section.IDENTITY, Section.CASE
_WHAT, _LAW = Section.SITUATION, Section.LEGAL

OURS: Final[Mapping[str, Ours]] = {
    "gender": Ours(_("Girl, boy or other"), (Gender,), _WHO),
    "age_years": Ours(_("Age when identified"), (), _WHO),
    "age_band": Ours(_("Age when identified")),
    "age_recruited": Ours(_("Age when recruited")),
    "nationality": Ours(_("Nationality"), (NationalityState,), _WHO),
    "residence_status": Ours(_("On what grounds in the country"), (ResidenceStatus,)),
    "language": Ours(_("Languages")),
    "place": Ours(_("Places below the country")),
    "year": Ours(_("Year"), (), _CASE),
    "year_of_event": Ours(_("Year")),
    "country": Ours(_("Country"), (), _CASE),
    "case_status": Ours(_("How the case stands"), (CaseStatus,), _CASE),
    "risk": Ours(_("Level of risk"), (RiskLevel,)),
    "closing_reason": Ours(_("Reason of closing"), (ClosingReason,)),
    "purposes": Ours(_("Purpose"), (Purpose,), _WHAT),
    "form": Ours(_("Form of exploitation"), (Form,)),
    "means": Ours(_("By which means"), (Means,), _WHAT),
    "acts": Ours(_("What was done"), (Act,)),
    "exploitation_occurred": Ours(_("Did it come to exploitation?"), (ExploitationOccurred,)),
    "ended": Ours(_("How it ended"), (EpisodeEnd,)),
    "transport": Ours(_("How it was travelled"), (Transport,)),
    "country_role": Ours(_("Role of the country"), (CountryRole,)),
    "smuggled": Ours(_("Was the child smuggled across a border?"), (YesNo,)),
    "migrant": Ours(_("Had the child migrated?"), (YesNo,)),
    "known": Ours(_("How it is known"), (Known,)),
    "source": Ours(_("On what it rests"), (Source,)),
    "confidence": Ours(_("How far it is relied on"), (Confidence,)),
    "harmed_by": Ours(_("Who is said to have trafficked the child"), (Relationship,), _WHAT),
    "recruited_by": Ours(_("Who is said to have recruited the child"), (Relationship,), _WHAT),
    "reached": Ours(_("How recruiters came to the child"), (Reached,), _WHAT),
    "finding": Ours(_("Finding"), (Finding,), _LAW),
    "found_by": Ours(_("Who made the finding"), (AuthorityKind, AgencyKind), _LAW),
    "layer": Ours(_("Whose finding"), (Layer,)),
}

# What only tables of counts have: a row of a child says it more finely.
OF_TABLES_ALONE: Final = frozenset({"form", "age_band", "year_of_event"})


def read_from(sections: int) -> list[str]:
    """Our variables that lie in these sections."""
    return [
        name for name, one in OURS.items() if one.section is not None and one.section & sections
    ]
