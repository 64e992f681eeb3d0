"""Statistical facts about relations: codes and months, without names or dangers."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_relation", "somebody around a child", sources=("r",)),
    fact_view(
        __file__,
        "facts_alleged",
        "somebody said to have harmed a child; not found to have",
        sources=("a",),
    ),
    fact_view(__file__, "facts_outcome", "what an authority decided about it", sources=("o",)),
]
