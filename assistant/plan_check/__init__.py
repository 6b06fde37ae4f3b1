"""Check a plan text, also one written elsewhere: findings with place, severity and suggestion."""
