"""The facts of a case for statistics: dates by month, stage, closing reason.

Days are counted from the opening, so that waiting times need no date.
"""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_case",
        "SELECT c.file_id AS child, c.office_id AS office, o.country, o.level, c.status, c.stage, c.risk, "
        "date_trunc('month', c.opened_on)::date AS opened, "
        "date_trunc('month', c.closed_on)::date AS closed, c.closing_reason, "
        "c.closed_on - c.opened_on AS days_open "
        "FROM cases_case c JOIN agencies_office o ON o.id = c.office_id",
        "a case",
        sources=("c", "o"),
    ),
    FactView(
        "facts_assessment",
        "SELECT a.file_id AS child, a.risk, date_trunc('month', a.assessed_on)::date AS assessed, "
        "a.assessed_on - c.opened_on AS days_after_opening, "
        "ARRAY(SELECT need.key FROM jsonb_each_text(a.facets) AS need "
        "WHERE need.value IN ('need', 'urgent') ORDER BY need.key) AS needs "
        "FROM cases_assessment a JOIN cases_case c ON c.id = a.case_id",
        "an assessment",
        sources=("a", "c"),
    ),
    FactView(
        "facts_visit",
        "SELECT v.file_id AS child, v.kind, v.outcome, "
        "date_trunc('month', v.happened_at)::date AS happened, "
        "v.happened_at::date - c.opened_on AS days_after_opening "
        "FROM cases_visit v JOIN cases_case c ON c.id = v.case_id",
        "a visit, or an attempt",
        sources=("v", "c"),
    ),
    FactView(
        "facts_due",
        "SELECT d.file_id AS child, d.duty, date_trunc('month', d.due_on)::date AS due, "
        "d.done_on IS NOT NULL AS is_done, d.done_on <= d.due_on AS is_in_time FROM cases_due d",
        "something that was to be done by a day",
        sources=("d",),
    ),
    FactView(
        "facts_review",
        "SELECT r.file_id AS child, r.kind, r.capacities, r.heard, r.agreement, r.result, "
        "r.consent_anew, date_trunc('month', r.reviewed_on)::date AS reviewed "
        "FROM cases_review r",
        "a review of the plan with the child",
        sources=("r",),
    ),
    FactView(
        "facts_closing",
        "SELECT g.file_id AS child, g.reason, g.evaluation, "
        "date_trunc('month', g.asked_on)::date AS asked, c.status = 'closed' AS is_closed, "
        "date_trunc('month', g.reopened_on)::date AS reopened, g.reopened_why "
        "FROM cases_closing g JOIN cases_case c ON c.id = g.case_id",
        "a request to close a case",
        sources=("g", "c"),
    ),
]
