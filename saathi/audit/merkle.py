"""The tree of RFC 6962: leaf and node hashes, a growing range, proofs. Independent of the log."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf; its prefix distinguishes it from a node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A tree that only grows, stored as the roots of its full subtrees (the peaks, widest first).

    It has one hash for each bit set in its size, whatever the size.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count() or any(len(p) != HASH_SIZE for p in self.peaks):
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} peaks of 32 bytes.")

    @classmethod
    def from_bytes(cls, size: int, joined: bytes) -> "CompactRange":
        """The range whose peaks `to_bytes` joined; ValueError if their number is wrong."""
        if len(joined) % HASH_SIZE:
            raise ValueError("Peaks are 32 bytes each.")
        return cls(size, split_hashes(joined))

    def to_bytes(self) -> bytes:
        """The peaks, joined."""
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> None:
        """Adds one leaf hash at the end."""
        node, size = leaf, self.size
        while size & 1:
            node = sha256(b"\x01" + self.peaks.pop() + node).digest()
            size >>= 1
        self.peaks.append(node)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Adds leaf hashes at the end, in their order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def split_hashes(joined: bytes) -> list[bytes]:
    """The hashes of 32 bytes that are joined in `joined`."""
    return [joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)]


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    tree = CompactRange()
    tree.extend(leaves)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root over `leaves`, lowest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} among {len(leaves)}.")
    proof: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(merkle_root(leaves[middle:high]))
            high = middle
        else:
            proof.append(merkle_root(leaves[low:middle]))
            low = middle
    proof.reverse()
    return proof


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The hashes proving that the tree over `leaves` continues its first `old_size` leaves."""
    if not 0 < old_size <= len(leaves):
        raise IndexError(f"No tree of {old_size} leaves begins one of {len(leaves)}.")
    proof: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while old_size < high:
        middle = low + _split(high - low)
        if old_size <= middle:
            proof.append(merkle_root(leaves[middle:high]))
            high = middle
        else:
            proof.append(merkle_root(leaves[low:middle]))
            low, whole = middle, False
    if not whole:
        proof.append(merkle_root(leaves[low:high]))
    proof.reverse()
    return proof


def proves_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` shows `leaf` at `index` in a tree of `size` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(step, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, step)
        node, last = node >> 1, last >> 1
    return last == 0 and result == root


def proves_consistency(
    old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]
) -> bool:
    """Whether `new` continues `old`, each a (size, root) (RFC 9162, 2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    steps = list(proof)
    if old_size & (old_size - 1) == 0:  # a full subtree is its own proof
        steps.insert(0, old_root)
    if not steps:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_result = new_result = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_result = node_hash(step, old_result)
            new_result = node_hash(step, new_result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new_result = node_hash(new_result, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old_result == old_root and new_result == new_root


def _split(size: int) -> int:
    """The greatest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
