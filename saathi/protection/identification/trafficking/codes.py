"""Maps our purposes to the Palermo Protocol and to the forms that statistics count.

The mapping to HTCDS and CTDC is in `exchange/standards/data`. Screens use the labels of
`vocabulary.py`, never these codes: the Luxembourg guidelines advise against some of the terms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationCategory,
    ExploitationPurpose,
)


@dataclass(frozen=True, slots=True)
class PurposeCodes:
    """A purpose in the Palermo Protocol and in published statistics.

    `palermo` quotes the exploitation of art. 3(a), or says that the purpose goes beyond that list;
    None if the purpose alone is no exploitation, so that only CRC art. 35 is met.
    """

    palermo: str | None
    category: ExploitationCategory


OTHER_EXPLOITATION: Final = "exploitation beyond the list ('at a minimum')"
_LABOUR: Final = PurposeCodes("forced labour or services", ExploitationCategory.LABOUR)
_SEXUAL: Final = PurposeCodes("other forms of sexual exploitation", ExploitationCategory.SEXUAL)
_SERVITUDE: Final = PurposeCodes("servitude", ExploitationCategory.LABOUR)
_BEYOND: Final = PurposeCodes(OTHER_EXPLOITATION, ExploitationCategory.OTHER)


PURPOSE_CODES: Final[Mapping[ExploitationPurpose, PurposeCodes]] = {
    ExploitationPurpose.PROSTITUTION: PurposeCodes(
        "exploitation of the prostitution of others", ExploitationCategory.SEXUAL
    ),
    ExploitationPurpose.SEXUAL_ABUSE_MATERIAL: _SEXUAL,
    ExploitationPurpose.SEXUAL_EXPLOITATION: _SEXUAL,
    ExploitationPurpose.FORCED_LABOUR: _LABOUR,
    ExploitationPurpose.SLAVERY: PurposeCodes(
        "slavery or practices similar to slavery", ExploitationCategory.LABOUR
    ),
    ExploitationPurpose.SERVITUDE: _SERVITUDE,
    ExploitationPurpose.ORGAN_REMOVAL: PurposeCodes(
        "removal of organs", ExploitationCategory.ORGAN_REMOVAL
    ),
    ExploitationPurpose.DOMESTIC_SERVITUDE: _SERVITUDE,
    ExploitationPurpose.AGRICULTURE: _LABOUR,
    ExploitationPurpose.FACTORY: _LABOUR,
    ExploitationPurpose.CAMEL_RACING: PurposeCodes(OTHER_EXPLOITATION, ExploitationCategory.LABOUR),
    ExploitationPurpose.BEGGING: _BEYOND,
    ExploitationPurpose.CRIMINAL_ACTIVITIES: _BEYOND,
    ExploitationPurpose.ARMED_CONFLICT: _BEYOND,
    ExploitationPurpose.FORCED_MARRIAGE: _BEYOND,
    # Counted as exploitation because the report names it beside forced marriage (line 336), and a
    # child cannot consent to a marriage that others arranged [derived, open to challenge].
    ExploitationPurpose.ARRANGED_MARRIAGE: _BEYOND,
    ExploitationPurpose.DEBT_RELEASE: _BEYOND,
    ExploitationPurpose.DISPUTE_SETTLEMENT: _BEYOND,
    ExploitationPurpose.ILLEGAL_ADOPTION: PurposeCodes(None, ExploitationCategory.OTHER),
    ExploitationPurpose.RITUAL_DEDICATION: _BEYOND,
    ExploitationPurpose.SURROGACY: _BEYOND,
    ExploitationPurpose.NOT_KNOWN_WHICH: _BEYOND,
    ExploitationPurpose.OTHER: _BEYOND,
}


def is_exploitation(purpose: ExploitationPurpose) -> bool:
    """Whether the purpose is exploitation in the sense of Palermo art. 3(a), an open list."""
    return PURPOSE_CODES[purpose].palermo is not None


def exploitation_categories(
    purposes: Iterable[ExploitationPurpose],
) -> frozenset[ExploitationCategory]:
    """The forms that statistics count for these purposes; one child may count in several."""
    return frozenset(PURPOSE_CODES[purpose].category for purpose in purposes)
