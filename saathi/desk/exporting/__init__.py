"""Giving files of children out as a locked ZIP: what for, which, the passphrase once, fetching, the end."""
