"""`python -m archdeck`: the command line, for whoever has no scripts of this Python on the path."""

from archdeck.cli import main

main()
