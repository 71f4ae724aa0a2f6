"""Setting up a site."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "logo_not_readable": N_("This file is not a picture that can be read. Choose a JPEG, PNG, TIFF or WebP."),
    "email_not_sent": N_(
        "The e-mail was not sent: %(reason)s. Check the settings CYFRAN_EMAIL_HOST, CYFRAN_EMAIL_PORT, "
        "CYFRAN_EMAIL_USER, CYFRAN_EMAIL_PASSWORD and CYFRAN_EMAIL_TLS, restart the site and try again."
    ),
}
