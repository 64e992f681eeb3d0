"""An installation under separate users: one table of users, groups and files.

`accounts` and `installed_paths` are the table; systemd units, proxy sites, compose services and the
folders of `saathi install` are all derived from it, so that they cannot disagree.
"""
