"""Pairs of records that are probably of one child, within one file or between two."""

from saathi.engines.matching.linking import command

arguments = command.add_link_arguments
run = command.run_link
