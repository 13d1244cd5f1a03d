"""An environment and what fails in it come in; what still works goes out, how soon, and by which lines.

`archdeck.answers` exports what others may use.
"""
