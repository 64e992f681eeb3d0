"""A child's name in Latin letters beside the name as the child writes it, for every colleague to read."""

from typing import Final

from saathi.engines.matching.romanise import romanise_name
from saathi.people.names import DisplayName, script_of

_LATIN: Final = "LATIN"
_WITHOUT_VOWELS: Final = "ARABIC"  # a reading of it is often wrong


def romanised_form(display: DisplayName) -> str:
    """The displayed name in Latin letters, recorded or automatic; empty if it is already in them."""
    if not display.primary or script_of(display.primary) == _LATIN:
        return ""
    recorded = (form for form in display.other_forms if script_of(form) == _LATIN)
    return next(recorded, "") or romanise_name(display.primary)


def automatic_form(display: DisplayName) -> str:
    """The displayed name romanised automatically, to be marked as such on the page.

    Empty if a form in Latin letters is recorded, and for scripts that leave out vowels.
    """
    if any(script_of(form) in {_LATIN, _WITHOUT_VOWELS} for form in display.all_forms):
        return ""
    return romanise_name(display.primary)


def recorded_form(display: DisplayName) -> str:
    """The displayed name in Latin letters as recorded; empty if already so, or none is recorded."""
    if not display.primary or script_of(display.primary) == _LATIN:
        return ""
    return next((form for form in display.other_forms if script_of(form) == _LATIN), "")
