"""A published series: its source, its method, and its permitted use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from saathi.evidence.vocabulary import NumberKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Series:
    """The information that must accompany every number of a series.

    A series needs a source and a method; an estimate also needs its reliability.
    """

    indicator: str
    name_in_source: str
    kind: NumberKind
    source: str
    method: "StrOrPromise"
    reliability: "StrOrPromise"
    licence: "StrOrPromise"
    retrieved: str

    def __post_init__(self) -> None:
        """Raises `ValueError` if source, method or licence is empty."""
        needed = ["source", "method", "licence"]
        if self.kind == NumberKind.ESTIMATE:
            needed.append("reliability")
        missing = [name for name in needed if not getattr(self, name).strip()]
        if missing:
            raise ValueError(f"A series must say its {', '.join(missing)}.")


GLOTIP = Series(
    indicator=(
        "SDG 16.2.2: Number of victims of human trafficking per 100,000 population, by sex, age "
        "and form of exploitation"
    ),
    name_in_source="Detected trafficking victims",
    kind=NumberKind.REGISTERED,
    source=(
        "United Nations Office on Drugs and Crime (UNODC), Global Report on Trafficking in Persons "
        "(GLOTIP) data set, export of 14 April 2025"
    ),
    method=_(
        "Counts of persons detected, reported to UNODC by national authorities in the "
        "yearly GLOTIP questionnaire; age is age at detection"
    ),
    reliability=_(
        "Counts of what authorities detected, not of what happened: they depend on the "
        "law, the enforcement effort and the definitions of each country and year"
    ),
    licence=_(
        "United Nations terms of use: may be used if the source is named. This extract "
        "contains only the 736 rows about eight countries and must not be passed on as "
        "the whole data set"
    ),
    retrieved="2025-04-14",
)
