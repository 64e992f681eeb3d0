"""A child's name in Latin letters beside the name as the child writes it, for every colleague to read."""

from typing import Final

from saathi.engines.matching.romanise import romanise_name
from saathi.people.names import DisplayName, script_of

_LATIN: Final = "LATIN"


def romanised_form(display: DisplayName) -> str:
    """The displayed name in Latin letters, as recorded or else as it is read; empty if it is in them."""
    if not display.primary or script_of(display.primary) == _LATIN:
        return ""
    recorded = (form for form in display.other_forms if script_of(form) == _LATIN)
    return next(recorded, "") or romanise_name(display.primary)
