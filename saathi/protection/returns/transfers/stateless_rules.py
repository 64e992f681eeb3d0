"""When the country of origin of a child who may be stateless is asked. Pure functions."""

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.vocabulary import ContactGate


def reasons_of_stateless(gate: ContactGate, *, is_represented: bool) -> tuple[Reason, ...]:
    """Why nothing goes to the country of origin of a child who may be stateless."""
    if gate != ContactGate.STATELESS or is_represented:
        return ()
    text = _(
        "The child may be stateless. Only the legal representative may contact the country of origin, "
        "with the child’s permission. Ask for this permission first."
    )
    return (Reason("screening", text),)
