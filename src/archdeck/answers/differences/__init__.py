"""Two environments, or a model and what it was, come in; what differs goes out, and why.

`archdeck.answers` exports what others may use.
"""
