from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "cyfran.ground.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from cyfran.core.accounts.models import User
        from cyfran.core.jobs.worker import register_renewal
        from cyfran.core.retention import Retention, register_retention
        from cyfran.ground.partnerships.actions import drop_unused_accounts
        from cyfran.ground.partnerships.forms import MemberForm, PowerTopicForm
        from cyfran.ground.partnerships.models import PowerTopic
        from cyfran.ground.partnerships.rules import is_member_of_one_partnership, may_manage, may_organise
        from cyfran.ground.partnerships.tasks import end_roles
        from cyfran.ui.corrections import Correctable, register_correctable

        register_renewal(end_roles)
        register_retention(
            Retention(
                "accounts",
                _("Accounts of people without a role, and their e-mail addresses"),
                _("after they last signed in or their role ended"),
                24,
                drop_unused_accounts,
            )
        )
        register_correctable(
            Correctable(
                "power-topic", PowerTopic, "partnership", PowerTopicForm, may_organise, removable=True
            ),
            Correctable(
                "member",
                User,
                "memberships__partnership",
                MemberForm,
                may_manage,
                until=is_member_of_one_partnership,
                others=("name", "language"),
                too_late="name_used_elsewhere",
            ),
        )
