"""What fails with what, and what takes over, how soon; `archdeck.answers` exports what others may use."""
