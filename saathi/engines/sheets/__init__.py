"""Reads, maps, checks and writes tables. Plain Python.

It knows nothing of Django, case files or permissions: those belong to `protection.exchange` and
the desk.
"""
