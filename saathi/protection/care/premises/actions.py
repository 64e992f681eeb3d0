"""Actions on regulated premises; each keeps the previous content and is logged."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.infra.reasons import Refused
from saathi.protection.care.premises import rules
from saathi.protection.care.premises.models import RegulatedPremises, RegulatedPremisesVersion
from saathi.protection.care.premises.rules import PremisesCheckFacts
from saathi.protection.care.premises.vocabulary import (
    PREMISES_RETURNED_NOTICE,
    PREMISES_WAIT_NOTICE,
)

PREMISES: Final = RegisterTables(
    name="premises.premises",
    model=RegulatedPremises,
    versions=RegulatedPremisesVersion,
    permission=Permission.KEEP_FACILITIES,
    key_fields=("name", "country", "district"),
    unique_constraint="premises_once",
    waiting_notice=PREMISES_WAIT_NOTICE,
    returned_notice=PREMISES_RETURNED_NOTICE,
)


class PremisesRefused(Refused):
    """The facts of the last check do not fit together; `reasons` say which."""


def add_premises(
    *, values: Mapping[str, Any], is_proposed: bool, actor: Staff
) -> RegulatedPremises:
    """Adds premises, as a draft or submitted; `PremisesRefused` if the check does not fit."""
    _refuse_misfit(values, actor.office.today())
    return actions.add_entry(PREMISES, values=values, is_proposed=is_proposed, actor=actor)


def change_premises(
    *, seen: SeenEntry[RegulatedPremises], values: Mapping[str, Any], actor: Staff
) -> RegulatedPremises:
    """Changes premises; refused as in `add_premises`, `ChangedMeanwhile` if outdated."""
    _refuse_misfit(values, actor.office.today())
    return actions.change_entry(PREMISES, seen, values=values, actor=actor)


def check_facts(values: Mapping[str, Any]) -> PremisesCheckFacts:
    """The last check, of the entry's columns."""
    return PremisesCheckFacts(values["check_result"], values["checked_on"], values["breach"])


def _refuse_misfit(values: Mapping[str, Any], today: dt.date) -> None:
    if reasons := rules.reasons_against_check(check_facts(values), today=today):
        raise PremisesRefused(reasons)
