"""Which colleague is proposed for an owner in Primero."""

from uuid import uuid4

import pytest

from saathi.agencies.models import Staff
from saathi.protection.exchange.primero.owners import CaseOwner, propose_colleagues

RITA = Staff(id=uuid4(), name="Rita Thapa", email="rita.thapa@agency.example")
HARI = Staff(id=uuid4(), name="Hari Lal", email="h.lal@agency.example")
HARI_TOO = Staff(id=uuid4(), name="Hari Lal", email="hari2@agency.example")


@pytest.mark.parametrize(
    ("label", "colleague"),
    [
        ("rita.thapa@agency.example", RITA),
        ("RITA.THAPA@agency.example", RITA),
        ("rita_thapa", RITA),
        ("worker_1, Rita Thapa", RITA),
        ("worker_1, Ríta  Thapa", RITA),
        ("h.lal", HARI),
        ("worker_1, Hari Lal", None),  # two colleagues have this name
        ("worker_1", None),
        ("rita", None),
    ],
)
def test_colleague_is_proposed_where_one_alone_fits(label: str, colleague: Staff | None) -> None:
    owner = CaseOwner(label.partition(",")[0].casefold(), label, 1)
    proposed = propose_colleagues([owner], [RITA, HARI, HARI_TOO])
    assert proposed == ({owner.key: colleague.pk} if colleague else {})
