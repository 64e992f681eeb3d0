"""When a child is referred to a service in another country. Pure functions.

The database asks the same (`functions/abroad.sql`) and finds what is missing.
"""

from collections.abc import Collection, Mapping
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

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
    "refuses": (
        "child_answer",
        _("The child does not want this service. Nothing is shared with a service abroad."),
    ),
    "not_asked": ("child_answer", _("Ask the child first: this service is in another country.")),
}


def reasons_against_abroad(lacks: Collection[str]) -> tuple[Reason, ...]:
    """Why a child is not referred to a service in another country; `lacks`: codes of `LACKS_ABROAD`."""
    return tuple(Reason(*reason) for code, reason in LACKS_ABROAD.items() if code in lacks)
