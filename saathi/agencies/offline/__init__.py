"""Forms on unreliable connections: browser storage, drafts, conflicting edits.

`unsent` provides the key that only its owner's sign-in opens; `drafts` keeps unfinished forms;
`edit_conflicts` compares, field by field, what two people changed in one record.
"""
