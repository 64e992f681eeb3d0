"""The facts of contacts and reports for statistics: codes, countries, months; no texts or names."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_contact", "a contact, also a silent one", sources=("c", "r")),
    fact_view(__file__, "facts_report", "a report of a concern", sources=("r",)),
    fact_view(__file__, "facts_contact_referral", "a referral from a contact", sources=("f",)),
]
