"""Disclosure control of tables of counts: protect them, attack them. Plain Python, no Django.

Described in docs/disclosure.md. The entry points are `protect.protect_tables`, `audit.audit` and
`design.list_designs`; tables are read by `table_files`. Not for drawing samples or for records of
single children.
"""
