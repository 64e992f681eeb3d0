"""What the database lets the web role do with requests of researchers.

They are an agency's own; a second person decides, and time ends them. What an approved request gives
stops at its last day here too, whatever the web process asks for.

Policy: changes here are reviewed by those who answer for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_REQUEST, _HANDING = "research_researchrequest", "research_handing"
_DECIDED = "state, decided_at, decided_by, decision, ended_at, ended_by, ending, version"


def _policies() -> Iterator[RowPolicy]:
    prepares = f"{OF_OWN_AGENCY} AND 'prepare_release' = ANY {PERMISSIONS_OF_ACTOR}"
    decides = (
        f"{OF_OWN_AGENCY} AND 'approve_release' = ANY {PERMISSIONS_OF_ACTOR} AND made_by <> {ACTOR}"
    )
    decided = f"{decides} AND state IN ('approved', 'refused') AND decided_by = {ACTOR}"
    ended = f"{prepares} AND state = 'ended' AND ended_by = {ACTOR}"
    fresh = f"{prepares} AND made_by = {ACTOR} AND state = 'asked'"
    yield RowPolicy(_REQUEST, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY)
    yield RowPolicy(_REQUEST, "web_adds", "INSERT", APP, check=fresh)
    waits, runs = f"{decides} AND state = 'asked'", f"{prepares} AND state = 'approved'"
    yield RowPolicy(
        *(_REQUEST, "web_changes", "UPDATE", APP),
        using=f"({waits}) OR ({runs})",
        check=f"({decided}) OR ({ended})",
    )
    of_ours = f"EXISTS (SELECT 1 FROM {_REQUEST} r WHERE r.id = request_id AND r.{OF_OWN_AGENCY})"
    # A day of grace: offices lie east of the server.
    lasts = (
        f"made_by = {ACTOR} AND abs(extract(epoch FROM made_at - now())) < 300 "
        f"AND EXISTS (SELECT 1 FROM {_REQUEST} r JOIN releases_release m ON m.id = r.release_id "
        f"WHERE r.id = request_id AND r.{OF_OWN_AGENCY} AND r.state = 'approved' "
        "AND r.until >= current_date - 1 AND m.tables_hash = r.tables_hash AND m.passes "
        "AND m.state IN ('approved', 'published'))"
    )
    yield RowPolicy(_HANDING, "web_reads", "SELECT", APP, using=of_ours)
    gives = f"'prepare_release' = ANY {PERMISSIONS_OF_ACTOR} AND {lasts}"
    yield RowPolicy(_HANDING, "web_adds", "INSERT", APP, check=gives)


ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON research_researchrequest, research_handing TO {APP}",
        f"GRANT UPDATE ({_DECIDED}) ON research_researchrequest TO {APP}",
    ),
    policies=tuple(_policies()),
)
