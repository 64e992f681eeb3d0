"""Who may call the functions about statements of children.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(web_functions=("access_named_reader(uuid)",))
