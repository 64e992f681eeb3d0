"""Disclosure control for tables of counts: protects and attacks them. Plain Python, no Django.

Described in docs/disclosure.md. The entry points are `protect.protect_tables`, `audit.audit_tables` and
`design.list_designs`; tables are read by `table_files`. Not for sampling or for records of
individual children.
"""
