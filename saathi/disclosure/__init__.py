"""Plain Python: disclosure control of tables (comes with the evidence issue)."""
