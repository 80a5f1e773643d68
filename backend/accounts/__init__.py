"""Accounts: passwords, sessions, guessing, second factors, invitations, keys."""
