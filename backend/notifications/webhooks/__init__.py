"""Signed messages to the systems of organisations (Standard Webhooks)."""
