"""Learn a model of linkage from records, without known pairs."""

from saathi.matching.linking import command

arguments = command.train_arguments
run = command.train
