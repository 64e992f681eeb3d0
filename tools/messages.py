"""Gathers every text to translate into saathi/locale/*/LC_MESSAGES/django.po, without GNU gettext.

`python tools/messages.py` merges; `--check` changes nothing and fails when something is missing;
`--todo ur` prints what has no translation yet.
"""

import argparse
import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "saathi"
LOCALE = PACKAGE / "locale"
# What each call names, by the position of context, text and plural among its arguments.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "mark": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


@dataclass(frozen=True, order=True)
class Message:
    """A text to translate, as gettext knows it."""

    text: str
    plural: str = ""
    context: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--todo", metavar="LANGUAGE")
    options = parser.parse_args()

    result = gather()
    stale = False
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(path), wrapwidth=100)
        changed = merge(catalogue, result)
        stale |= changed
        language = path.parent.parent.name
        entries = [entry for entry in catalogue if not entry.obsolete]
        done = sum(entry.translated() for entry in entries)
        print(f"{language}: {done} of {len(entries)} texts translated")
        if options.todo == language:
            print("\n".join(entry.msgid for entry in entries if not entry.translated()))
        if changed and not options.check:
            catalogue.save()
    if stale and options.check:
        print("Texts have changed: run python tools/messages.py")
        return 1
    return 0


def gather() -> dict[Message, list[str]]:
    """Every message with the files of the package that use it."""
    places: defaultdict[Message, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            messages = from_python(path.read_text(encoding="utf-8"))
        elif path.suffix == ".html" and "templates" in path.parts:
            messages = from_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for message in messages:
            place = str(path.relative_to(PACKAGE))
            if place not in places[message]:
                places[message].append(place)
    for message in [each for each in places if each.plural]:
        # gettext keeps a text with a plural and the same text without one as one entry.
        places[message] += places.pop(Message(message.text, "", message.context), [])
    return places


def from_python(source: str) -> Iterator[Message]:
    """The literal texts of gettext calls. A text that is put together at run time is not found."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if name not in CALLS:
            continue
        parts = [literal(node.args, at) for at in CALLS[name]]
        context, text, plural = parts
        if text:
            yield Message(text, plural, context)


def literal(arguments: list[ast.expr], at: int | None) -> str:
    if at is None or at >= len(arguments):
        return ""
    value = arguments[at]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def from_template(source: str) -> Iterator[Message]:
    """The texts of translate and blocktranslate, as Django's own parser reads them."""
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    template = engines["django"].from_string(source).template
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        variable = node.filter_expression.var
        text = variable if isinstance(variable, str) else variable.literal or variable.var
        # Django looks a template's literal up with its percent signs doubled.
        yield Message(str(text).replace("%", "%%"), "", context_of(node.message_context))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        singular, _names = node.render_token_list(node.singular)
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        yield Message(singular, plural, context_of(node.message_context))
    for text in re.findall(r"""\b_\(["']([^"']+)["']\)""", source):
        yield Message(text)


def context_of(expression: object) -> str:
    variable = getattr(expression, "var", "")
    return variable if isinstance(variable, str) else str(getattr(variable, "literal", "") or "")


def merge(catalogue: polib.POFile, found: dict[Message, list[str]]) -> bool:
    """Brings the catalogue up to date; translations stay, what is gone is dropped. True if changed."""
    before = str(catalogue)
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    catalogue.clear()
    for message, places in sorted(found.items(), key=lambda item: (item[1][0], item[0])):
        entry = known.get((message.text, message.context)) or polib.POEntry(
            msgid=message.text,
            msgctxt=message.context or None,
        )
        entry.occurrences = [(place, "") for place in places]
        entry.obsolete = False
        if message.plural and entry.msgid_plural != message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr, entry.msgstr_plural = "", {0: entry.msgstr, 1: ""}
        if "%(" in message.text and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        catalogue.append(entry)
    return str(catalogue) != before


def set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("SAATHI_PROCESS", "tools")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saathi.config.settings")
    import django

    django.setup()


if __name__ == "__main__":
    set_up()
    sys.exit(main())
