"""Who may read a key file: its owner, and at most one group that `saathi install` made for it.

On an installation under separate users the web, the worker and the carrier share the keys of the
vault through their own group. No other group or user may read a key.
"""

import grp
import os
import stat
from pathlib import Path

# The groups that `saathi install` makes. Only these may read a key file besides its owner.
SECRET_GROUPS = frozenset(
    f"saathi-{name}" for name in ("vault", "context", "sessions", "audit", "jobs", "invitations")
)


def is_exposed(path: Path) -> bool:
    """Whether anyone except the owner and Saathi's groups may read or change the file."""
    status = path.stat()
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o037:  # others in any way, or a group that may change it
        return True
    return bool(mode & 0o040) and not _is_secret_group(status.st_gid)


def exposure_remedy(path: Path) -> str:
    """The remedy for a file that others can read.

    With separate users, mode 600 would lock services out.
    """
    folders = (path.parent, path.parent.parent / "keys")
    if any(is_shared_folder(folder) for folder in folders if folder.is_dir()):
        return "Run `saathi install` again as root: it sets owner and mode of each file."
    return f"Run: chmod 600 {path}"


def is_shared_folder(folder: Path) -> bool:
    """Whether files in this folder are shared with one of Saathi's groups."""
    status = folder.stat()
    return bool(status.st_mode & stat.S_ISGID) and _is_secret_group(status.st_gid)


def share_with_group(handle: int, folder: Path, mode: int) -> None:
    """Sets the mode of an open file despite the umask, if its folder is shared."""
    if is_shared_folder(folder):
        os.fchmod(handle, mode)


def _is_secret_group(gid: int) -> bool:
    try:
        return grp.getgrgid(gid).gr_name in SECRET_GROUPS
    except KeyError:
        return False
