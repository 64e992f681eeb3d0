"""Forms on unreliable connections: browser storage, drafts, conflicting edits.

`offline_keys` provides the key that opens only with its owner's sign-in; `drafts` keeps unfinished
forms; `concurrent_edits` compares, field by field, what two people changed in one record.
"""
