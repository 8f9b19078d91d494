"""The registry's door for other installations: the Open Badges 3.0 API under ``/ims/ob/v3p0``.

Built to the specification, not certified. Client credentials are a bilateral profile: what it
adds stands in the docstring of ``app.exchange``.

Source: 1EdTech Open Badges 3.0 (2024-05), 6 "Open Badges API".
"""
