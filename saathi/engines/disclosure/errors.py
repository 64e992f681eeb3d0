"""Errors for tables that cannot be read or protected; nothing is written then."""


class InputError(Exception):
    """The input cannot be used as it is; the text says where and why, for its author."""


class TablesNotProtected(Exception):
    """The protected tables failed the attack that precedes writing; nothing was written."""
