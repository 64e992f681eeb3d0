"""Measure a model of linkage on labelled or invented records, group by group."""

from saathi.engines.matching import evaluating

arguments = evaluating.add_evaluate_arguments
run = evaluating.run_evaluate
