"""What is worth a line in the log."""

import logging


class Unmeant(logging.Filter):
    """Lets through only what comes with a traceback: an answer of 404 or 503 was meant, and said why to who asked."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged."""
        return record.exc_info is not None
