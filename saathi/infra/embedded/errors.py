"""The one error of the embedded server; its text is for the operator."""


class EmbeddedServerError(Exception):
    """The embedded server cannot do what was requested; the text gives the reason and the remedy."""
