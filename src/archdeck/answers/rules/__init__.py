"""What speaks against a design; `archdeck.answers` exports what others may use."""
