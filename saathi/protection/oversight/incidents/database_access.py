"""Who may call the functions about breaches of privacy.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(proved_functions=("incident_tell_of(uuid)",))
