"""What the database lets the web role do with prevalence estimates.

An estimate is visible only to its agency until a second person approves it; then all readers of
statistics see it. Even then, the exact counts behind it stay with those who make estimates in that
agency.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_ESTIMATE, _COUNTS = "prevalence_prevalenceestimate", "prevalence_overlapcounts"
_DECIDED = "state, decided_at, decided_by, decision, version"


def _policies() -> Iterator[RowPolicy]:
    makes = (
        f"{OF_OWN_AGENCY} AND {PERMISSIONS_OF_ACTOR} && ARRAY['prepare_release', 'approve_release']"
    )
    prepares = f"{OF_OWN_AGENCY} AND 'prepare_release' = ANY {PERMISSIONS_OF_ACTOR}"
    decides = (
        f"{OF_OWN_AGENCY} AND 'approve_release' = ANY {PERMISSIONS_OF_ACTOR} AND made_by <> {ACTOR}"
    )
    decided = f"{decides} AND state IN ('approved', 'refused') AND decided_by = {ACTOR}"
    seen = f"(state = 'approved' AND 'see_numbers' = ANY {PERMISSIONS_OF_ACTOR}) OR ({makes})"
    yield RowPolicy(_ESTIMATE, "web_reads", "SELECT", APP, using=seen)
    fresh = f"{prepares} AND made_by = {ACTOR} AND state = 'asked'"
    yield RowPolicy(_ESTIMATE, "web_adds", "INSERT", APP, check=fresh)
    runs = f"{prepares} AND state IN ('asked', 'approved')"
    may = f"({decided}) OR ({prepares} AND state = 'withdrawn')"
    waits = f"{decides} AND state = 'asked'"
    either = f"({waits}) OR ({runs})"
    yield RowPolicy(_ESTIMATE, "web_changes", "UPDATE", APP, using=either, check=may)
    of_ours = f"EXISTS (SELECT 1 FROM {_ESTIMATE} e WHERE e.id = estimate_id AND e.{makes})"
    yield RowPolicy(_COUNTS, "web_reads", "SELECT", APP, using=of_ours)
    whole = "cardinality(counts) = 2 ^ cardinality(e.lists) - 1"
    fresh = f"e.{prepares} AND e.made_by = {ACTOR} AND e.state = 'asked' AND {whole}"
    own = f"EXISTS (SELECT 1 FROM {_ESTIMATE} e WHERE e.id = estimate_id AND {fresh})"
    yield RowPolicy(_COUNTS, "web_adds", "INSERT", APP, check=own)


ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON prevalence_prevalenceestimate, prevalence_overlapcounts TO {APP}",
        f"GRANT UPDATE ({_DECIDED}) ON prevalence_prevalenceestimate TO {APP}",
    ),
    policies=tuple(_policies()),
)
