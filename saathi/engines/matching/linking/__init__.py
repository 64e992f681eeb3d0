"""Record linkage: which records are probably of one child, and why. Plain Python and numpy.

`linkage.link_records` works on whole files, `explaining.score_candidates` on one record against
candidates; both use a `model.LinkageModel`. It proposes; a person decides.
"""
