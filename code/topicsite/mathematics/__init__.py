"""Formulas: where they stand in a text, whether they can be set, and how they look.

TeX is set when the site is built, by KaTeX in an embedded JavaScript engine, which starts with the
first formula. Reading asks whether a formula of an entry can be set, and pages show it; this room
knows neither entries nor pages.
"""
