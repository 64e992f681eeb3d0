"""Transfers of a case to another worker, office or agency: requested, answered, with all records kept."""
