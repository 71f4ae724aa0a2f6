from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cyfran.core.accounts"
    label = "accounts"
    default = True
