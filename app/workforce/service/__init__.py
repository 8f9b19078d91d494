"""Jobs: profiles are described and changed."""
