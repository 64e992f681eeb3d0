"""What the database lets the web role do with minimum standards.

Published sets are open to all staff; an agency's keepers change its own, and criteria only until
they are published (`functions/standards.sql`).

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.register_kit.locks import entry_policies
from saathi.infra.database_access import APP, DatabaseAccess

_SETS, _VERSIONS = "standards_standardset", "standards_standardsetversion"
ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_SETS} TO {APP}",
        f"GRANT SELECT ON {_VERSIONS} TO {APP}",
    ),
    policies=tuple(entry_policies(_SETS, _VERSIONS, "standard_set_id", "keep_facilities")),
)
