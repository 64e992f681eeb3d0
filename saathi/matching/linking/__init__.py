"""Linkage of records: which records are probably of one child, and why. Plain Python and numpy.

`linkage.link` works on whole files, `explaining.score` on one record against candidates; the model
that both take is `model.Model`. It proposes; a person decides.
"""
