"""Which roles may call the desk's database functions.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    web_functions=(
        "case_list_page(jsonb, date)",
        "own_figures(uuid, date, integer)",
        "report_names_waiting(uuid)",
        "hidden_files(integer)",
    ),
    # Hides a child's file from colleagues; see `functions/named_in_report.sql`.
    proved_functions=("report_close_file(uuid)",),
    # See `functions/change_of_place.sql`.
    function_parts={
        "after_change_of_place": "SELECT public.staff_place_changed(of_staff, from_office)"
    },
)
