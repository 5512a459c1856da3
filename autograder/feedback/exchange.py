"""nbgrader's way back through the exchange, for a class in which some have handed in by another way."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from autograder.bulk import FROM_EXCHANGE


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """Leaves out whoever did not hand in through the exchange, and names them: nbgrader itself stops at the first."""

    def copy_files(self) -> None:
        """Copies every page that the exchange can give back."""
        folders = {page.parent for page in Path("/").glob(self.src_path.lstrip("/") + "/*.html")}
        elsewhere = sorted(
            folder.parent.name
            for folder in folders
            if not all((folder / name).is_file() for name in FROM_EXCHANGE)
        )
        excluded = self.coursedir.student_id_exclude
        self.coursedir.student_id_exclude = ",".join(filter(None, [excluded, *elsewhere]))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = excluded
        if elsewhere:
            self.log.warning(
                "These did not hand in through the exchange, and get nothing through it: %s. Their pages are in %s.",
                ", ".join(elsewhere),
                self.coursedir.feedback_directory,
            )
