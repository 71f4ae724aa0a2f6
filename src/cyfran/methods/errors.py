"""The exception of the numeric methods: a code and its parameters, which the interface turns into a sentence."""


class MethodError(Exception):
    """An expected failure: the input is not what the method needs.

    Parameters
    ----------
    code
        A stable name such as ``"too_few_votes"``. ``cyfran.ui.messages`` has its sentence in both languages.
    params
        Values that the sentence names (which entry, how many): numbers and short strings.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code
