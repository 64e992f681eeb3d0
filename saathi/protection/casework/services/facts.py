"""The facts of support for statistics: codes, months and waiting days; no free text.

Equity of access by sex, age, nationality and home is counted by joining `facts_child`; papers and
accessibility needs are part of the referral (RTS-008, RTS-009, SRV-007, SRV-014).
"""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_referral", "a referral to a service", sources=("r",)),
    fact_view(__file__, "facts_support_session", "a session of support", sources=("s",)),
    fact_view(__file__, "facts_enrolment", "a child's place in a course", sources=("e",)),
    fact_view(__file__, "facts_attendance", "a child at a session of a course", sources=("a",)),
    fact_view(__file__, "facts_livelihood", "help for a livelihood", sources=("l",)),
    fact_view(
        __file__,
        "facts_opinion",
        "how a child found a service she was referred to, where she lets it be counted",
        sources=("o", "r"),
    ),
]
