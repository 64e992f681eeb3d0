"""A declaration of a register whose screens could not be shown is refused when it is made."""

from dataclasses import replace

import pytest

from saathi.protection.casework.services.register import REGISTER


def test_a_register_with_translations_names_its_languages() -> None:
    with pytest.raises(ValueError, match="service translates its entries"):
        replace(REGISTER, languages=())
    table = replace(REGISTER.table, translations=None, translated_fields=())
    assert replace(REGISTER, table=table, languages=()).languages == ()
