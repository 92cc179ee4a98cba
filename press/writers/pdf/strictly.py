"""Whatever goes wrong in WeasyPrint ends the edition, what it only logs as well."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import get_ident

from weasyprint.urls import FatalURLFetchingError

from press.errors import DependencyError, RenderError
from press.model import Edition


@contextmanager
def strictly(edition: Edition, *, warnings_too: bool = True) -> Iterator[None]:
    """Make a RenderError that names the edition of whatever goes wrong, and of every warning.

    Raises DependencyError where a library is missing: that is no fault of an edition.
    """
    try:
        with no_warnings() if warnings_too else nullcontext():
            yield
    except DependencyError:
        raise
    except RenderError as error:
        raise RenderError(f"{edition.name}: {error}") from error
    except (Exception, FatalURLFetchingError) as error:  # a foreign library may raise anything
        raise RenderError(f"{edition.name}: {type(error).__name__}: {error}") from error


@contextmanager
def no_warnings() -> Iterator[None]:
    """Raise RenderError after all where WeasyPrint only logged a warning."""
    with listening() as messages:
        try:
            yield
        except RenderError as error:
            more = [message for message in messages if message not in str(error)]
            raise RenderError("; ".join([*more, str(error)])) from error
    if messages:
        raise RenderError("; ".join(messages))


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs: the list fills as it does."""
    log = _Warnings()
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.addHandler(log)
    logger.setLevel(logging.WARNING)
    try:
        yield log.messages
    finally:
        logger.removeHandler(log)
        logger.setLevel(level)


class _Warnings(logging.Handler):
    """Keeps the messages that this thread logs, each once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread == self.thread and message not in self.messages:
            self.messages.append(message)
