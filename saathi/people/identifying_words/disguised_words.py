r"""Finds the words of a text that punctuation, spaces, invisible signs or look-alike letters hide.

"Ka.ru.na", "K a r u n a", "Kar\u200buna", "K\u0430runa" with a Cyrillic letter, "K4run4". Pure
functions: they only offer words to compare with what must not be published.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MAX_PIECES: Final = 14  # a name in more pieces is longer than any name
MAX_WORD_LETTERS: Final = 40
_TINY: Final = 2  # letters of a piece that spaces may separate from the next
# Short words that stand side by side in any text; they are no pieces of a name.
_SHORT_WORDS: Final = frozenset(
    {
        "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me",
        "my", "no", "of", "on", "or", "so", "to", "up", "us", "we",
    }
)  # fmt: skip
# Letters of other alphabets that look like Latin ones.
_LOOKALIKES: Final = str.maketrans(
    # Cyrillic
    "\u0430\u0431\u0432\u0433\u0435\u0451\u0437\u0438\u0456\u0457\u0458\u043a\u043c\u043d"
    "\u043e\u0440\u0441\u0455\u0442\u0443\u0445\u04bb\u0501\u051b\u051d\u0475"
    # Greek and rare Latin letters
    "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9"
    "\u0251\u0261\u0269\u0131\u017f",
    "abbreezniijkmhopcstyxhdqwvabehikmvoptuxwagiis",
)
# Digits and signs that replace a letter within a word.
_REPLACED: Final = str.maketrans("0134578@$!|\u20ac", "oieastbasiie")
_MIXED: Final = re.compile(
    r"\S*[^\W\d_]\S*[0134578@$!|\u20ac]\S*|\S*[0134578@$!|\u20ac]\S*[^\W\d_]\S*"
)
_INVISIBLE_BLANKS: Final = "\u115f\u1160\u3164\uffa0\u2800\u034f\u180b\u180c\u180d\u180e"


@dataclass(frozen=True, slots=True)
class DisguisedWord:
    """A hidden word in plain letters, and how the text writes it."""

    word: str
    written: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters without a sign between them; `gap` is what follows until the next piece."""

    text: str
    letters: int
    start: int
    end: int
    gap: str


def plain_text(text: str) -> str:
    """A text without invisible signs, in compatible letters, and with Latin for look-alike letters."""
    seen = "".join(sign for sign in text if not _is_invisible(sign))
    folded = unicodedata.normalize("NFKC", seen).lower()
    return _without_accents(folded.translate(_LOOKALIKES))


def find_disguised_words(text: str) -> list[DisguisedWord]:
    """Words that are not written as one word in plain letters, each once."""
    disguised_words: dict[str, DisguisedWord] = {}
    plain = plain_text(text)
    for word in _words(plain) if plain != text.lower() else ():
        disguised_words.setdefault(word, DisguisedWord(word, word))
    for token in _MIXED.findall(plain):
        for word in _words(token.translate(_REPLACED)):
            disguised_words.setdefault(word, DisguisedWord(word, token))
    for disguised in _joined(plain):
        disguised_words.setdefault(disguised.word, disguised)
    return list(disguised_words.values())


def _is_invisible(sign: str) -> bool:
    is_selector = "\ufe00" <= sign <= "\ufe0f" or sign in _INVISIBLE_BLANKS
    return unicodedata.category(sign) == "Cf" or is_selector


def _without_accents(text: str) -> str:
    """Latin letters without accents; marks of other scripts are letters and stay."""
    plain: list[str] = []
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.category(sign) == "Mn" and plain and plain[-1].isascii():
            continue
        plain.append(sign)
    return unicodedata.normalize("NFC", "".join(plain))


def _words(text: str) -> list[str]:
    return [piece.text for piece in _pieces(text) if piece.letters <= MAX_WORD_LETTERS]


def _pieces(text: str) -> list[_Piece]:
    """The runs of letters, with their marks, and what is between them."""
    spans: list[tuple[int, int]] = []
    for index, sign in enumerate(text):
        if unicodedata.category(sign)[0] not in "LM":
            continue
        if spans and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    ends = [start for start, _end in spans[1:]] + [len(text)]
    return [
        _Piece(text[start:end], _count_letters(text[start:end]), start, end, text[end:following])
        for (start, end), following in zip(spans, ends, strict=bool(spans))
    ]


def _count_letters(text: str) -> int:
    return sum(unicodedata.category(sign)[0] == "L" for sign in text)


def _joined(text: str) -> Iterator[DisguisedWord]:
    """The words that neighbouring pieces make: tied by signs, or spelled in one or two letters."""
    pieces = _pieces(text)
    for first, piece in enumerate(pieces):
        run = [piece]
        for following in pieces[first + 1 : first + MAX_PIECES]:
            if not _continues(run, following):
                break
            run.append(following)
            word = "".join(each.text for each in run)
            if len(word) > MAX_WORD_LETTERS:
                break
            written = " ".join(text[piece.start : following.end].split())
            yield DisguisedWord(word, written)


def _continues(run: Sequence[_Piece], following: _Piece) -> bool:
    """Whether the next piece may be part of the same word."""
    gap = run[-1].gap
    if any(sign.isdigit() for sign in gap):
        return False
    if not any(sign.isspace() for sign in gap) or re.fullmatch(r"[-\u2010\u00ad]\s*\n\s*", gap):
        return True
    both = (run[-1], following)
    if all(piece.letters == 1 for piece in (*run, following)):
        return True
    return all(piece.letters <= _TINY and piece.text not in _SHORT_WORDS for piece in both)
