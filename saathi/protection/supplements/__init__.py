"""Supplementary forms: what an agency asks besides, written as XLSForm, and what was answered."""
