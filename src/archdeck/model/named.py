"""What has an id to the few words that show it: records hold each other, and all of one would be megabytes."""

from __future__ import annotations


class Named:
    """A record that shows itself by its id, and by its name where it has one."""

    id: str

    def __repr__(self) -> str:
        name = getattr(self, "name", "")
        return f"<{type(self).__name__} {self.id}{f': {name}' if name and name != self.id else ''}>"
