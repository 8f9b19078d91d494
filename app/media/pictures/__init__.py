"""Pictures taken apart and put together again, in a process of their own.

Whoever sends a file chooses which decoder reads it, so the decoders run where they can do no
harm: a process with a limit of memory and of time, that ends with the picture. The web process
loads no Pillow.
"""
