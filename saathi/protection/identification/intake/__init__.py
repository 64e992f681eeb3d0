"""Reports of a concern and enquiries, before there is a case."""
