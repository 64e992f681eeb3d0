"""Who may call the functions of the desk.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    web_functions=("case_list_page(jsonb, date)", "own_figures(uuid, date, integer)")
)
