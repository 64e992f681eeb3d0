"""What the database lets the web role do with records of an agency on which a second person decides.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, RowPolicy

DECIDED_COLUMNS = "state, decided_at, decided_by, decision, ended_at, ended_by, ending, version"


def two_person_policies(table: str) -> Iterator[RowPolicy]:
    """The agency reads; one person adds and may end a record; another approves or rejects it."""
    prepares = f"{OF_OWN_AGENCY} AND 'prepare_release' = ANY {PERMISSIONS_OF_ACTOR}"
    decides = (
        f"{OF_OWN_AGENCY} AND 'approve_release' = ANY {PERMISSIONS_OF_ACTOR} AND made_by <> {ACTOR}"
    )
    decided = f"{decides} AND state IN ('approved', 'refused') AND decided_by = {ACTOR}"
    ended = f"{prepares} AND state = 'ended' AND ended_by = {ACTOR}"
    fresh = f"{prepares} AND made_by = {ACTOR} AND state = 'asked'"
    yield RowPolicy(table, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY)
    yield RowPolicy(table, "web_adds", "INSERT", APP, check=fresh)
    waits, runs = f"{decides} AND state = 'asked'", f"{prepares} AND state = 'approved'"
    yield RowPolicy(
        *(table, "web_changes", "UPDATE", APP),
        using=f"({waits}) OR ({runs})",
        check=f"({decided}) OR ({ended})",
    )
