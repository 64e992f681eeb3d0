"""In which country a child is placed and a family assessed. Pure functions.

Our agency places no child in another country: the child goes there by a transfer, with its own
conditions. What others decided is recorded as it happened. The database asks the same
(`functions/countries.sql`).
"""

from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.vocabulary import AssessedBy
from saathi.protection.returns.protection_screening import rules as screening_rules
from saathi.protection.returns.protection_screening.rules import GateAnswer

PLACED_ABROAD: Final = Reason(
    "abroad",
    _("This place is in another country. A child goes there only by an authorised transfer."),
)
NO_COUNTRY: Final = Reason("no_country", _("It is not recorded in which country this place is."))
COUNTRY_REASONS: Final = (PLACED_ABROAD, NO_COUNTRY)


def reasons_against_country(country: str, *, here: str) -> tuple[Reason, ...]:
    """Why our agency does not place a child in this country; an exception never replaces it."""
    if not country:
        return (NO_COUNTRY,)
    return (PLACED_ABROAD,) if country != here else ()


def asks_abroad(country: str, asked_by: str, *, here: str) -> bool:
    """Whether an assessment is our own contact with another country."""
    return asked_by != AssessedBy.OTHERS and country not in {"", here}


def reasons_against_assessment(country: str, answer: GateAnswer | None) -> tuple[Reason, ...]:
    """Why a family is not assessed; `answer`: of the gate, if this is our contact with its country."""
    if not country:
        return (Reason("country", _("Choose the country of the family.")),)
    if answer is None:
        return ()
    return screening_rules.reasons_against_contact(
        answer.gate, "country", is_represented=answer.is_represented
    )
