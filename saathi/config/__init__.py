"""Settings, urls and the `saathi` command; imported by nobody."""
