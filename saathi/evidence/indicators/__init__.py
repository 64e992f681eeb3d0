"""Indicators: the counted unit, the population, the dimensions, and the limitations of the number."""
