"""Who may call the functions about consents.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(web_functions=("consent_refused_since(uuid, text)",))
