"""Questions of every kind: sound ones drawn at random, answered and graded."""
