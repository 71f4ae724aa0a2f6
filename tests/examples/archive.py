MEMBER_PAGES = ["archive/"]
