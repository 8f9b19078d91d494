"""The team's room: board, meeting notes, decisions, and what was made."""
