"""Tables that come in and go out: read, guessed at, checked, translated, written. Plain Python.

Knows nothing of Django, of files of children or of who may do what: that is `protection.exchange`
and the desk.
"""
