"""What the database lets each role do with the cache of the web.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import WRITE_RIGHTS, DatabaseAccess

ACCESS = DatabaseAccess(unprotected_tables={"web_cache": (WRITE_RIGHTS, "rate limits")})
