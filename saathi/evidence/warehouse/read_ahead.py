"""Reads in one thread while another works on what was read: the server need not wait for the disk."""

import queue
import threading
from collections.abc import Iterable, Iterator

MAX_AHEAD = 3  # so many are held at most


class _ReadQueue[T]:
    """What the reading thread hands over: an item, an error, or neither at the end."""

    def __init__(self) -> None:
        self.held: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(MAX_AHEAD)
        self.stopped = threading.Event()

    def read(self, items: Iterable[T]) -> None:
        """Reads to the end, or until nobody wants more."""
        try:
            for item in items:
                self._give(item, None)
                if self.stopped.is_set():
                    return
            self._give(None, None)
        except BaseException as error:  # noqa: BLE001 - raised again by who uses the items
            self._give(None, error)

    def _give(self, item: T | None, error: BaseException | None) -> None:
        while not self.stopped.is_set():
            try:
                self.held.put((item, error), timeout=0.1)
            except queue.Full:
                continue
            return


def read_ahead[T](items: Iterable[T]) -> Iterator[T]:
    """The items in their order; what goes wrong while reading is raised where they are used."""
    hand: _ReadQueue[T] = _ReadQueue()
    reader = threading.Thread(target=hand.read, args=(items,), daemon=True)
    reader.start()
    try:
        while True:
            item, error = hand.held.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        hand.stopped.set()
        reader.join()
