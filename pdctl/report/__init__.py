"""Findings, lists and figures for people and machines."""
