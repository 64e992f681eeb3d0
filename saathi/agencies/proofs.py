"""What row security asks for a row: the conditions in SQL that policies are made of.

Policy: changes here are reviewed by those who answer for access. `has_right.py` says the same for queries.
"""

from saathi.agencies.sections import TEAM


def has_right(file_column: str, bits: str, section: int | str) -> str:
    """The SQL condition that a running grant of this person holds the section of the file.

    Whose grants count is left to the row security of `agencies_grant` itself, and what is hidden from
    her to a function: both ask for the signed context, so a row that is looked at without one raises.
    OFFSET 0 keeps PostgreSQL from hashing all grants of a supervisor to test a single row.
    """
    return (
        "EXISTS (SELECT 1 FROM agencies_grant g "
        f"WHERE g.file_id = {file_column} AND (g.{bits} & {section}) <> 0 "
        "AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()) OFFSET 0) "
        f"AND ({file_column} <> ALL ((SELECT access_hidden())::uuid[]) "
        f"OR access_is_shown({file_column}))"
    )


def has_right_in_lists(file_column: str, section: int) -> str:
    """The condition of reading, for tables that lists of many children show.

    Rows in files that she works on are proved by one look for each table (`functions/own_files.sql`);
    whatever is not there is proved row by row.
    """
    proved = has_right(file_column, "reads", section)
    if not section & TEAM:
        return proved
    return f"({file_column} = ANY ((SELECT access_own_files())::uuid[]) OR ({proved}))"
