"""What may go wrong with the warehouse, in sentences for the one who runs it."""


class WarehouseError(Exception):
    """The warehouse cannot do what was asked; the text says why and what to do."""
