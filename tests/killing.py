"""Builds that are killed, each at another of its calls or in the middle of a write, to what that left behind: nothing.

    python tests/killing.py FOLDER TIMES

A project is built. Then somebody adds a component and a system, and the build of that is killed; they are taken away
again, one time with another edit and one time without, and that is built in peace. The project is to be what it would
be if nothing had been killed, and between the two the site is an old one or a new one, and whole. One line for each
thing that is not so.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from archdeck.project import Project, build, build_decks, building, decks, recall
from archdeck.site import build_site, make

SHOP = """\
system: {name: Shop}
components:
  people: {kind: users}
  web: {kind: aws.ec2}
relations: {ask: {from: people, to: web}}
environments: {prod: {runs: {web: {}}}}
"""
WITH_LIST = SHOP.replace("web: {kind: aws.ec2}\n", "web: {kind: aws.ec2}\n  list: {kind: aws.s3}\n").replace(
    "{web: {}}", "{web: {}, list: {}}"
)
RENAMED = SHOP.replace("web: {kind: aws.ec2}", "web: {kind: aws.ec2, name: Window}")
EDITS = (SHOP, RENAMED)
CHANGES = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod"}  # calls that Python tells of before
TIMES_ONLY = {"built.json", "decks.json"}  # in `.archdeck`: of other runs, with other times
SIZES = (0, 900)  # bytes after which the write of a file is the last


def made(root: Path) -> None:
    """All of a project, with MkDocs and what makes pictures smaller replaced by what takes a moment: pages and pictures
    are copied."""
    place = Project(root / "model", root)
    build(place)
    build_decks(place)
    build_site(root, recall(place.memory))


def _copied(root: Path, site: Path, said: Mapping[str, str]) -> None:
    shutil.copytree(root / "docs", site)
    (site / "index.html").write_text(f"home {sorted(said)}", encoding="utf-8")


def apart(work: Callable[[], object]) -> int:
    """Does something in a process of its own, and tells how that ended."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as error:
            print(f"it failed: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def counting(root: Path, last: int, told: Path | None = None) -> None:
    """Builds, and dies before the change of a file of that number."""
    count = 0

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event not in CHANGES or (event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        if str(arguments[0]).startswith(str(root)):
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
    made(root)
    if told:
        told.write_text(str(count), encoding="utf-8")


def choking(root: Path, size: int) -> None:
    """Builds, and dies in the middle of the first write of a file that is larger."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    made(root)


def write(root: Path, **systems: str) -> None:
    shutil.rmtree(root / "model", ignore_errors=True)
    (root / "model").mkdir(parents=True)
    for name, text in systems.items():
        (root / "model" / f"{name}.yaml").write_text(text, encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """All files, and folders that are empty."""
    found = sorted(p for p in folder.rglob("*") if p.name not in TIMES_ONLY)
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else b""
        for p in found
        if p.is_file() or not any(p.iterdir())
    }


def differences(found: dict[str, bytes], right: dict[str, bytes]) -> list[str]:
    gone, more = sorted(right.keys() - found.keys()), sorted(found.keys() - right.keys())
    other = [name for name in sorted(right.keys() & found.keys()) if right[name] != found[name]]
    return [*(f"{n} is missing" for n in gone), *(f"{n} is left" for n in more), *(f"{n} is another" for n in other)]


def _edited(before: Path, root: Path, text: str) -> dict[str, bytes]:
    """What comes of an edit where nothing is killed."""
    shutil.copytree(before, root)
    write(root, shop=text)
    assert apart(lambda: made(root)) == 0
    return tree(root)


def main(folder: Path, times: int) -> int:
    """Kills so often, and twice more in a write."""
    make._mkdocs = _copied
    setattr(building, "lighter", bytes)  # noqa: B010 - it is no name that others import
    assert {building, decks}  # are loaded once, and not in each process
    before, after = folder / "before", folder / "after"
    write(before, shop=SHOP)
    assert apart(lambda: made(before)) == 0
    shutil.copytree(before, after)
    write(after, shop=WITH_LIST, other=SHOP)
    assert apart(lambda: counting(after, 0, folder / "count")) == 0
    right = [_edited(before, folder / f"right{k}", text) for k, text in enumerate(EDITS)]
    sites, all_calls = (tree(before / "site"), tree(after / "site")), int((folder / "count").read_text())
    calls = sorted({1 + (all_calls - 1) * k // max(1, times - 1) for k in range(times)})
    ways: list[tuple[str, Callable[[Path, int], None], int]]
    ways = [(f"killed at change {call} of {all_calls}", counting, call) for call in calls]
    ways += [(f"killed in a write of more than {size} bytes", choking, size) for size in SIZES]
    for turn, (words, way, number) in enumerate(ways):
        root = folder / "killed"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(before, root)
        write(root, shop=WITH_LIST, other=SHOP)
        ended = apart(lambda way=way, root=root, number=number: way(root, number))  # type: ignore[misc]
        faults = [] if ended < 0 else [f"it ended with {ended}"]
        faults += [] if tree(root / "site") in sites else ["the site is neither the old one nor the new one"]
        write(root, shop=EDITS[turn % 2])
        faults += [] if apart(lambda root=root: made(root)) == 0 else ["the next build failed"]  # type: ignore[misc]
        for fault in faults + differences(tree(root), right[turn % 2]):
            print(f"{words}: {fault}", flush=True)
    print(f"{len(ways)} builds were killed")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), int(sys.argv[2])))
