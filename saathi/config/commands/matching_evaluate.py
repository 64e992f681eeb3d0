"""Measure a model of linkage on labelled or invented records, group by group."""

from saathi.matching import evaluating

arguments = evaluating.arguments
run = evaluating.run
