"""The one error of the embedded server; its text is for the operator."""


class EmbeddedServerError(Exception):
    """The embedded server cannot do what was asked; the text says why and what to do."""
