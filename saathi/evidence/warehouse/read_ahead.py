"""Reads ahead in a thread while another processes the items, so that neither waits for the disk."""

import queue
import threading
from collections.abc import Iterable, Iterator

MAX_AHEAD = 3  # the maximum number of items in the queue


class _ReadQueue[T]:
    """The queue of the reading thread: an item, an error, or neither at the end."""

    def __init__(self) -> None:
        self.held: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(MAX_AHEAD)
        self.stopped = threading.Event()

    def read(self, items: Iterable[T]) -> None:
        """Reads to the end, or until the consumer stops."""
        try:
            for item in items:
                self._put(item, None)
                if self.stopped.is_set():
                    return
            self._put(None, None)
        except BaseException as error:  # noqa: BLE001 - raised again by who uses the items
            self._put(None, error)

    def _put(self, item: T | None, error: BaseException | None) -> None:
        while not self.stopped.is_set():
            try:
                self.held.put((item, error), timeout=0.1)
            except queue.Full:
                continue
            return


def read_ahead[T](items: Iterable[T]) -> Iterator[T]:
    """The items in order; an error while reading is raised at the consumer."""
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
