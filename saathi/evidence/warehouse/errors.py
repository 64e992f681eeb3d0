"""Errors of the warehouse, in sentences for its operator."""


class WarehouseError(Exception):
    """The warehouse cannot do the requested work; the text gives the reason and the remedy."""
