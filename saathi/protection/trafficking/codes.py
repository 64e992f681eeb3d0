"""How our words for purposes and means are called elsewhere: Palermo, HTCDS 2.0, CTDC, GLOTIP.

For exports and imports. Screens use the labels of `vocabulary.py`, never these codes: some of
the source codes are terms that the Luxembourg guidelines ask us to avoid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.protection.trafficking.vocabulary import Form, Means, Purpose


@dataclass(frozen=True, slots=True)
class PurposeCodes:
    """The codes of one purpose.

    `palermo` quotes the exploitation of art. 3(a) that the purpose is, or says that it goes
    beyond that list; None where the purpose alone is no exploitation, so that only CRC art. 35
    is met. HTCDS and CTDC codes are theirs, letter by letter.
    """

    palermo: str | None
    form: Form
    htcds: str
    ctdc: tuple[str, ...]
    htcds_sexual: str | None = None


BEYOND_THE_LIST: Final = "exploitation beyond the list ('at a minimum')"
_LABOUR: Final = "forced labour or services"
_SEXUAL: Final = "other forms of sexual exploitation"
_SLAVERY: Final = "slavery or practices similar to slavery"


def _beyond(htcds: str = "Other") -> PurposeCodes:
    return PurposeCodes(BEYOND_THE_LIST, Form.OTHER, htcds, ("isOtherExploit",))


def _labour(palermo: str, htcds: str, *ctdc: str) -> PurposeCodes:
    return PurposeCodes(palermo, Form.LABOUR, htcds, ("isForcedLabour", *ctdc))


PURPOSE_CODES: Final[Mapping[Purpose, PurposeCodes]] = {
    Purpose.PROSTITUTION: PurposeCodes(
        "exploitation of the prostitution of others",
        Form.SEXUAL,
        "SexualExploitation",
        ("isSexualExploit", "typeOfSexProstitution"),
        "Prostitution",
    ),
    Purpose.SEXUAL_ABUSE_MATERIAL: PurposeCodes(
        _SEXUAL,
        Form.SEXUAL,
        "SexualExploitation",
        ("isSexualExploit", "typeOfSexPornography"),
        "Pornography",
    ),
    Purpose.SEXUAL_EXPLOITATION: PurposeCodes(
        _SEXUAL, Form.SEXUAL, "SexualExploitation", ("isSexualExploit",)
    ),
    Purpose.FORCED_LABOUR: _labour(_LABOUR, "ForcedLabour"),
    Purpose.SLAVERY: _labour(_SLAVERY, "Servitude"),
    Purpose.SERVITUDE: _labour("servitude", "Servitude"),
    Purpose.ORGAN_REMOVAL: PurposeCodes(
        "removal of organs", Form.ORGAN_REMOVAL, "OrganRemoval", ("isOtherExploit",)
    ),
    Purpose.DOMESTIC_SERVITUDE: _labour("servitude", "Servitude", "typeOfLabourDomesticWork"),
    Purpose.AGRICULTURE: _labour(_LABOUR, "ForcedLabour", "typeOfLabourAgriculture"),
    Purpose.FACTORY: _labour(_LABOUR, "ForcedLabour"),
    Purpose.CAMEL_RACING: _labour(BEYOND_THE_LIST, "Other"),
    Purpose.BEGGING: _beyond("ForcedBegging"),
    Purpose.CRIMINAL_ACTIVITIES: _beyond(),
    # HTCDS knows non-state actors only; who recruited decides whether its code fits at export.
    Purpose.ARMED_CONFLICT: _beyond("ForcedMilitaryByNonStateActors"),
    Purpose.FORCED_MARRIAGE: _beyond("ForcedMarriage"),
    # Counted as exploitation because the report names it beside forced marriage (line 336), and
    # a child cannot consent to a marriage that others arranged [derived, to be contested].
    Purpose.ARRANGED_MARRIAGE: _beyond(),
    Purpose.DEBT_RELEASE: _beyond(),
    Purpose.DISPUTE_SETTLEMENT: _beyond(),
    Purpose.ILLEGAL_ADOPTION: PurposeCodes(None, Form.OTHER, "ForcedAdoption", ("isOtherExploit",)),
    Purpose.RITUAL_DEDICATION: _beyond(),
    Purpose.SURROGACY: _beyond("Surrogacy"),
    Purpose.NOT_KNOWN_WHICH: _beyond(),
    Purpose.OTHER: _beyond(),
}


@dataclass(frozen=True, slots=True)
class MeansCodes:
    """The codes of one means; None where the other list has no such code."""

    htcds: str
    ctdc: str | None


MEANS_CODES: Final[Mapping[Means, MeansCodes]] = {
    Means.THREAT: MeansCodes("PhysicalThreats", "meansThreats"),
    Means.FORCE: MeansCodes("PhysicalAbuse", "meansAbusePsyPhySex"),
    Means.COERCION: MeansCodes("Other", None),
    Means.ABDUCTION: MeansCodes("Other", None),
    Means.FRAUD: MeansCodes("FalsePromises", "meansFalsePromises"),
    Means.DECEPTION: MeansCodes("FalsePromises", "meansFalsePromises"),
    Means.ABUSE_OF_POWER: MeansCodes("Other", None),
    Means.ABUSE_OF_VULNERABILITY: MeansCodes("Other", None),
    Means.PAYMENT: MeansCodes("Other", None),
}


def is_exploitation(purpose: Purpose) -> bool:
    """Whether the purpose is exploitation in the sense of Palermo art. 3(a), an open list."""
    return PURPOSE_CODES[purpose].palermo is not None


def forms(purposes: Iterable[Purpose]) -> frozenset[Form]:
    """The forms that statistics count for these purposes; one child may count in several."""
    return frozenset(PURPOSE_CODES[purpose].form for purpose in purposes)
