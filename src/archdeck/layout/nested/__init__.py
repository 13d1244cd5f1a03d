"""Views that one table cannot hold: every frame becomes a block with a table of its own."""
