"""What the database lets each role do about the log, beside its tables.

The rights on the tables of the log are in `audit/database_rights.py`.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    # /health and metrics ask for the age of the oldest entry that is not sealed.
    functions_of_all_roles=("audit_oldest_unsealed_seconds()",),
)
