"""Statistical facts of authorities' decisions: codes and months; no body, number or grounds."""

from saathi.agencies.facts import fact_view

VIEWS = [
    fact_view(__file__, "facts_order", "an order of an authority", sources=("r",)),
    fact_view(__file__, "facts_status", "a finding whether a child was trafficked", sources=("s",)),
    fact_view(__file__, "facts_limit", "a time limit that ran", sources=("l",)),
    fact_view(__file__, "facts_safeguard", "a safeguard that was broken", sources=("b",)),
]
