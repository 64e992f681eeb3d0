"""How templates come to the engine: without the indentation that only their readers need."""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories

PACKAGE = Path(__file__).resolve().parent.parent
INDENTATION = re.compile(r"\n[ \t]+")


class UnindentedLoader(app_directories.Loader):
    """Finds templates in the applications, and takes the indentation from ours.

    Compressed pages would otherwise be about 7 % larger, which a weak line feels. Lines keep their
    numbers. Texts to translate that have several lines are trimmed (tests/web/test_template_loader.py),
    so their entries in the catalogue do not depend on this.
    """

    def get_contents(self, origin: Origin) -> str:
        """The source of a template; one of a library stays as it is."""
        source = str(super().get_contents(origin))
        ours = Path(origin.name).resolve().is_relative_to(PACKAGE)
        return INDENTATION.sub("\n", source) if ours else source
