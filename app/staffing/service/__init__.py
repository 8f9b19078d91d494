"""Jobs: room is said, short lists are kept, roles are published."""
