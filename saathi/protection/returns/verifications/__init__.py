"""Verification of nationality and address, permits and the court's need, before a return."""
