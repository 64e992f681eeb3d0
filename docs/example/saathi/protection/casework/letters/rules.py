"""When a letter may be recorded as given to the child. Pure functions."""

import datetime as dt

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


def reasons_against_giving(given_on: dt.date | None) -> tuple[Reason, ...]:
    """Why a letter cannot be recorded as given; empty if it can."""
    return (Reason("given_on", _("The child already has this letter.")),) if given_on else ()
