"""Addresses of the screens for international protection; each file of views adds its own to `screens`."""

from saathi.protection.returns.protection_screening import confirming_views, correcting_views
from saathi.protection.returns.protection_screening.views import screens

__all__ = ["confirming_views", "correcting_views", "screens"]
