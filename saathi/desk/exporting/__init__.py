"""Export of children's files as an encrypted ZIP: purpose, selection, passphrase, download, expiry."""
