"""What the database lets the web role do with regulated premises: as with any register.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.register_kit.locks import entry_policies
from saathi.infra.database_access import APP, DatabaseAccess

_PREMISES, _VERSIONS = "premises_regulatedpremises", "premises_regulatedpremisesversion"
ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_PREMISES} TO {APP}",
        f"GRANT SELECT ON {_VERSIONS} TO {APP}",
    ),
    policies=tuple(entry_policies(_PREMISES, _VERSIONS, "premises_id", "keep_facilities")),
)
