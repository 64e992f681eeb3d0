"""Statistical facts of screenings, prompts, interviews, clues and migration: codes and months."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(
        __file__, "facts_screening", "a screening; its reading is no finding", sources=("s",)
    ),
    fact_view(
        __file__,
        "facts_recorded_as",
        "that a child was recorded as a migrant without papers, unaccompanied, or an offender",
        sources=("r",),
    ),
    fact_view(
        __file__, "facts_screening_reply", "how the prompt to screen was answered", sources=("r",)
    ),
    fact_view(__file__, "facts_interview", "an interview with a child", sources=("i",)),
    fact_view(__file__, "facts_family_clue", "a clue that may lead to a family", sources=("c",)),
    fact_view(
        __file__,
        "facts_migration",
        "how a child moved; joined to facts_episode by child, it is linked to trafficking",
        sources=("m",),
    ),
]
