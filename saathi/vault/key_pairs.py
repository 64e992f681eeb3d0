"""Key pairs, for sealing where no secret can be kept: one half seals, the other opens."""

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)


def generate_key_pair() -> tuple[bytes, bytes]:
    """A fresh P-256 pair as browsers import it: the public point, the private key (PKCS 8)."""
    private = generate_private_key(SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return public, private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_key_of(private: bytes) -> bytes:
    """The public point of a private key from `generate_key_pair`."""
    loaded = load_der_private_key(private, None)
    return loaded.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
