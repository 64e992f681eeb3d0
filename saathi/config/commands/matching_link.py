"""Pairs of records that are probably of one child, within one file or between two."""

from saathi.matching.linking import command

arguments = command.add_link_arguments
run = command.run_link
