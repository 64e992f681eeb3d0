"""Safe-contact instructions: how and when the child may be contacted, and who must not know.

They are sealed with the child's identity, and shown on every page of the file.
"""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.people.forms import TextLineField
from saathi.web.components import LabelledValue, Text

# By the keys of the child's envelope, in the order in which they are shown.
LABELS: Final[Mapping[str, Text]] = {
    "contact_how": _("Safe contact"),
    "contact_when": _("Safe times"),
    "contact_unsafe": _("Must not be informed"),
}


def safe_contact_in_payload(opened: Mapping[str, Any]) -> tuple[LabelledValue, ...]:
    """The instructions in the child's opened envelope; empty if none is recorded."""
    return tuple(
        LabelledValue(label, str(opened[key])) for key, label in LABELS.items() if opened.get(key)
    )


class SafeContactFields(forms.Form):
    """The fields of a form that asks for the instructions; each may be left blank."""

    contact_how = TextLineField(
        max_length=300,
        label=_("Safe contact: how to reach the child"),
        help_text=_("For example: at school, through the teacher. Never by telephone at home."),
    )
    contact_when = TextLineField(max_length=200, label=_("Safe times"))
    contact_unsafe = TextLineField(
        max_length=300, label=_("People who must not learn of the contact")
    )
