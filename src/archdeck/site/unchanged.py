"""A project to whether MkDocs would build the site that is there already: then it need not build it.

Only where all that the site depends on is known: MkDocs with Material, its search and `offline`, and no code but ours.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from mkdocs.config.defaults import MkDocsConfig

from archdeck.pages import GENERATED
from archdeck.project import digest, program, publish, read_regular
from archdeck.site.settings import known_extensions, plain, versions

THEMES = {"material", "mkdocs", "readthedocs"}
PLUGINS = {"search", "offline", "material/search", "material/offline"}
CODE = ("plugins", "theme", "hooks")  # settings that are more than values
INCLUDED = re.compile(r'-8<-+ +"([^":]+)[^"]*"')  # the one form of an include that is looked into
LARGEST = 10_000  # bytes of what is remembered: two digests
log = logging.getLogger("mkdocs")


class Unchanged:
    """What the site was built from in the last run, in a file beside what builds know."""

    def __init__(self, file: Path, config: MkDocsConfig, ours: Mapping[str, object]):
        self._file, self._config = file, config
        self._warned: list[logging.LogRecord] = []
        self._handler = logging.Handler(logging.WARNING)
        self._handler.emit = self._warned.append  # type: ignore[assignment, method-assign]
        self._inputs = self._digest(ours)

    def is_so(self) -> bool:
        """Whether a build would make what is there. If it does, what MkDocs warns of is heard from now on."""
        try:
            known = json.loads(read_regular(self._file, LARGEST))
        except (OSError, ValueError, RecursionError):
            known = None
        log.addHandler(self._handler)
        site = _listing(Path(self._config.site_dir))
        return bool(self._inputs and site) and known == [self._inputs, digest(site)]

    def remember(self) -> None:
        """The site is built; what MkDocs warned of, it is to say again."""
        log.removeHandler(self._handler)
        known = [self._inputs, digest(_listing(Path(self._config.site_dir)))]
        try:
            publish({self._file: json.dumps([] if self._warned else known).encode("utf-8")}, self._file.parent)
        except OSError:
            return

    def _digest(self, ours: Mapping[str, object]) -> str:
        """All that the site depends on, but what is generated with its times only; '' where that cannot be told."""
        config = self._config
        hooks: Mapping[str, ModuleType] = dict(config.hooks)  # type: ignore[arg-type] # a mapping, whatever MkDocs says
        plugins = {name: dict(plugin.config) for name, plugin in config.plugins.items() if name not in hooks}
        events = [one for hook in hooks.values() for one in vars(hook).items() if one[0].startswith("on_")]
        strange = config.theme.custom_dir or config.theme.name not in THEMES or plugins.keys() - PLUGINS
        if strange or not known_extensions(config) or any(ours.get(name) is not event for name, event in events):
            return ""
        values = {name: value for name, value in config.items() if name not in CODE}
        try:
            files = (config.config_file_path, *(hook.__file__ for hook in hooks.values()))
            code = [Path(str(file)).read_bytes() for file in files]
            made_from = (program("site"), versions(), *map(plain, (values, plugins, dict(config.theme))), *code)
            return digest(*made_from, self._pages())
        except (OSError, ValueError):
            return ""

    def _pages(self) -> str:
        """What MkDocs reads: of what a build writes, which has looked at it, the times; ValueError for a page that has
        something in it that lies elsewhere."""
        docs = Path(self._config.docs_dir)
        found: dict[str, object] = dict(_listing(docs / GENERATED))
        for file in docs.rglob("*"):
            if file.is_file() and not file.is_relative_to(docs / GENERATED):
                data = file.read_bytes()
                found[file.as_posix()] = digest(data)
                if file.suffix == ".md" and b"8<-" in data:
                    self._check_includes(data.decode("utf-8"), docs)
        return digest(sorted(found.items()))

    def _check_includes(self, page: str, docs: Path) -> None:
        names = INCLUDED.findall(page)
        places = [Path(self._config.config_file_path).parent / name for name in names]
        if page.count("8<-") != len(names) or not all(p.resolve().is_relative_to(docs.resolve()) for p in places):
            raise ValueError


def _listing(folder: Path) -> dict[str, list[int]]:
    """The files below a folder, with size and time of change."""
    stats = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in sorted(stats.items())}
