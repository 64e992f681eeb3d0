"""Learn a model of linkage from records, without known pairs."""

from saathi.engines.matching.linking import command

arguments = command.add_train_arguments
run = command.run_train
