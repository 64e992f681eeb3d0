"""What the database lets the web role do with the library of guidelines.

Published guidelines are open to all; an agency's keepers change its own entries until they are
published. Each member of staff acknowledges in their own name; those who lead staff of an agency
read who of it has acknowledged.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.register_kit.locks import entry_policies
from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_TABLE, _VERSIONS = "guidelines_guideline", "guidelines_guidelineversion"
_READINGS = "guidelines_guidelinereading"
_LEADS = f"ARRAY['approve', 'manage_staff'] && {PERMISSIONS_OF_ACTOR}"


def _policies() -> Iterator[RowPolicy]:
    yield from entry_policies(_TABLE, _VERSIONS, "guideline_id", "keep_facilities")
    yield RowPolicy(
        _READINGS,
        "web_reads",
        "SELECT",
        APP,
        using=f"recorded_by = {ACTOR} OR {OF_OWN_AGENCY} AND {_LEADS}",
    )
    yield RowPolicy(
        _READINGS,
        "web_adds",
        "INSERT",
        APP,
        check=f"{OF_OWN_AGENCY} AND recorded_by = {ACTOR}",
    )


ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_TABLE} TO {APP}",
        f"GRANT SELECT ON {_VERSIONS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_READINGS} TO {APP}",
    ),
    policies=tuple(_policies()),
)
