"""Find a child: search before create, open a new file, answer the enquiries of others."""
