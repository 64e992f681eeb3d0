"""Errors of the vault, in plain sentences; none contains a personal value."""


class VaultError(Exception):
    """A sealed value could not be made or opened; the text names the field, never its content."""


class FileKeyMissing(VaultError):
    """There is no key for this file: it was erased, or it never had one."""


class RootKeyMissing(VaultError):
    """A root key is lost, unreadable or the wrong one; the text says where it was expected."""


class UploadRefused(Exception):
    """An uploaded file cannot be stored; the text tells the sender the reason."""
