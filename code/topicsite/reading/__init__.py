"""Text in, models out.

YAML files, headers of examples and the sections of exercises become models, or findings with line
and column. Here alone are entries read as YAML. A file is judged by itself: whether it fits the
others is the next room's question.
"""
