"""Disclosure control of tables of counts: protect them, attack them. Plain Python, no Django.

Described in docs/disclosure.md. The doors are `protect.protect_tables`, `audit.audit` and
`design.list_designs`;
tables come in through `reading`. Not for drawing samples or for records of single children.
"""
