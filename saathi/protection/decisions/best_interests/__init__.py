"""Best interests: assessments before each significant step, and determinations by a panel."""
