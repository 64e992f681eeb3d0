"""What the database lets the web role do with the register of courts.

Published entries are open to all; an agency's keepers change its own entries.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.register_kit.locks import entry_policies
from saathi.infra.database_access import APP, DatabaseAccess

_TABLE, _VERSIONS = "courts_specialcourt", "courts_specialcourtversion"

ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_TABLE} TO {APP}",
        f"GRANT SELECT ON {_VERSIONS} TO {APP}",
    ),
    policies=tuple(entry_policies(_TABLE, _VERSIONS, "court_id", "keep_services")),
)
