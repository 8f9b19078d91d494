"""What every page is made of: layout, components, the reader's display settings, headers.

A page and its htmx fragment are the same lines of one template (``page.render_page``).
Components are macros, one a file, called as ``ui.<name>(…)``; they see their arguments and
Jinja's globals, never the page's variables.
"""
