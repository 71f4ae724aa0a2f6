import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cyfran.config.settings")
django_application = get_wsgi_application()

from cyfran.ui.early_answers import EarlyAnswersApplication  # noqa: E402 - it reads settings

application = EarlyAnswersApplication(django_application)
