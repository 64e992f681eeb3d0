"""The check of texts that go to another country in a request about a child's identity."""

from collections.abc import Mapping

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.returns.borders.disclosure_checks import register_text_check
from saathi.protection.returns.transfers import shelter_names, step_rules


@register_text_check
def reasons_against_disclosed_texts(actor: Staff, texts: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why texts cannot go to another country: they say what happened, or where the child lives."""
    entered = {name: text for name, text in texts.items() if text.strip()}
    if not entered:
        return ()
    return (
        *step_rules.reasons_against_words(entered),
        *step_rules.reasons_against_names(entered, shelter_names.names_here(actor)),
    )
