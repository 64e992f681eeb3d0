"""Across borders and home: enquiries abroad. Tracing, repatriation and reintegration will be here."""
