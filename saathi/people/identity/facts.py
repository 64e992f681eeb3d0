"""Statistical facts of documents, functioning, culture, movements and background: codes only.

Grounds of discrimination are not among them: they are sealed.
"""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_paper", "a document", sources=("p",)),
    fact_view(__file__, "facts_functioning", "answers about functioning", sources=("f",)),
    fact_view(__file__, "facts_culture", "a cultural identity", sources=("c",)),
    fact_view(__file__, "facts_movement", "a movement", sources=("m",)),
    fact_view(__file__, "facts_background", "a social background", sources=("b",)),
]
