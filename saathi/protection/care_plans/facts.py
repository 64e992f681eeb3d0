"""The facts of a plan for statistics: the child's part, the facets, who decided; no free text."""

from saathi.agencies.facts import FactView

VIEWS = [
    FactView(
        "facts_plan",
        "SELECT p.file_id AS child, p.number, p.state, p.contribution, p.agreement, "
        "date_trunc('month', p.made_on)::date AS made, "
        "date_trunc('month', p.approved_on)::date AS approved, "
        "p.made_on - c.opened_on AS days_after_opening "
        "FROM care_plans_plan p JOIN cases_case c ON c.id = p.case_id",
        "a plan",
        sources=("p", "c"),
    ),
    FactView(
        "facts_goal",
        "SELECT g.file_id AS child, g.facet, g.decided_by, g.state, g.is_long_term, "
        "p.state AS plan_state, date_trunc('month', p.made_on)::date AS made "
        "FROM care_plans_goal g JOIN care_plans_plan p ON p.id = g.plan_id",
        "a goal of a plan",
        sources=("g", "p"),
    ),
]
