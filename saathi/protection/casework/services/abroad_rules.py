"""When a child is referred to a service in another country. Pure functions.

The database asks the same (`functions/abroad.sql`) and finds what is missing.
"""

from collections.abc import Collection, Mapping
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.services.rules import OPEN_STATES
from saathi.protection.casework.services.vocabulary import ReferralState

# The field and the reason. One text for every result of a screening.
LACKS_ABROAD: Final[Mapping[str, tuple[str, str]]] = {
    "screening": (
        "shared",
        _(
            "This service is in another country. The screening for international protection is not finished "
            "or does not allow it."
        ),
    ),
    "never": (
        "shared",
        _(
            "This service is in a country of origin. Contact details, health, what happened and family are "
            "not shared with it."
        ),
    ),
    "permission": (
        "shared",
        _(
            "This service is in a country of origin. A supervisor has not permitted contact that covers this "
            "information. Request it under “International protection”."
        ),
    ),
    "other_file": (
        "shared",
        _("This service is in another country. Another file of this child does not allow it now."),
    ),
    "refuses": (
        "child_answer",
        _("The child does not want this service. Nothing is shared with a service abroad."),
    ),
    "not_asked": ("child_answer", _("Ask the child first: this service is in another country.")),
}


# A country that is not in the list: abroad, wherever it is.
OTHER_COUNTRY: Final = "ZZZ"
NO_COUNTRY: Final = Reason("country", _("Choose the country in which the service is."))
FAMILY_ABROAD: Final = Reason(
    "country",
    _(
        "This service is in another country. Open the child’s file and finish the screening for "
        "international protection first, then refer the child from the file."
    ),
)


def countries_abroad(countries: Collection[str], *, here: str) -> list[str]:
    """Those of the countries of a service that are not ours, sorted; one that is not known is abroad."""
    return sorted({country or OTHER_COUNTRY for country in countries} - {here})


def reasons_against_country(country: str, *, is_in_directory: bool) -> tuple[Reason, ...]:
    """Why a service that is named in words is not accepted: no one said where it is."""
    return () if is_in_directory or country else (NO_COUNTRY,)


def reasons_against_family_abroad(country: str, *, here: str) -> tuple[Reason, ...]:
    """Why the family of a report is not referred: no screening is possible before a child's file."""
    reasons = reasons_against_country(country, is_in_directory=False)
    return reasons or ((FAMILY_ABROAD,) if country != here else ())


def goes_on(before: ReferralState, after: ReferralState) -> bool:
    """Whether a change of state offers again what had ended, or what the child did not want."""
    is_reopened = before not in OPEN_STATES and after in OPEN_STATES
    return is_reopened or (before != after and before == ReferralState.CHILD_DECLINED)


def reasons_against_abroad(lacks: Collection[str]) -> tuple[Reason, ...]:
    """Why a child is not referred to a service in another country; `lacks`: codes of `LACKS_ABROAD`."""
    return tuple(Reason(*reason) for code, reason in LACKS_ABROAD.items() if code in lacks)
