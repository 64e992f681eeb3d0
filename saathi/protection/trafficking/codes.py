"""What our words for purposes are in the Palermo Protocol, and the forms that statistics count.

How they are called in HTCDS and CTDC stands in `exchange/standards/data`. Screens use the labels of
`vocabulary.py`, never such codes: some are terms that the Luxembourg guidelines ask us to avoid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.protection.trafficking.vocabulary import Form, Purpose


@dataclass(frozen=True, slots=True)
class PurposeCodes:
    """What a purpose is in the Palermo Protocol and in published statistics.

    `palermo` quotes the exploitation of art. 3(a) that the purpose is, or says that it goes
    beyond that list; None where the purpose alone is no exploitation, so that only CRC art. 35
    is met.
    """

    palermo: str | None
    form: Form


BEYOND_THE_LIST: Final = "exploitation beyond the list ('at a minimum')"
_LABOUR: Final = PurposeCodes("forced labour or services", Form.LABOUR)
_SEXUAL: Final = PurposeCodes("other forms of sexual exploitation", Form.SEXUAL)
_SERVITUDE: Final = PurposeCodes("servitude", Form.LABOUR)
_BEYOND: Final = PurposeCodes(BEYOND_THE_LIST, Form.OTHER)


PURPOSE_CODES: Final[Mapping[Purpose, PurposeCodes]] = {
    Purpose.PROSTITUTION: PurposeCodes("exploitation of the prostitution of others", Form.SEXUAL),
    Purpose.SEXUAL_ABUSE_MATERIAL: _SEXUAL,
    Purpose.SEXUAL_EXPLOITATION: _SEXUAL,
    Purpose.FORCED_LABOUR: _LABOUR,
    Purpose.SLAVERY: PurposeCodes("slavery or practices similar to slavery", Form.LABOUR),
    Purpose.SERVITUDE: _SERVITUDE,
    Purpose.ORGAN_REMOVAL: PurposeCodes("removal of organs", Form.ORGAN_REMOVAL),
    Purpose.DOMESTIC_SERVITUDE: _SERVITUDE,
    Purpose.AGRICULTURE: _LABOUR,
    Purpose.FACTORY: _LABOUR,
    Purpose.CAMEL_RACING: PurposeCodes(BEYOND_THE_LIST, Form.LABOUR),
    Purpose.BEGGING: _BEYOND,
    Purpose.CRIMINAL_ACTIVITIES: _BEYOND,
    Purpose.ARMED_CONFLICT: _BEYOND,
    Purpose.FORCED_MARRIAGE: _BEYOND,
    # Counted as exploitation because the report names it beside forced marriage (line 336), and
    # a child cannot consent to a marriage that others arranged [derived, to be contested].
    Purpose.ARRANGED_MARRIAGE: _BEYOND,
    Purpose.DEBT_RELEASE: _BEYOND,
    Purpose.DISPUTE_SETTLEMENT: _BEYOND,
    Purpose.ILLEGAL_ADOPTION: PurposeCodes(None, Form.OTHER),
    Purpose.RITUAL_DEDICATION: _BEYOND,
    Purpose.SURROGACY: _BEYOND,
    Purpose.NOT_KNOWN_WHICH: _BEYOND,
    Purpose.OTHER: _BEYOND,
}


def is_exploitation(purpose: Purpose) -> bool:
    """Whether the purpose is exploitation in the sense of Palermo art. 3(a), an open list."""
    return PURPOSE_CODES[purpose].palermo is not None


def forms(purposes: Iterable[Purpose]) -> frozenset[Form]:
    """The forms that statistics count for these purposes; one child may count in several."""
    return frozenset(PURPOSE_CODES[purpose].form for purpose in purposes)
