"""What is said when tables cannot be read or protected; nothing is written then."""


class InputError(Exception):
    """The input cannot be used as it is; the text says where and why, for the person who made it."""


class TablesNotProtected(Exception):
    """The protected tables failed the attack that precedes writing; nothing was written."""
