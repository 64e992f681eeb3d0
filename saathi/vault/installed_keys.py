"""The root keys and the token key of this installation: read, checked, created once.

Each key in use has a canary in the database, so that a lost or replaced key shows at start.
"""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from saathi.infra.locks import AdvisoryLock
from saathi.vault import envelopes, root_keys, token_keys
from saathi.vault.errors import RootKeyUnusable, VaultError
from saathi.vault.models import KeyCanary
from saathi.vault.root_keys import RootKey, RootKeys
from saathi.vault.vocabulary import KeyPurpose

CANARY_FILE = UUID(int=0)
CANARY_KEY = bytes(envelopes.KEY_BYTES)  # a known value; it protects nothing

# Read once per process: a root key stays in memory as long as the process runs.
_loaded: dict[str, RootKeys] = {}  # by home: resolving a path takes longer than using the key
_token_keys: dict[str, bytes] = {}


def key_folder() -> Path:
    """The folder of this installation's key files."""
    return Path(settings.HOME) / "keys"


def get_root_key(kek_id: str) -> RootKey:
    """The root key of this name; reads the folder again for a key created since the start."""
    home = str(settings.HOME)
    if home not in _loaded or kek_id not in _loaded[home]:
        _loaded[home] = root_keys.load_root_keys(key_folder())
    return _loaded[home].get(kek_id)


def get_active_root_key() -> RootKey:
    """The root key for new files: the newest that the database lists."""
    kek_id = list_active_root_keys().values_list("kek_id", flat=True).first()
    if kek_id is None:
        raise RootKeyUnusable("The database lists no root key yet. Run `saathi migrate`.")
    return get_root_key(kek_id)


def list_active_root_keys() -> QuerySet[KeyCanary]:
    """The root keys that the database lists, newest first."""
    return KeyCanary.objects.filter(purpose=KeyPurpose.ROOT).order_by("-generation")


def get_token_key() -> bytes:
    """The key with which blind tokens are made."""
    home = str(settings.HOME)
    if home not in _token_keys:
        _token_keys[home] = token_keys.load_token_key(key_folder())
    return _token_keys[home]


def forget_loaded_keys() -> None:
    """Makes this process read its key files again when it next needs a key."""
    _loaded.clear()
    _token_keys.clear()


def check_root_key() -> None:
    """Raises `RootKeyUnusable` unless every key in use is present and correct.

    Called at start: a lost root key must show before the first child is recorded, not when a record
    is first opened.
    """
    forget_loaded_keys()
    canaries = list(KeyCanary.objects.order_by("generation"))
    purposes = {canary.purpose for canary in canaries}
    if purposes != set(KeyPurpose.values):
        raise RootKeyUnusable("The database lists no keys yet. Run `saathi migrate`.")
    for canary in canaries:
        if canary.purpose == KeyPurpose.TOKEN:
            _check_token_canary(canary)
        else:
            _check_root_canary(canary)


def prepare_keys() -> None:
    """Creates root key and token key of a new installation; does not change existing ones."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Two simultaneous set-ups create one key.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [AdvisoryLock.ROOT_KEY])
        listed = set(KeyCanary.objects.values_list("purpose", flat=True))
        if KeyPurpose.ROOT not in listed:
            is_new = not any(key_folder().glob("root-*.key"))
            key = (
                root_keys.create_root_key(key_folder())
                if is_new
                else root_keys.load_root_keys(key_folder()).get_newest
            )
            register_root_key(key)
        if KeyPurpose.TOKEN not in listed:
            is_new = not (key_folder() / token_keys.TOKEN_KEY_FILE).exists()
            secret = (
                token_keys.create_token_key(key_folder())
                if is_new
                else token_keys.load_token_key(key_folder())
            )
            KeyCanary.objects.create(
                kek_id=token_keys.token_key_name(secret),
                purpose=KeyPurpose.TOKEN,
                generation=1,
                sealed=b"",
            )


def register_root_key(key: RootKey) -> None:
    """Lists the root key in the database; new files then use it."""
    KeyCanary.objects.create(
        kek_id=key.kek_id,
        purpose=KeyPurpose.ROOT,
        generation=root_keys.root_key_generation(key.kek_id),
        sealed=key.wrap(CANARY_FILE, CANARY_KEY),
    )


def _check_root_canary(canary: KeyCanary) -> None:
    key = get_root_key(canary.kek_id)
    opened = None
    try:
        opened = key.unwrap(CANARY_FILE, bytes(canary.sealed))
    except VaultError:
        opened = None
    if opened != CANARY_KEY:
        raise RootKeyUnusable(
            f"Root key {canary.kek_id} is there but does not open what this database sealed with "
            "it. Restore the key folder that belongs to this database."
        )


def _check_token_canary(canary: KeyCanary) -> None:
    if token_keys.token_key_name(get_token_key()) != canary.kek_id:
        raise RootKeyUnusable(
            f"The token key in {key_folder()} is not the one this database's tokens were made with. "
            "Restore token.key from the key backup, or rebuild the tokens."
        )
