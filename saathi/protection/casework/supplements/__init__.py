"""Supplementary forms: an agency's additional questions, written as XLSForm, and the answers."""
