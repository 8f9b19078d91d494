"""Course folders: read with byte offsets, checked for every fault, compiled into content. Pure.

``files`` is the only module here that touches the disk.
"""
