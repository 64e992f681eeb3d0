"""A small application for the tests of the web server: says what arrived, waits and answers at length."""

import time
from typing import Any


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    path = environ["PATH_INFO"]
    if path.startswith("/wait/"):
        time.sleep(float(path.removeprefix("/wait/")))
    size = len(environ["wsgi.input"].read())
    status = f"{path.removeprefix('/status/')} Refused" if "/status/" in path else "200 OK"
    start_response(status, [("Content-Type", "text/plain")])
    if path.startswith("/chunks/"):
        return [bytes(1) for _byte in range(int(path.removeprefix("/chunks/")))]
    if path.startswith("/bytes/"):
        return [bytes(int(path.removeprefix("/bytes/")))]
    return [str(size).encode()]
