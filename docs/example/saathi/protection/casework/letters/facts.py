"""Statistical facts of letters: who wrote, and whether the child has the letter."""

from saathi.agencies.facts import fact_view

VIEWS = [fact_view(__file__, "facts_letter", "a letter to a child", sources=("l",))]
