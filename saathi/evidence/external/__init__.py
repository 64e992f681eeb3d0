"""Imported series of other organisations: as printed, with their proxies named, never added up."""
