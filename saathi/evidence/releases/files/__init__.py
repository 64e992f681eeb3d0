"""The files of a release: the same protected numbers in the forms that others work with."""
