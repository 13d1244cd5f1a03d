"""A model comes in; findings go out: what speaks against its design, and what of that is waived.

`archdeck.answers` exports what others may use.
"""
