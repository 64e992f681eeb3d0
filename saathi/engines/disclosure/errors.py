"""Errors for tables that cannot be read or protected; nothing is written then."""


class InputError(Exception):
    """The input cannot be used; the message tells its author where and why."""


class TablesNotProtected(Exception):
    """The protected tables failed the attack that precedes writing; nothing was written."""
