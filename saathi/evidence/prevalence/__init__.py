"""Estimates of prevalence from overlapping lists, including undetected persons. Never a count."""
