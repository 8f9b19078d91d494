"""The scopes of the Open Badges API. Source: Open Badges 3.0, 6.3 "Scopes"."""

_BEGINNING = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
READ = f"{_BEGINNING}credential.readonly"
UPSERT = f"{_BEGINNING}credential.upsert"
READ_PROFILE = f"{_BEGINNING}profile.readonly"
