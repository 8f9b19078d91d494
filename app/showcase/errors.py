"""Why something is not done with a showcase."""


class NoSuchShowcase(Exception):
    """There is none, or not for this reader: the two look alike."""


class ShowcaseRefused(Exception):
    """It cannot be done now; ``fault`` says why, and nothing was.

    Args:
        fault: ``changed`` (somebody changed it meanwhile), ``blocked`` (the check does not let it
            become public), ``state`` (it is not in the state for that), ``ended`` (the project
            ended, and only its teachers still write), ``minor`` (who is under age writes no
            comments), ``gone`` (the comment was decided on already).
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
