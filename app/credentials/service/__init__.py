"""The jobs of this package, one module each. Import the module you need, not the folder.

``signing`` and ``checking`` canonicalize JSON-LD and belong to the worker and the CLI; ``award``,
``sharing``, ``revoking``, ``keys`` and ``delivery`` are light.
"""
