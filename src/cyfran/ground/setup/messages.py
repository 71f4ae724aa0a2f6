"""Setting up a site."""

from cyfran.ui.messages.marks import N_

SENTENCES = {
    "email_not_sent": N_(
        "The e-mail was not sent: %(reason)s. Check the settings CYFRAN_EMAIL_HOST, CYFRAN_EMAIL_PORT, "
        "CYFRAN_EMAIL_USER, CYFRAN_EMAIL_PASSWORD and CYFRAN_EMAIL_TLS, restart the site and try again."
    ),
}
