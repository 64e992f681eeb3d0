"""Codes of children's files as people type them: NP-7K3F-92 is printed with hyphens and read out without."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.infra.digits import to_ascii_digits

CODE_LENGTH = 8  # letters and digits; the groups are of two, four and two
MAX_TYPED = 30  # with spaces or hyphens between them


def normalise_child_code(typed: str) -> str:
    """The code as it is stored, whatever case, spaces, hyphens and digits were typed.

    Text that is not a code is returned without its spaces and hyphens: no file has it.
    """
    signs = "".join(sign for sign in to_ascii_digits(typed).upper() if sign.isalnum())
    if len(signs) != CODE_LENGTH:
        return signs
    return f"{signs[:2]}-{signs[2:6]}-{signs[6:]}"


class ChildCodeField(forms.CharField):
    """The code of a child's file, normalised."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Case ID"))
        super().__init__(max_length=MAX_TYPED, **options)

    def to_python(self, value: object) -> str:
        """The code as it is stored; empty if none was typed."""
        typed: str = super().to_python(value) or ""
        return normalise_child_code(typed) if len(typed) <= MAX_TYPED else typed
