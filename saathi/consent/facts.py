"""Statistical facts about consent and decisions: codes and months, no texts."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_consent", "a legal basis", sources=("c",)),
    fact_view(__file__, "facts_guardian", "a guardian", sources=("g",)),
    fact_view(
        __file__,
        "facts_accompaniment",
        "whether somebody who answers for a child was with her",
        sources=("a",),
    ),
    fact_view(__file__, "facts_decision", "a decision about a child", sources=("d",)),
    fact_view(__file__, "facts_information", "something a child was told", sources=("i",)),
]
