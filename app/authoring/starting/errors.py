"""Why a course cannot be begun."""


class AddressTaken(Exception):
    """A course that is or was there, or a draft, has the address already."""


class WithoutLicense(Exception):
    """The course names no license, so nothing may be taken of it."""
