"""Records as the rules take them."""

from saathi.consent import rules
from saathi.consent.models import Guardian
from saathi.consent.vocabulary import GuardianKind, YesNo


def facts_of(guardian: Guardian) -> rules.GuardianFacts:
    """A guardian's record as the rules take it."""
    return rules.GuardianFacts(
        kind=GuardianKind(guardian.kind),
        starts_on=guardian.starts_on,
        ends_on=guardian.ends_on,
        may_be_involved=YesNo(guardian.may_be_involved),
        has_conflict=YesNo(guardian.has_conflict),
        is_independent=YesNo(guardian.is_independent),
    )
