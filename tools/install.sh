#!/bin/sh
# Makes the virtual environment and installs exactly what the lock file says.
set -eu
if [ -z "${PYTHON:-}" ]; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
		apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
		PYTHON=/usr/bin/python3
	fi
	if ! "${PYTHON:-false}" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))'; then
		echo "Saathi needs Python 3.12 or newer with its venv module. Install it, or say where it is: make PYTHON=/path/to/python3" >&2
		exit 1
	fi
fi
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV" || {
	# Debian's python3 has venv but not ensurepip until python3-venv is there.
	rm -rf "$VENV"
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
		apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
		"$PYTHON" -m venv "$VENV"
	else
		echo "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv" >&2
		exit 1
	fi
}
# uv itself comes from the lock file too, with its hash checked.
sed -n '/^uv==/,/^[^ ]/p' requirements.lock | sed '$d' > "$VENV/uv.lock.txt"
[ -s "$VENV/uv.lock.txt" ] || { echo "requirements.lock names no uv; run make lock" >&2; exit 1; }
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$VENV/uv.lock.txt"
# Compiled once here: else each of our many processes may compile what it imports anew, for seconds.
"$VENV/bin/uv" pip sync --quiet --compile-bytecode --require-hashes --python "$VENV/bin/python" requirements.lock
"$VENV/bin/uv" pip install --quiet --no-deps --python "$VENV/bin/python" --editable .
