"""Borders and return home: enquiries abroad; later tracing, repatriation, reintegration."""
