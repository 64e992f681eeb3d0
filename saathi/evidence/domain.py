"""What statistics contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, MenuEntry
from saathi.agencies.permissions import Permission

DOMAIN = Domain(
    urls={"urls": "numbers/"},
    menu=(
        MenuEntry(
            120,
            "numbers",
            _("Statistics"),
            "chart-bar",
            "evidence:show_statistics",
            frozenset({Permission.SEE_NUMBERS}),
            is_rare=True,
        ),
    ),
)
