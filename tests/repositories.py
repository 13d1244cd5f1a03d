"""Folders and repositories of git with small models, that a project reads as sources: for tests of those."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

LEDGER = """
system: {name: Ledger, summary: Keeps the books, description: "Fed by [[cards]], see [[cards/api]] and [[ledger/db]]."}
components:
  cards: {system: cards}
  db: {kind: aws.rds, summary: Holds all bookings}
relations:
  book: {from: cards, to: db, kind: data, label: bookings}
environments: {prod: {runs: {db: {}}}}
"""
CARDS = """
system: {name: Cards, summary: Takes cards}
components:
  api: {kind: aws.api-gateway, summary: Takes cards}
environments: {prod: {runs: {api: {}}}}
"""
SHOP = """
system: {name: Web shop}
components:
  web: {kind: aws.ec2, summary: Shows pages}
  db: {kind: aws.rds, summary: Holds orders}
relations:
  orders: {from: web, to: db, kind: data, label: orders}
environments: {prod: {runs: {web: {}, db: {}}}}
"""
CONTACTS = """
system: {name: Contacts}
components:
  app: {kind: aws.ecs, summary: Shows them, icon: own.svg}
environments: {prod: {runs: {app: {}}}}
"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><path d="M0 0h64v64z"/></svg>'


def git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    words = ["git", "-C", str(folder), *who, "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(words, check=True, capture_output=True, input=given).stdout.decode().strip()


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def repository(folder: Path, files: Mapping[str, str]) -> str:
    """A repository with one commit of these files; its name."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    return commit(folder, files)


def commit(folder: Path, files: Mapping[str, str]) -> str:
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "More")
    return git(folder, "rev-parse", "HEAD")
