ERASED = {"people.Identity", "people.Consent", "people.Contact"}
