"""Indicators: what is counted, among whom, by what, and what the number does not say."""
