"""`archdeck.markdown`, the name of an extension of Python-Markdown, to what it is: pictures are not parsed."""

from archdeck.site import Embedded as Embedded


def makeExtension(**settings: object) -> Embedded:
    return Embedded(**settings)
