"""What the database lets the web role do with requests of researchers.

Each request belongs to one agency; a second person decides it, and it expires. The database too
gives nothing after its last day, whatever the web process asks for.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.evidence.approval.row_policies import DECIDED_COLUMNS, two_person_policies
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_REQUEST, _HANDING = "research_researchrequest", "research_handing"


def _policies() -> Iterator[RowPolicy]:
    yield from two_person_policies(_REQUEST)
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
        f"GRANT UPDATE ({DECIDED_COLUMNS}) ON research_researchrequest TO {APP}",
    ),
    policies=tuple(_policies()),
)
