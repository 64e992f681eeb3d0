"""The files of a release: the same protected numbers in several formats."""
