"""Our codes in the variables of HTCDS and CTDC: what goes where, and what is lost on the way."""
