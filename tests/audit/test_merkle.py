"""The tree against the vectors of Certificate Transparency, against a recursive definition, and against changes."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.audit import merkle

# The inputs, roots and proofs of the reference tests of Certificate Transparency.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(data) for data in INPUTS]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (0, 1): [],
}
CONSISTENCY = {
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

hashes = st.lists(st.binary(max_size=4).map(merkle.leaf_hash), min_size=1, max_size=70)


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_published_one(size: int) -> None:
    assert merkle.merkle_root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("at", "proof"), INCLUSION.items())
def test_the_inclusion_proof_is_the_published_one(at: tuple[int, int], proof: list[str]) -> None:
    index, size = at
    assert [step.hex() for step in merkle.inclusion_proof(LEAVES[:size], index)] == proof


@pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
def test_the_consistency_proof_is_the_published_one(
    sizes: tuple[int, int], proof: list[str]
) -> None:
    old, new = sizes
    assert [step.hex() for step in merkle.consistency_proof(LEAVES[:new], old)] == proof


@given(hashes)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert merkle.merkle_root(leaves) == by_definition(leaves)


@given(hashes, st.lists(st.integers(1, 9), max_size=20))
def test_batches_give_the_root_of_all(leaves: list[bytes], widths: list[int]) -> None:
    tree, rest = merkle.CompactRange(), leaves
    for width in widths:
        tree.extend(rest[:width])
        rest = rest[width:]
        # What the database keeps between two batches must be enough to go on.
        tree = merkle.CompactRange.from_bytes(tree.size, tree.to_bytes())
    tree.extend(rest)
    assert tree.root() == merkle.merkle_root(leaves)
    assert tree.size == len(leaves)


@given(hashes, st.data())
def test_an_inclusion_proof_holds_and_breaks_at_any_change(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    size, root = len(leaves), merkle.merkle_root(leaves)
    proof = merkle.inclusion_proof(leaves, index)
    assert merkle.proves_inclusion(leaves[index], index, size, proof, root)

    assert not merkle.proves_inclusion(merkle.leaf_hash(b"another"), index, size, proof, root)
    assert not merkle.proves_inclusion(leaves[index], size, size, proof, root)
    assert not merkle.proves_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not merkle.proves_inclusion(leaves[index], index, size, proof, flip(root))
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bent = [flip(step) if i == at else step for i, step in enumerate(proof)]
        assert not merkle.proves_inclusion(leaves[index], index, size, bent, root)
        assert not merkle.proves_inclusion(leaves[index], index, size, proof[:-1], root)


@given(hashes, st.data())
def test_a_consistency_proof_holds_and_breaks_at_any_change(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size = len(leaves)
    old_size = data.draw(st.integers(1, size))
    old, new = (old_size, merkle.merkle_root(leaves[:old_size])), (size, merkle.merkle_root(leaves))
    proof = merkle.consistency_proof(leaves, old_size)
    assert merkle.proves_consistency(old, new, proof)

    assert not merkle.proves_consistency((old_size, flip(old[1])), new, proof)
    assert not merkle.proves_consistency(old, (size, flip(new[1])), proof)
    assert not merkle.proves_consistency(old, new, [*proof, old[1]])
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bent = [flip(step) if i == at else step for i, step in enumerate(proof)]
        assert not merkle.proves_consistency(old, new, bent)


@given(hashes, st.data())
def test_any_change_of_the_leaves_changes_the_root(
    leaves: list[bytes], data: st.DataObject
) -> None:
    root, at = merkle.merkle_root(leaves), data.draw(st.integers(0, len(leaves) - 1))
    changed = [flip(leaf) if i == at else leaf for i, leaf in enumerate(leaves)]
    assert merkle.merkle_root(changed) != root
    assert merkle.merkle_root(leaves[:at] + leaves[at + 1 :]) != root
    assert merkle.merkle_root([*leaves[:at], flip(leaves[at]), *leaves[at:]]) != root
    if at and leaves[at] != leaves[at - 1]:
        swapped = [*leaves[: at - 1], leaves[at], leaves[at - 1], *leaves[at + 1 :]]
        assert merkle.merkle_root(swapped) != root


@pytest.mark.parametrize(("size", "joined"), [(3, b"\0" * 32), (1, b"\0" * 31), (0, b"\0" * 32)])
def test_peaks_that_do_not_fit_the_size_are_refused(size: int, joined: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        merkle.CompactRange.from_bytes(size, joined)


def test_proofs_of_what_is_not_there_are_refused() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        merkle.consistency_proof(LEAVES, 9)
    with pytest.raises(IndexError):
        merkle.consistency_proof(LEAVES, 0)


def flip(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]
