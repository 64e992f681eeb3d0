"""The machine's assessment in words: facts for and against the same child. Never a number."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.infra.join_words import join_words

_FIELDS: dict[str, Promise] = {
    "given": _("the name"),
    "family": _("the family name"),
    "sex": _("gender"),
    "birth": _("the age"),
    "father": _("the father’s name"),
    "mother": _("the mother’s name"),
    "phone": _("a telephone number"),
    "place": _("the home district"),
}


def machine_assessment_sentences(lines: Sequence[Sequence[object]]) -> list[str]:
    """At most three sentences: facts for, facts against, and facts that are similar."""
    parts: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for name, _level, speaks in lines:
        if str(name) in _FIELDS and isinstance(speaks, int):
            parts[speaks].append(str(_FIELDS[str(name)]))
    sentences = {
        1: gettext("For: %(what)s."),
        -1: gettext("Against: %(what)s."),
        0: gettext("Not conclusive: %(what)s."),
    }
    return [
        sentences[which] % {"what": join_words(parts[which])}
        for which in (1, -1, 0)
        if parts[which]
    ]
