"""Agencies, offices, staff and roles; `access` decides who may see and do what."""
