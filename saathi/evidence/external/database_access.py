"""What the database lets the web role do with other organisations' series.

An agency imports them; once shown, they are visible to all who see statistics.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_SERIES, _CELL = "external_externalseries", "external_externalcell"
_TOLD = "columns, year, place, state, left_out, shown_at, why_withdrawn, version"


def _policies() -> Iterator[RowPolicy]:
    mine = f"{OF_OWN_AGENCY} AND 'prepare_release' = ANY {PERMISSIONS_OF_ACTOR}"
    seen = f"state = 'shown' OR {OF_OWN_AGENCY}"
    yield RowPolicy(_SERIES, "web_reads", "SELECT", APP, using=seen)
    yield RowPolicy(_SERIES, "web_adds", "INSERT", APP, check=f"{mine} AND state = 'preview'")
    changes = f"{mine} AND state <> 'withdrawn'"
    yield RowPolicy(_SERIES, "web_changes", "UPDATE", APP, using=changes, check=mine)
    of_series = f"EXISTS (SELECT 1 FROM {_SERIES} s WHERE s.id = series_id)"
    fresh = (
        f"EXISTS (SELECT 1 FROM {_SERIES} s WHERE s.id = series_id AND s.{mine} "
        "AND s.state = 'preview')"
    )
    yield RowPolicy(_CELL, "web_reads", "SELECT", APP, using=of_series)
    yield RowPolicy(_CELL, "web_adds", "INSERT", APP, check=fresh)


ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON external_externalseries, external_externalcell TO {APP}",
        f"GRANT USAGE ON SEQUENCE external_externalcell_id_seq TO {APP}",
        f"GRANT UPDATE ({_TOLD}) ON external_externalseries TO {APP}",
    ),
    policies=tuple(_policies()),
)
