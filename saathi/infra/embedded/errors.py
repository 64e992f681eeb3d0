"""The one error of the embedded server; it speaks to the person who runs Saathi."""


class EmbeddedServerError(Exception):
    """The embedded server cannot do what was asked; the text says why and what to do."""
