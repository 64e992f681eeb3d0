"""What a weak line asks of forms: kept in the browser, kept as a draft, two people on one record.

`unsent` holds the key that only its owner's sign-in opens; `drafts` what was begun and is not sent;
`meanwhile` what two people made of one record, field by field.
"""
