"""Begin a partnership; its partners, members and priority groups."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from cyfran.core.accounts.actions import account_for, close_account
from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import is_referred_to
from cyfran.core.emails.actions import forget_emails_of
from cyfran.core.request_memory import forget_remembered
from cyfran.core.wording.actions import correct_texts
from cyfran.ground.partnerships import rules
from cyfran.ground.partnerships.models import (
    Membership,
    Organisation,
    Partnership,
    PriorityGroup,
    Role,
    Side,
)
from cyfran.ground.places.models import Place


@transaction.atomic
def begin_partnership(
    *,
    slug: str,
    name: tuple[str, str],
    purpose: tuple[str, str],
    place: Place,
    by: User,
    at: datetime,
    is_example: bool = False,
) -> Partnership:
    """Create a partnership, with ``by`` as its first engagement officer. Texts are (English, Welsh)."""
    require(rules.may_set_up_partnerships(by))
    slug_taken = slug == "add" or Partnership.objects.filter(slug=slug).exists()  # "add" is a page
    require(not slug_taken, "slug_taken", slug=slug)
    partnership = Partnership.objects.create(
        slug=slug,
        name_en=name[0],
        name_cy=name[1],
        purpose_en=purpose[0],
        purpose_cy=purpose[1],
        place=place,
        is_example=is_example,
        began_at=at,
    )
    Membership.objects.create(
        partnership=partnership, user=by, role=Role.OFFICER, side=Side.INSTITUTION, joined_at=at
    )
    forget_remembered()
    log_event("partnership.begun", partnership, by=by, at=at, within=partnership.pk)
    return partnership


@transaction.atomic
def change_partnership(
    *, partnership: Partnership, name: tuple[str, str], purpose: tuple[str, str], by: User, at: datetime
) -> None:
    """Correct the name and purpose of a partnership. What stood before is in the audit log; its address stays."""
    require(rules.may_manage(by, partnership))
    texts = {"name": name, "purpose": purpose}
    correct_texts(partnership, "partnership.changed", texts, within=partnership.pk, by=by, at=at)


@transaction.atomic
def add_organisation(
    *, partnership: Partnership, name: tuple[str, str], side: str, by: User, at: datetime
) -> Organisation:
    require(rules.may_manage(by, partnership))
    name_taken = Organisation.objects.filter(partnership=partnership, name_en=name[0]).exists()
    require(not name_taken, "organisation_there_already", name=name[0])
    organisation = Organisation.objects.create(
        partnership=partnership, name_en=name[0], name_cy=name[1], side=side, joined_at=at
    )
    log_event("organisation.joined", organisation, by=by, at=at, within=partnership.pk, side=side)
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, name: tuple[str, str], by: User, at: datetime) -> None:
    """Correct the name of a partner. Its side stays, as its members are on it."""
    partnership = organisation.partnership
    require(rules.may_manage(by, partnership))
    others = Organisation.objects.filter(partnership=partnership).exclude(pk=organisation.pk)
    require(not others.filter(name_en=name[0]).exists(), "organisation_there_already", name=name[0])
    correct_texts(organisation, "organisation.changed", {"name": name}, within=partnership.pk, by=by, at=at)


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: User, at: datetime) -> None:
    """Remove a partner that was added by mistake: one without members and events."""
    partnership = organisation.partnership
    require(rules.may_manage(by, partnership))
    require(not is_referred_to(organisation), "organisation_in_use")
    log_event(
        "organisation.removed", organisation, by=by, at=at, within=partnership.pk, name=organisation.name_en
    )
    organisation.delete()


@transaction.atomic
def add_member(
    *,
    partnership: Partnership,
    email: str,
    name: str,
    language: str,
    role: str,
    side: str,
    organisation: Organisation | None,
    by: User,
    at: datetime,
    last_day: date | None = None,
) -> Membership:
    """Give someone a role, until a last day where there is one; an account is opened for them if they have none."""
    require(rules.may_manage(by, partnership))
    require(last_day is None or last_day >= timezone.localdate(at), "last_day_in_the_past")
    end_roles_due(at=at)
    user = account_for(email=email, name=name, language=language, at=at)
    current_side = rules.side_of(user, partnership)
    require(current_side in (None, side), "on_the_other_side", name=user.name)
    existing = Membership.objects.current().filter(partnership=partnership, user=user, role=role).exists()
    require(not existing, "role_held_already", name=user.name)
    membership = Membership.objects.create(
        partnership=partnership,
        user=user,
        role=role,
        side=side,
        organisation=organisation,
        joined_at=at,
        last_day=last_day,
    )
    forget_remembered()
    log_event("member.joined", membership, by=by, at=at, within=partnership.pk, role=role, side=side)
    return membership


def end_roles_due(*, at: datetime) -> int:
    """End the roles whose last day is past, and return how many."""
    due = Membership.objects.filter(left_at__isnull=True, last_day__lt=timezone.localdate(at))
    ended = 0
    for membership in due:
        with transaction.atomic():
            if due.filter(pk=membership.pk).update(left_at=at):  # no other worker did
                log_event("member.left", membership, by=None, at=at, within=membership.partnership_id)
                ended += 1
    if ended:
        forget_remembered()
    return ended


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime) -> None:
    partnership = membership.partnership
    require(rules.may_manage(by, partnership))
    officers = Membership.objects.current().filter(partnership=partnership, role=Role.OFFICER)
    officers = officers.filter(last_day__isnull=True)
    require(officers.exclude(pk=membership.pk).exists() or membership.role != Role.OFFICER, "last_officer")
    Membership.objects.filter(pk=membership.pk).update(left_at=at)
    forget_remembered()
    log_event("member.left", membership, by=by, at=at, within=partnership.pk)


@transaction.atomic
def name_priority_group(
    *, partnership: Partnership, name: tuple[str, str], reason: tuple[str, str], by: User, at: datetime
) -> PriorityGroup:
    require(rules.may_manage(by, partnership))
    name_taken = PriorityGroup.objects.filter(partnership=partnership, name_en=name[0]).exists()
    require(not name_taken, "group_there_already", name=name[0])
    group = PriorityGroup.objects.create(
        partnership=partnership,
        name_en=name[0],
        name_cy=name[1],
        reason_en=reason[0],
        reason_cy=reason[1],
        at=at,
        by=by,
    )
    log_event("priority_group.named", group, by=by, at=at, within=partnership.pk)
    return group


@transaction.atomic
def change_priority_group(
    *, group: PriorityGroup, name: tuple[str, str], reason: tuple[str, str], by: User, at: datetime
) -> None:
    """Correct the name of a priority group, and why it was named."""
    partnership = group.partnership
    require(rules.may_manage(by, partnership))
    others = PriorityGroup.objects.filter(partnership=partnership).exclude(pk=group.pk)
    require(not others.filter(name_en=name[0]).exists(), "group_there_already", name=name[0])
    texts = {"name": name, "reason": reason}
    correct_texts(group, "priority_group.changed", texts, within=partnership.pk, by=by, at=at)


@transaction.atomic
def remove_priority_group(*, group: PriorityGroup, by: User, at: datetime) -> None:
    """Remove a priority group that nothing refers to, such as places kept for it or people who named it."""
    partnership = group.partnership
    require(rules.may_manage(by, partnership))
    require(not is_referred_to(group), "priority_group_in_use")
    log_event("priority_group.removed", group, by=by, at=at, within=partnership.pk, name=group.name_en)
    group.delete()


def drop_unused_accounts(*, before: datetime, at: datetime) -> int:
    """Delete the accounts of people without a role who have not been here since; return how many.

    Where records name somebody (a decision, a promise), the name stays beside them: the address, the sessions and the
    second factor go, and nobody can sign in with it any more. Operators' accounts and an example's are left alone.
    """
    memberships = Membership.objects.filter(
        models.Q(pk__in=Membership.objects.current())
        | models.Q(left_at__gte=before)
        | models.Q(last_day__gte=before.date())
        | models.Q(partnership__is_example=True)
    )
    unused = (
        User.objects.annotate(was_here=Coalesce("last_login", "created_at"))
        .filter(was_here__lt=before, is_operator=False, is_active=True)
        .exclude(pk__in=memberships.values("user"))
    )
    users = list(unused)
    for user in users:
        _delete_or_close_account(user)
    return len(users)


@transaction.atomic
def _delete_or_close_account(user: User) -> None:
    forget_emails_of(recipients=[user.pk])
    try:
        with transaction.atomic():
            user.delete()
    except models.ProtectedError:
        close_account(user)
