from cyfran.discover.capture.actions import connect

ONLY_POSTED = {"capture:disconnect_phone", "capture:send", "capture:disconnect"}


def addresses(universe, now):
    phone, _ = connect(by=universe.users["officer"], at=now)
    return {"capture": {"pk": phone.pk}}
