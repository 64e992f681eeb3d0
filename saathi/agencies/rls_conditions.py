"""SQL conditions from which row security policies are built.

Policy: changes here are reviewed by those responsible for access. `has_right_sql.py` expresses the same
for queries.
"""

ACTOR = "(SELECT access_staff())"  # as a subquery: evaluated once per statement
OF_OWN_AGENCY = "agency_id = (SELECT access_agency())"
PERMISSIONS_OF_ACTOR = "((SELECT staff_permissions((SELECT access_staff())))::text[])"


def has_right_sql(file_column: str, bits: str, section: int | str) -> str:
    """The SQL condition that a current grant of this person includes the section of the file.

    The row security of `agencies_grant` itself decides whose grants count, and a function what is
    hidden from the person: both require the signed context, so reading a row without one raises an
    error. OFFSET 0 keeps PostgreSQL from hashing all grants of a supervisor to test a single row.
    """
    return (
        "EXISTS (SELECT 1 FROM agencies_grant g "
        f"WHERE g.file_id = {file_column} AND (g.{bits} & {section}) <> 0 "
        "AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()) OFFSET 0) "
        f"AND ({file_column} <> ALL ((SELECT access_hidden())::uuid[]) "
        f"OR access_is_shown({file_column}))"
    )
