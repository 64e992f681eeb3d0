"""Converts records to the input of the rules."""

from saathi.consent import rules
from saathi.consent.models import Guardian
from saathi.consent.vocabulary import GuardianKind, GuardianYesNo


def facts_of_guardian(guardian: Guardian) -> rules.GuardianFacts:
    """A guardian's record as input of the rules."""
    return rules.GuardianFacts(
        kind=GuardianKind(guardian.kind),
        starts_on=guardian.starts_on,
        ends_on=guardian.ends_on,
        may_be_involved=GuardianYesNo(guardian.may_be_involved),
        has_conflict=GuardianYesNo(guardian.has_conflict),
        is_independent=GuardianYesNo(guardian.is_independent),
    )
