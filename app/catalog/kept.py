"""What is kept in the process because it can never change: bounded, the oldest use goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Kept(Generic[_K, _V]):
    """A bounded store of values made once.

    Two threads that miss at once may both make the value; values are equal, so either stays.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[_K, _V] = OrderedDict()
        self._lock = Lock()

    def find(self, key: _K) -> _V | None:
        """Return what is kept under ``key``, or None."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def keep(self, key: _K, value: _V) -> _V:
        """Keep ``value``, letting go what was not used for longest."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    def get(self, key: _K, make: Callable[[], _V]) -> _V:
        """Return what is kept under ``key``; make it when it is not."""
        value = self.find(key)
        return self.keep(key, make()) if value is None else value

    def clear(self) -> None:
        """Let everything go; for tests and benchmarks that measure a cold start."""
        with self._lock:
            self._values.clear()
