"""What the database lets each role do concerning the log, apart from its tables.

The rights on the tables of the log are in `audit/database_rights.py`.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    # /health and metrics use it to read the age of the oldest unsealed entry.
    functions_of_all_roles=("audit_oldest_unsealed_seconds()",),
)
