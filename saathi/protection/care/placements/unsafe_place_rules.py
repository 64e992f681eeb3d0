"""Places that may not receive a child, and who records and reviews a placement. Pure functions."""

from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.facilities.rules import (
    ADMISSIONS_SUSPENDED,
    CLOSURE_ORDERED,
    FAILED_INSPECTION,
    LICENCE_NOTICE,
    NOT_LISTED,
    OVER_CAPACITY,
    SUSPENDED,
    UNREGISTERED,
)
from saathi.protection.care.placements.rules import NOT_ASSESSED, UNSAFE_FAMILY
from saathi.protection.care.placements.vocabulary import FACILITY_KINDS, PlacementKind

# A role of `agencies.permissions`; the database knows it as well (`functions/recorders.sql`).
RESIDENTIAL_ROLE: Final = "house_mother"
# With one of these a placement by others alarms until a supervisor has recorded what is done.
UNSAFE_CODES: Final = tuple(
    reason.code
    for reason in (
        NOT_LISTED, UNREGISTERED, SUSPENDED, FAILED_INSPECTION, ADMISSIONS_SUSPENDED,
        LICENCE_NOTICE, CLOSURE_ORDERED, OVER_CAPACITY,
    )
)  # fmt: skip
# In a family, with the first; with the second if the child does not want to live there.
UNSAFE_FAMILY_CODE: Final = UNSAFE_FAMILY.code
NOT_ASSESSED_CODE: Final = NOT_ASSESSED.code


def reasons_against_recorder(kind: PlacementKind, role_kind: str) -> tuple[Reason, ...]:
    """Why this person does not record that a child lives in a facility: they work in one."""
    if role_kind != RESIDENTIAL_ROLE or kind not in FACILITY_KINDS:
        return ()
    text = _(
        "Residential care workers do not record a placement in a facility. Inform the case worker, who "
        "records it."
    )
    return (Reason("facility", text),)


def reasons_against_reviewer(role_kind: str) -> tuple[Reason, ...]:
    """Why this person does not review a placement: children say little to those who care for them."""
    if role_kind != RESIDENTIAL_ROLE:
        return ()
    text = _(
        "Residential care workers do not review placements. Another person, such as the case worker, has "
        "to see the child alone."
    )
    return (Reason("seen", text),)
