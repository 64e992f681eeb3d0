"""Saathi, the open information system for child protection and counter-trafficking."""

__version__ = "0.2.0"
