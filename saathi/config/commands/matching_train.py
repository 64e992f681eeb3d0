"""Learn a model of linkage from records, without known pairs."""

from saathi.matching.linking import command

arguments = command.add_train_arguments
run = command.run_train
