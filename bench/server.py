"""Throughput and latency of the web server beside gunicorn with threads, which it replaced, in one run.

Run: `uv pip install gunicorn && python bench/server.py` (`BENCH_SECONDS`: of each round). Both serve the same small
application (20 KB after 2 ms) from two processes of four threads, to 16 clients that keep their
connections; then while 60 connections never end their header. Prints one table.
"""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
ROOT = Path(__file__).resolve().parent.parent
CLIENTS, ROUNDS, PORT = 16, 3, 8335
REQUEST = b"GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n"
SERVERS = {
    "waitress": ["saathi.config.web_processes", "bench.server:application", "--processes", "2"],
    "gunicorn": ["gunicorn", "bench.server:application", "--workers", "2", "--threads", "4"],
}
BODY = b"x" * 20_000


def application(_environ: object, start_response: Any) -> list[bytes]:
    time.sleep(0.002)
    start_response("200 OK", [("Content-Length", str(len(BODY)))])
    return [BODY]


def ask(client: socket.socket) -> None:
    client.sendall(REQUEST)
    answer = client.recv(65536)
    head, _end, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:80]
    size = len(body)
    while size < len(BODY):
        piece = client.recv(65536)
        if not piece:
            raise OSError
        size += len(piece)


def work(until: float, times: list[float]) -> None:
    with socket.create_connection(("127.0.0.1", PORT), timeout=5) as client:
        while (began := time.monotonic()) < until:
            ask(client)
            times.append(time.monotonic() - began)


def load() -> list[float]:
    """Milliseconds of every answer, the sorted list."""
    times: list[float] = []
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=work, args=(until, times)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(1000 * item for item in times)


def is_open() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", PORT), timeout=2) as client:
            ask(client)
    except (OSError, AssertionError):
        return False
    return True


def under_attack() -> bool:
    """Whether a page comes while 60 connections never end their header."""
    with ExitStack() as opened:
        for _ in range(60):
            client = opened.enter_context(socket.create_connection(("127.0.0.1", PORT)))
            client.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        time.sleep(0.5)
        return is_open()


def main() -> None:
    rates: dict[str, list[float]] = {name: [] for name in SERVERS}
    print(f"{'server':<10}{'answers/s':>11}{'p50 ms':>9}{'p95 ms':>9}   page under 60 slow headers")
    for _round in range(ROUNDS):
        for name, words in SERVERS.items():
            command = [sys.executable, "-m", *words, "--bind", f"127.0.0.1:{PORT}"]
            server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
            while not is_open():
                if server.poll() is not None:
                    raise SystemExit(f"{name} does not start.")
                time.sleep(0.1)
            times = load()
            rates[name].append(len(times) / SECONDS)
            p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
            held = "yes" if under_attack() else "no"
            print(f"{name:<10}{rates[name][-1]:>11.0f}{p50:>9.1f}{p95:>9.1f}   {held}", flush=True)
            server.kill()
            server.wait()
            time.sleep(3)
    ratio = statistics.median(rates["waitress"]) / statistics.median(rates["gunicorn"])
    print(f"Throughput, waitress to gunicorn (medians of {ROUNDS} rounds): {ratio:.2f}")


if __name__ == "__main__":
    main()
