"""Settings, URLs and the `saathi` command; no other package imports this one."""
