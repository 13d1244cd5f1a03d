"""The whole build of this repository, and the hook through which MkDocs draws before it reads pages."""

from archdeck.hooks import *  # noqa: F403 - the events of MkDocs, whichever there are

if __name__ == "__main__":
    from archdeck.cli import main

    main(["build"])
