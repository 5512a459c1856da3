"""The sentences of what is handed out beside a chapter."""
