"""Prevalence estimates from overlapping lists, including undetected persons; never a count."""
