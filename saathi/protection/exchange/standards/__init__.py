"""Converts our codes to the variables of HTCDS and CTDC, and reports what is lost."""
