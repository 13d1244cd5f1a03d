"""What differs between environments, or since a revision, and why; `archdeck.answers` exports what others may use."""
