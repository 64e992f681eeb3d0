"""What the vault costs: sealing, opening, wrapping, tokens, files. Needs no database.

Run: `python bench/vault.py [rows]`
"""

import os
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from saathi.vault import envelopes, root_keys, sealed_files, tokens

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PAYLOAD = {
    "names": [{"kind": "given", "text": "আয়েশা", "language": "bn"}],
    "birth_date": "2012-03-04",
    "address": "Ward 4, near the old bridge, Hetauda, Makwanpur",
    "phones": ["+977 57 520000"],
}


def measure(what: str, rows: int, work: Callable[[int], object]) -> None:
    start = time.perf_counter()
    for number in range(rows):
        work(number)
    seconds = time.perf_counter() - start
    print(f"{what:<44}{rows:>10}{seconds:>9.2f}{seconds / rows * 1e6:>10.2f}")


def main() -> None:
    key, row, file_id = envelopes.new_key(), uuid.uuid4(), uuid.uuid4()
    data = envelopes.to_bytes(PAYLOAD)
    blob = envelopes.seal_bytes(key, "people.child", row, data)
    with TemporaryDirectory() as folder:
        root = root_keys.create_root_key(Path(folder))
    wrapped = root.wrap(file_id, key)
    token_key = os.urandom(32)
    facts = tokens.TokenFacts(["aysa", "kan"], bands=[503], districts=["NP-27"])
    [word, *_] = tokens.list_token_words(token_key, facts)
    few = max(ROWS // 10, 1)

    print(f"{'':<44}{'rows':>10}{'s':>9}{'us each':>10}")
    measure(
        f"seal_bytes, {len(data)} bytes",
        ROWS,
        lambda _: envelopes.seal_bytes(key, "people.child", row, data),
    )
    measure("open_bytes", few, lambda _: envelopes.open_bytes(key, "people.child", row, blob))
    measure(
        "to_bytes and seal_bytes",
        few,
        lambda _: envelopes.seal_bytes(key, "people.child", row, envelopes.to_bytes(PAYLOAD)),
    )
    measure(
        "open_bytes and from_bytes",
        few,
        lambda _: envelopes.from_bytes(envelopes.open_bytes(key, "people.child", row, blob)),
    )
    measure("new key, wrapped", few, lambda _: root.wrap(file_id, envelopes.new_key()))
    measure("unwrap", few, lambda _: root.unwrap(file_id, wrapped))
    measure("words of a record (4 words)", few, lambda _: tokens.list_token_words(token_key, facts))
    measure("token of a slot", few, lambda slot: tokens.token_in_slot(word, slot))
    picture = os.urandom(1024 * 1024)
    place = sealed_files.SealedFileLocation("people.photo", file_id, row)
    sealed = list(sealed_files.seal_file(key, place, picture))
    measure("seal a file of 1 MB", 100, lambda _: list(sealed_files.seal_file(key, place, picture)))
    measure("open a file of 1 MB", 100, lambda _: list(sealed_files.open_file(key, place, sealed)))


if __name__ == "__main__":
    main()
