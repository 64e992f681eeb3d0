"""What statistics may know of a case: its dates by month, its stage, why it closed."""

from saathi.agencies.facts import View

VIEWS = [
    View(
        "facts_case",
        "SELECT c.file_id AS child, o.country, c.status, c.stage, c.risk, "
        "date_trunc('month', c.opened_on)::date AS opened, "
        "date_trunc('month', c.closed_on)::date AS closed, c.closing_reason "
        "FROM cases_case c JOIN agencies_office o ON o.id = c.office_id",
        "a case",
    )
]
