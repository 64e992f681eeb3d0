"""The form of an agency's own bundle. Permission to submit it is checked elsewhere."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from saathi.agencies import wording
from saathi.agencies.actions.bundles import BundleVersionInput
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.permissions import MAX_PERMISSIONS, Permission
from saathi.web.dynamic_choices import set_choices

TAKEN_BY_ADDRESSES = frozenset({"new"})


class BundleForm(RecordForm):
    """Name, permissions and start date of an agency's own role."""

    name = forms.CharField(
        label=_("Name of the role"),
        max_length=80,
        help_text=_("The name used in your agency, for example: probation officer."),
    )
    permissions = forms.TypedMultipleChoiceField(
        label=_("Permissions of this role"),
        coerce=Permission,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the permissions listed here can be given to this type of role."),
    )
    valid_from = forms.DateField(label=_("In force from"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, kind: str, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        set_choices(
            self,
            "permissions",
            [
                (permission.value, wording.PERMISSION_TEXTS[permission])
                for permission in Permission
                if permission in MAX_PERMISSIONS[kind]
            ],
        )

    def clean_valid_from(self) -> dt.date:
        """A date that is not in the past, so that rights never change retroactively."""
        day: dt.date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def to_input(self, code: str) -> BundleVersionInput:
        """The version to request."""
        data = self.cleaned_data
        return BundleVersionInput(
            code, self.kind, data["name"], data["permissions"], data["valid_from"]
        )

    def new_code(self, taken: Collection[str]) -> str:
        """A unique code for a new bundle, from its name where that has Latin letters."""
        code: str = slugify(self.cleaned_data["name"]).replace("-", "_").lstrip("0123456789_")[:34]
        while not code or code in taken or code in TAKEN_BY_ADDRESSES:
            code = f"{code or self.kind}"[:34].rstrip("_") + f"_{secrets.token_hex(2)}"
        return code
