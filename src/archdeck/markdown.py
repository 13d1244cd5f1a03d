"""`archdeck.markdown`, the name of an extension of Python-Markdown, to what it is: pictures are not parsed."""

from archdeck.site import WholePictures as WholePictures


def makeExtension(**settings: object) -> WholePictures:
    return WholePictures(**settings)
