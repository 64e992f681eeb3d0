"""Statistical facts about statements: that and how the child spoke, never what was said.

Themes are codes, included only if the child allows counting them.
"""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(
        __file__,
        "facts_statement",
        "something a child said, chose not to say, or is not to be asked",
        sources=("s",),
    ),
    fact_view(
        __file__,
        "facts_explanation",
        "an explanation of the limits of confidentiality",
        sources=("e",),
    ),
    fact_view(
        __file__,
        "facts_themes",
        "what a statement is about, in codes, where the child lets it be counted",
        sources=("t",),
    ),
]
