"""When a person or office in another country may have access to a child's file. Pure functions.

The database finds what is missing (`functions/access_abroad.sql`), refuses the access and ends it.
"""

from collections.abc import Collection, Mapping
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

# One text for every result of a screening: it does not say what was found.
LACKS_ACCESS_ABROAD: Final[Mapping[str, str]] = {
    "screening": _(
        "This person works in another country. The screening for international protection is not "
        "finished, or does not allow access from there now."
    ),
    "permission": _(
        "This person works in a country of origin. A supervisor has not permitted a contact that covers "
        "this access. Request it under “International protection”."
    ),
    "other_file": _(
        "This person works in another country. Another file of this child does not allow access from there "
        "now."
    ),
}
LACKS_LETTER_ABROAD: Final[Mapping[str, str]] = {
    "screening": _(
        "This letter goes to another country. The screening for international protection is not "
        "finished, or does not allow contact with that country now."
    ),
    "permission": _(
        "This letter goes to a country of origin. A supervisor has not permitted contact with it. "
        "Request it under “International protection”."
    ),
    "other_file": _(
        "This letter goes to another country. Another file of this child does not allow contact with that "
        "country now."
    ),
}
ENDED: Final = _(
    "The screening for international protection, or the permission to contact this country, does not "
    "allow access from this country now. Access can be given again when both do."
)


def reasons_against_letter_abroad(lacks: Collection[str]) -> tuple[Reason, ...]:
    """Why no letter goes to an authority of another country; `lacks`: codes of `LACKS_LETTER_ABROAD`."""
    return tuple(
        Reason("country", text) for code, text in LACKS_LETTER_ABROAD.items() if code in lacks
    )


def reasons_against_access_abroad(lacks: Collection[str]) -> tuple[Reason, ...]:
    """Why a person abroad gets no access; `lacks`: codes of `LACKS_ACCESS_ABROAD`."""
    return tuple(
        Reason("abroad", text) for code, text in LACKS_ACCESS_ABROAD.items() if code in lacks
    )
