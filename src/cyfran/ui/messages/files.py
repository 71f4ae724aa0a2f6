"""PDF files and pictures, and files of any kind that cannot be opened safely."""

from .marks import N_

SENTENCES = {
    "no_pdf": N_(
        "This file cannot be opened as a PDF. Nothing was kept. Save it as a PDF again, or download it again."
    ),
    "pdf_locked": N_("This PDF is protected by a password. Nothing was kept. Save it without a password."),
    "pdf_too_many_pages": N_(
        "This PDF has more than %(most)s pages. Nothing was kept. Add only the part you need."
    ),
    "file_is_no_picture": N_("We cannot read this picture. Choose a JPEG, PNG, TIFF or WebP file."),
    "picture_too_large": N_(
        "This picture has more than %(most)s million pixels. Scan it at a lower resolution."
    ),
    "file_takes_too_long": N_(
        "Reading this file took too long and was stopped. Save it again in the program it comes from, or split it."
    ),
    "file_needs_too_much": N_(
        "Reading this file needs more memory than we allow, so it was stopped. Make the file smaller, or split it."
    ),
    "files_busy": N_("This site is reading other files at the moment. Try again in a minute."),
}
