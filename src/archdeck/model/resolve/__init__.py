"""The shapes of a model to records that hold each other; `archdeck.model` exports what others may use."""
