"""Identity beyond names and age: documents, functioning, discrimination, culture, movements."""
