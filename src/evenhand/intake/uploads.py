"""Uploaded files stay in memory, and no more of them than fits.

Django's own handler writes large uploads in clear to a temporary folder.
"""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MIB = 1024 * 1024
LARGEST_FILE = 10 * MIB
LARGEST_REQUEST = 40 * MIB


class HeldFile(UploadedFile):
    """An uploaded file in memory; one that was too large is empty and says so."""

    is_too_large = False

    def read_all(self) -> bytes:
        self.seek(0)
        content: bytes = self.read()
        return content


class InMemoryUploadHandler(FileUploadHandler):
    """Reads each file into memory; lets go of one as soon as it is larger than it may be."""

    _left = LARGEST_REQUEST
    _held: bytearray | None = None  # of the current file; None once it is too large

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Takes every chunk; nothing is passed on to another handler."""
        if start == 0:
            self._held = bytearray()
        if self._held is None:
            return
        self._held += raw_data
        if len(self._held) > min(LARGEST_FILE, self._left):
            self._held = None

    def file_complete(self, file_size: int) -> HeldFile:
        is_empty = file_size == 0  # then no chunk came
        content = bytes(self._held or b"") if not is_empty else b""
        self._left -= len(content)
        file = HeldFile(
            file=BytesIO(content),
            name=self.file_name,
            content_type=self.content_type,
            size=len(content),
        )
        file.is_too_large = self._held is None and not is_empty
        return file

    def upload_interrupted(self) -> None:
        self._held = None
