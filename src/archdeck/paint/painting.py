"""Pictures as SVG to PNGs, several at a time in other processes, while whoever asked for them does something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from types import TracebackType

from archdeck.paint import pixels
from archdeck.paint.engine import EngineError
from archdeck.paint.png import png, sheet
from archdeck.paint.processes import BrokenOff, Worker, cores

FEW = 2  # pictures that are painted sooner than another process starts
AT_ONCE = 64  # pictures that wait to be fetched
Answer = tuple[int, bytes | Exception]


class Painting:
    """The pictures of these names, each read when it is its turn, in exactly so many pixels. To iterate over it gives
    each name with its PNG, in their order; EngineError, with the name, where one cannot be painted."""

    def __init__(self, svgs: Mapping[str, Callable[[], str]], width: int, height: int):
        self._svgs, self._size = svgs, (width, height)
        self._waiting: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._room = Semaphore(AT_ONCE)
        self._workers: list[Worker] = []

    def __enter__(self) -> Painting:
        """Begins, unless there are few, or only one core: then each is painted when it is fetched."""
        processes = min(cores(), len(self._svgs))
        if processes > 1 and len(self._svgs) > FEW:
            for job in enumerate(self._svgs):
                self._waiting.put(job)
            self._workers = [Worker([str(Path(pixels.__file__))]) for _ in range(processes)]
            for worker in self._workers:
                Thread(target=self._work, args=(worker,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while not self._waiting.empty():  # so that no thread begins another one
            try:
                self._waiting.get_nowait()
            except Empty:
                break
        self._room.release(len(self._workers) or 1)
        for worker in self._workers:
            worker.end()

    def __len__(self) -> int:
        return len(self._svgs)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        if not self._workers:
            yield from ((name, png(svg(), *self._size, name)) for name, svg in self._svgs.items())
            return
        early: dict[int, bytes | Exception] = {}
        for number, name in enumerate(self._svgs):
            while number not in early:
                found, answer = self._answers.get()
                early[found] = answer
            self._room.release()
            data = early.pop(number)
            if isinstance(data, Exception):
                raise data
            yield name, data

    def _work(self, worker: Worker) -> None:
        """Pictures one after the other, until none are left."""
        while True:
            self._room.acquire()
            try:
                number, name = self._waiting.get_nowait()
            except Empty:
                return
            self._answers.put((number, self._answer(worker, name)))

    def _answer(self, worker: Worker, name: str) -> bytes | Exception:
        try:
            answer: bytes | str = worker.ask(sheet(self._svgs[name](), *self._size))
        except BrokenOff as error:
            return EngineError(f"the painter broke off ({error}) at {name}")
        except Exception as error:  # whatever it is, it is told where the picture is fetched
            return error
        return EngineError(f"the picture {name} cannot be painted: {answer}") if isinstance(answer, str) else answer
