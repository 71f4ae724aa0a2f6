from cyfran.core.site.actions import change_logo, describe_site


def addresses(universe, now):
    by = {"by": universe.operator, "at": now}
    names = ("Site", "Gwefan")
    describe_site(name=names, controller=names, contact="111", privacy_notice=names, **by)
    return {"site_logo": {"pk": change_logo(picture=b"a picture", **by).pk}}
