"""The shapes of a system come in; records that hold each other go out, or all that is wrong with them.

`archdeck.model` exports what others may use.
"""
