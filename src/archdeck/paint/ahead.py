"""Views to layouts that are kept, made in as many processes as there are cores before anyone asks for them.

Nothing depends on it: what is missing afterwards, for whatever reason, is made where it is asked for, and what goes
wrong there is told there. Each process runs this module, reads one job after the other and answers each.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from archdeck.layout import Sheet, with_parts
from archdeck.paint.layouts import Kept, Layouts
from archdeck.paint.processes import BrokenOff, Worker, cores
from archdeck.views import View

WORTH = 1500  # of all jobs: what takes about twice as long as starting processes
ROOT = Path(__file__).parents[2]  # where this package is imported from
START = f"import sys; sys.path.append({str(ROOT)!r}); from archdeck.paint.ahead import answer_all; answer_all()"

Made = Mapping[str, str]


@dataclass(frozen=True)
class Job:
    """A view whose layout is wanted, as a slide or as a poster of a ratio; with that of its `parts`, if it has some; or
    that on which it is `shown`. `known` are layouts that it takes to know them."""

    view: View
    ratio: Sheet | None = None
    parts: bool = False
    shown: bool = False
    known: Made = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """About how long it takes: arrows are laid between all boxes."""
        return len(self.view.boxes) * len(self.view.arrows)


def lay_out(jobs: Sequence[Job], kept: Kept, say: Callable[[int], object] = lambda _: None) -> None:
    """Adds to what is kept what comes of jobs, and says how many are done. Few jobs, and those of a machine with one
    core, are left to whoever asks."""
    some = sorted(jobs, key=lambda job: -job.weight)
    processes = min(cores(), len(some))
    if processes < 2 or sum(job.weight for job in some) < WORTH or not sys.executable:
        return
    waiting: SimpleQueue[Job] = SimpleQueue()
    answers: SimpleQueue[Made] = SimpleQueue()
    for job in some:
        waiting.put(job)
    workers = [Worker(["-c", START]) for _ in range(processes)]
    try:
        for worker in workers:
            Thread(target=_work, args=(worker, waiting, answers), daemon=True).start()
        for done in range(len(some)):
            say(done)
            for key, text in answers.get().items():
                kept[key] = text
    finally:
        for worker in workers:
            worker.end()


def _work(worker: Worker, waiting: SimpleQueue[Job], answers: SimpleQueue[Made]) -> None:
    """Jobs one after the other, until none are left. A process that breaks off leaves its jobs undone."""
    while True:
        try:
            job = waiting.get_nowait()
        except Empty:
            return
        try:
            answers.put(worker.ask(job))
        except BrokenOff:
            answers.put({})


# ------------------------------------------------------------------------------------------ in the other process


def answer_all() -> None:
    """Answers job after job until there is no one who asks; a break from the terminal ends it without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            job = pickle.load(jobs)  # from our own parent
        except EOFError:
            return
        pickle.dump(made(job), answers)
        answers.flush()


def made(job: Job) -> Made:
    """What comes of a job; nothing where something goes wrong, for it goes wrong again where it is told."""
    kept = dict(job.known)
    layouts = Layouts(job.ratio, kept)
    try:
        if job.parts:
            with_parts([job.view], layouts.of, layouts.fits)
        elif job.shown:
            layouts.shown(job.view)
        else:
            layouts.of(job.view)
    except Exception:  # whatever it is
        return {}
    return {key: text for key, text in kept.items() if key not in job.known}
