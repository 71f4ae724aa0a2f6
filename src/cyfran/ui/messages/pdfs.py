"""PDF files."""

from .marks import N_

SENTENCES = {
    "no_pdf": N_(
        "This file cannot be opened as a PDF. Nothing was kept. Save it as a PDF again, or download it again."
    ),
    "pdf_locked": N_("This PDF is protected by a password. Nothing was kept. Save it without a password."),
    "pdf_too_many_pages": N_(
        "This PDF has more than %(most)s pages. Nothing was kept. Add only the part you need."
    ),
    "pdf_takes_too_long": N_(
        "Reading this PDF took more than %(seconds)s seconds and was stopped. Print it to a new PDF and add that one."
    ),
}
