"""Rubric assessment by teachers, mentors and peers."""
